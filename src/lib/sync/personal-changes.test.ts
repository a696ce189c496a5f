import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { carryOver, changesSince, contentOf, type PersonalContent } from './personal-changes.ts';

type Filling = Partial<PersonalContent>;

function docWith(content: Filling): Y.Doc {
	const doc = new Y.Doc();
	for (const [root, values] of Object.entries(content)) {
		for (const [key, value] of Object.entries(values)) doc.getMap(root).set(key, value);
	}
	return doc;
}

/** What the server has after a device that last heard it confirm `before` has brought what it holds now. */
function carried({ before, here, there }: { before?: Filling; here: Filling; there: Filling }): Filling {
	const doc = docWith(there);
	const confirmed = before && contentOf(docWith(before));
	for (const change of changesSince(confirmed, docWith(here))) carryOver(doc, change);
	return Object.fromEntries(Object.entries(contentOf(doc)).filter(([, values]) => Object.keys(values).length > 0));
}

const rooms = (choice: object): Filling => ({ rooms: { r: choice } });
const draft = (body: string, updatedAt: number): Filling => ({ drafts: { 'r/d': { body, updatedAt } } });

it('carries over what was changed here since the server confirmed it, and nothing else', () => {
	const before = { settings: { typing: true, roomOrder: 'title' }, ...rooms({ favourite: true }) };
	const here = { settings: { typing: false, roomOrder: 'title' }, ...rooms({ favourite: true, hidden: true }) };
	const there = { settings: { typing: true, roomOrder: 'recent' }, ...rooms({ favourite: true }) };
	const expected = { settings: { typing: false, roomOrder: 'recent' }, ...rooms({ favourite: true, hidden: true }) };
	expect(carried({ before, here, there })).toEqual(expected);
});

it('takes away what was taken away here, unless another device has written it since', () => {
	const before = rooms({ favourite: true });
	expect(carried({ before, here: {}, there: before })).toEqual({});
	expect(carried({ before, here: {}, there: rooms({ hidden: true }) })).toEqual(rooms({ hidden: true }));
});

it('leaves away what another device has taken away and this one has not touched', () => {
	expect(carried({ before: draft('sent', 1), here: draft('sent', 1), there: {} })).toEqual({});
});

it('lets the newer of two drafts stand', () => {
	expect(carried({ before: {}, here: draft('old', 1), there: draft('new', 2) })).toEqual(draft('new', 2));
	expect(carried({ before: {}, here: draft('new', 2), there: draft('old', 1) })).toEqual(draft('new', 2));
});

it('only adds where it is not known what the server had confirmed', () => {
	const here = { settings: { typing: false, receipts: false }, ...draft('words', 1) };
	const there = { settings: { typing: true } };
	expect(carried({ here, there })).toEqual({ settings: { typing: true, receipts: false }, ...draft('words', 1) });
});
