import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import { sequence } from './sequence.ts';
import {
	anna,
	boris,
	bytesOf,
	makeRoom,
	message,
	read,
	receipts,
	sending,
	sendingMany,
	timelineOf,
	turnsUntil,
	updateOf
} from './test-support.ts';

// A thousand messages on a busy machine: a limit against hanging, not an expectation.
vi.setConfig({ testTimeout: 60_000 });

/** A room whose first segment is closed, with the first of its messages and the copy of its writer, Anna. */
async function makeClosed() {
	const room = await makeRoom();
	const [doc, ids] = [new Y.Doc(), [] as string[]];
	await room.documents.receive(room.segment(0), sendingMany(doc, anna, 1_000, ids), anna);
	await turnsUntil('the segment is closed', async () => (await room.storage.currentSegment(room.roomId)) === 1);
	return { ...room, doc, ids, first: ids[0] as string };
}

const edited = (body: string) => ({ ...message(anna, body), editedAt: 1_700_000_000_000 });

describe('a closed segment (U12)', () => {
	it('takes edits, which reach the log under the sequence of their message', async () => {
		const { documents, storage, segment, doc, ids, first } = await makeClosed();
		const logged: unknown[] = [];
		const append = storage.appendCommit.bind(storage);
		storage.appendCommit = (commit) => {
			logged.push(...commit.messages.map(({ id, seq }) => ({ id, seq })));
			return append(commit);
		};
		const last = ids.at(-1) as string;
		const timeline = timelineOf(await read(documents, segment(0))).map(({ id }) => id);
		for (const id of [first, last]) {
			const verdict = await documents.receive(segment(0), sending(doc, id, edited('better')), anna);
			expect(verdict).toEqual({ accepted: true, written: 1 });
		}
		expect(logged).toEqual([first, last].map((id) => ({ id, seq: timeline.indexOf(id) + 1 })));
		expect((await read(documents, segment(0))).getMap('messages').get(first)).toMatchObject({ body: 'better' });
	});

	it('takes no new message, and nothing of the update that brings one', async () => {
		const { documents, storage, segment, doc, first } = await makeClosed();
		const before = await bytesOf(documents, storage, segment(0));
		const both = updateOf(doc, () => {
			doc.getMap('messages').set(first, edited('an edit in front'));
			doc.getMap('messages').set(newId(), message(anna, 'too late'));
		});
		expect(await documents.receive(segment(0), both, anna)).toMatchObject({ code: 'segment-closed' });
		const alone = sending(new Y.Doc(), newId(), message(boris, 'too late'));
		expect(await documents.receive(segment(0), alone, boris)).toMatchObject({ code: 'segment-closed' });
		expect(await bytesOf(documents, storage, segment(0))).toBe(before);
	});

	it('takes no edit by another than the author', async () => {
		const { documents, segment, first } = await makeClosed();
		const copy = await read(documents, segment(0));
		const forged = sending(copy, first, { ...message(boris, 'forged'), editedAt: 1 });
		expect(await documents.receive(segment(0), forged, boris)).toMatchObject({ code: 'not-yours' });
	});

	it('refuses a new message also where only what the update did shows that it is one', () => {
		const doc = new Y.Doc();
		doc.getMap('info').set('closedAt', 1);
		const change = { root: 'messages', key: newId(), before: undefined, structs: 1 };
		const value = message(anna, 'hidden');
		const place = { doc, roomId: newId(), now: 1, receipts };
		const run = () => sequence([{ ...change, after: value, written: [value] }], place);
		expect(run).toThrow(expect.objectContaining({ code: 'segment-closed' }) as Error);
	});
});

describe('a segment that has not been opened (U12)', () => {
	it.each([1, 2, 999_999_999])('takes nothing, however far ahead: %i', async (n) => {
		const { documents, storage, segment } = await makeRoom();
		const update = sending(new Y.Doc(), newId(), message(anna, 'from the future'));
		expect(await documents.receive(segment(n), update, anna)).toMatchObject({ code: 'segment-closed' });
		expect((await storage.loadDocument(segment(n))).version).toBe(0);
	});
});

describe('a message id that an earlier segment has (U12)', () => {
	it('is not taken again, and is called sent to its author alone (U10)', async () => {
		const { documents, segment, first } = await makeClosed();
		for (const [author, code] of [
			[anna, 'already-sent'],
			[boris, 'not-yours']
		] as const) {
			const again = sending(new Y.Doc(), first, message(author, 'again'));
			expect(await documents.receive(segment(1), again, author)).toMatchObject({ code });
		}
		expect(timelineOf(await read(documents, segment(1)))).toEqual([]);
	});

	it('costs only the update that brings it: others of the same batch are taken', async () => {
		const { documents, segment, first } = await makeClosed();
		const [again, good] = [new Y.Doc(), new Y.Doc()];
		const verdicts = await Promise.all([
			documents.receive(segment(1), sending(good, newId(), message(boris, 'one')), boris),
			documents.receive(segment(1), sending(again, first, message(anna, 'again')), anna),
			documents.receive(segment(1), sending(good, newId(), message(boris, 'two')), boris)
		]);
		expect(verdicts).toMatchObject([{ accepted: true }, { code: 'already-sent' }, { accepted: true }]);
	});

	it('may be edited where it is, although a newer segment is open', async () => {
		const { documents, segment, doc, first } = await makeClosed();
		expect(await documents.receive(segment(0), sending(doc, first, edited('x')), anna)).toMatchObject({
			accepted: true
		});
	});
});
