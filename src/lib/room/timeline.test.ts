import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../protocol/message.ts';
import type { OutboxEntry } from '../sync/outbox.ts';
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
	return timeline.compose({ segment, outbox, userId: anna, nameOf: (id) => NAMES.get(id) });
}

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
