import { expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../protocol/message.ts';
import type { OutboxEntry } from '../sync/outbox.ts';
import type { Reader } from './segment-rows.ts';
import { Timeline } from './timeline.ts';

const [anna, boris, roomId] = [newId(), newId(), newId()];
const NAMES = new Map([
	[anna, 'Anna'],
	[boris, 'Борис']
]);

function message(author: string, body: string, createdAt: number): Message {
	return { author, body, createdAt };
}

function segmentWith(messages: Record<string, Message>, timeline: string[]): Y.Doc {
	const doc = new Y.Doc();
	for (const [id, value] of Object.entries(messages)) doc.getMap(SEGMENT_ROOTS.messages).set(id, value);
	doc.getArray(SEGMENT_ROOTS.timeline).push(timeline.map((id, at) => ({ id, at })));
	return doc;
}

function entry(id: string, value: Message, returned?: OutboxEntry['returned']): OutboxEntry {
	const made = { id, roomId, document: `room/${roomId}/0`, message: value };
	return returned === undefined ? made : { ...made, returned };
}

function compose(segment: Y.Doc, outbox: OutboxEntry[] = [], timeline = new Timeline()) {
	return composeAll([segment], outbox, timeline);
}

function reader(names = NAMES, changes: Partial<Reader> = {}): Reader {
	const nothing = { blocked: new Set<string>(), deleting: new Set<string>(), undoable: new Map(), edits: new Map() };
	return { userId: anna, nameOf: (id) => names.get(id), ...nothing, ...changes };
}

function composeAll(docs: Y.Doc[], outbox: OutboxEntry[] = [], timeline = new Timeline(), names = NAMES) {
	const segments = docs.map((doc, number) => ({ number, doc }));
	return timeline.compose({ segments, outbox, ...reader(names) });
}

/** A segment that follows on others: `said` are texts of Boris, in sequence from `firstSeq`. */
function laterSegment(firstSeq: number, said: string[]): Y.Doc {
	const ids = said.map(() => newId());
	const doc = segmentWith(
		Object.fromEntries(said.map((body, at) => [ids[at] ?? '', message(boris, body, at)] as const)),
		ids
	);
	doc.getMap(SEGMENT_ROOTS.info).set('firstSeq', firstSeq);
	return doc;
}

const bodies = (list: { body: string }[]) => list.map(({ body }) => body);

it("orders by the server's sequence, whatever the writers' clocks say (I7)", () => {
	const [late, early] = [newId(), newId()];
	const segment = segmentWith({ [early]: message(anna, 'b', 1), [late]: message(boris, 'a', 9e12) }, [late, early]);
	expect(compose(segment).map(({ body, delivery }) => [body, delivery])).toEqual([
		['a', { kind: 'sent', seq: 1, at: 0 }],
		['b', { kind: 'sent', seq: 2, at: 1 }]
	]);
});

it('puts what is pending last, in the order it was written, and what has come back after it (D3)', () => {
	const ids = Array.from({ length: 4 }, newId) as [string, string, string, string];
	const segment = segmentWith(
		{
			[ids[0]]: message(boris, 'sent', 50),
			[ids[2]]: message(anna, 'second', 20),
			[ids[1]]: message(anna, 'first', 10)
		},
		[ids[0]]
	);
	const list = compose(segment, [entry(ids[3], message(anna, 'back', 5), 'too-large')]);
	expect(list.map(({ body, delivery }) => [body, delivery.kind])).toEqual([
		['sent', 'sent'],
		['first', 'pending'],
		['second', 'pending'],
		['back', 'refused']
	]);
});

it('shows an unsent message also while its document is being renewed (I2)', () => {
	const id = newId();
	const list = compose(segmentWith({}, []), [entry(id, message(anna, 'still here', 1))]);
	expect(list).toMatchObject([{ id, body: 'still here', mine: true, delivery: { kind: 'pending' } }]);
});

it('shows a message once, also where outbox, document and timeline all have it', () => {
	const id = newId();
	const value = message(anna, 'once', 1);
	expect(compose(segmentWith({ [id]: value }, [id]), [entry(id, value)])).toHaveLength(1);
	expect(compose(segmentWith({ [id]: value }, [id]), [entry(id, value, 'too-large')])).toHaveLength(1);
	expect(compose(segmentWith({ [id]: value }, []), [entry(id, value, 'too-large')])).toHaveLength(1);
});

it('keeps the objects of what has not changed, so that a view redraws only the rest', () => {
	const [old, fresh] = [newId(), newId()];
	const segment = segmentWith({ [old]: message(boris, 'old', 1) }, [old]);
	const timeline = new Timeline();
	const [before] = compose(segment, [], timeline);
	segment.getMap(SEGMENT_ROOTS.messages).set(fresh, message(boris, 'new', 2));
	segment.getArray(SEGMENT_ROOTS.timeline).push([{ id: fresh, at: 2 }]);
	const after = compose(segment, [], timeline);
	expect(after[0]).toBe(before);
	expect(after).toHaveLength(2);
});

it('counts on from segment to segment (N3)', () => {
	const list = composeAll([laterSegment(1, ['a', 'b']), laterSegment(3, ['c']), laterSegment(4, ['d'])]);
	expect(bodies(list)).toEqual(['a', 'b', 'c', 'd']);
	expect(list.map(({ delivery }) => delivery)).toMatchObject([{ seq: 1 }, { seq: 2 }, { seq: 3 }, { seq: 4 }]);
});

it('keeps what is pending last, in whichever segment it waits', () => {
	const closed = laterSegment(1, ['a']);
	closed.getMap(SEGMENT_ROOTS.messages).set(newId(), message(anna, 'waits', 9));
	expect(bodies(composeAll([closed, laterSegment(2, ['b'])]))).toEqual(['a', 'b', 'waits']);
});

it('shows a message once, as sent, where it waited in a segment that was closed and was accepted in the next', () => {
	const id = newId();
	const value = message(anna, 'moved', 5);
	const closed = laterSegment(1, ['a']);
	closed.getMap(SEGMENT_ROOTS.messages).set(id, value);
	const next = segmentWith({ [id]: value }, [id]);
	next.getMap(SEGMENT_ROOTS.info).set('firstSeq', 2);
	const list = composeAll([closed, next], [entry(id, value)]);
	expect(list.map(({ body, delivery }) => [body, delivery.kind])).toEqual([
		['a', 'sent'],
		['moved', 'sent']
	]);
});

it('keeps the objects of a segment when one comes before it, when one follows, and when its copy is replaced', () => {
	const timeline = new Timeline();
	const [first, second, third] = [laterSegment(1, ['a']), laterSegment(2, ['b']), laterSegment(3, ['c'])];
	const open = (docs: [number, Y.Doc][]) =>
		timeline.compose({
			segments: docs.map(([number, doc]) => ({ number, doc })),
			outbox: [],
			...reader()
		});
	const [b] = open([[1, second]]);
	expect(
		open([
			[0, first],
			[1, second],
			[2, third]
		])[1]
	).toBe(b);
	const replaced = new Y.Doc();
	Y.applyUpdate(replaced, Y.encodeStateAsUpdate(second));
	expect(open([[1, replaced]])).toEqual([b]);
	expect(open([[1, replaced]])[0]).toBe(b);
});

it('does not read a segment again that has not changed, however much of it there is', () => {
	const timeline = new Timeline();
	const [old, current] = [laterSegment(1, ['a', 'b']), laterSegment(3, ['c'])];
	composeAll([old, current], [], timeline);
	const reads = vi.spyOn(old.getArray(SEGMENT_ROOTS.timeline), 'toArray');
	const id = newId();
	current.transact(() => {
		current.getMap(SEGMENT_ROOTS.messages).set(id, message(boris, 'd', 4));
		current.getArray(SEGMENT_ROOTS.timeline).push([{ id, at: 4 }]);
	});
	expect(bodies(composeAll([old, current], [], timeline))).toEqual(['a', 'b', 'c', 'd']);
	expect(reads).not.toHaveBeenCalled();
});

it('says a new name everywhere, also in a segment that has not changed', () => {
	const timeline = new Timeline();
	const docs = [laterSegment(1, ['a']), laterSegment(2, ['b'])];
	composeAll(docs, [], timeline);
	const renamed = composeAll(docs, [], timeline, new Map([[boris, 'Bo']]));
	expect(renamed.map(({ authorName }) => authorName)).toEqual(['Bo', 'Bo']);
});

it('goes on showing the others when a segment has been taken off this device', () => {
	const timeline = new Timeline();
	const [old, current] = [laterSegment(1, ['a']), laterSegment(2, ['b'])];
	composeAll([old, current], [], timeline);
	expect(bodies(composeAll([new Y.Doc(), current], [], timeline))).toEqual(['b']);
});
