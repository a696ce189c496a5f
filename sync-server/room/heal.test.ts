import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import type { AuditRecord } from '../storage/storage.ts';
import {
	anna,
	AT,
	boris,
	documentsOn,
	give,
	makeRoom,
	message,
	read,
	receipts,
	sending,
	sendingMany,
	timelineOf,
	turnsUntil
} from './test-support.ts';

// A thousand messages on a busy machine: a limit against hanging, not an expectation.
vi.setConfig({ testTimeout: 60_000 });

/** A message that a device holds and the store does not; with a proof unless it says otherwise. */
interface Kept {
	author: string;
	body: string;
	proof?: string | undefined;
}

/** A device's copy of a segment, with what a restored store has lost. */
function copyOf(roomId: string, kept: Kept[]): { copy: Uint8Array; ids: string[] } {
	const [doc, ids] = [new Y.Doc(), kept.map(() => newId())];
	kept.forEach(({ author, body, ...rest }, index) => {
		const [id, value] = [ids[index] as string, message(author, body)];
		const proof = 'proof' in rest ? rest.proof : receipts.prove({ roomId, id, at: AT + index, message: value });
		doc.getMap('messages').set(id, value);
		doc.getArray('timeline').push([proof === undefined ? { id, at: AT + index } : { id, at: AT + index, proof }]);
	});
	return { copy: Y.encodeStateAsUpdate(doc), ids };
}

const bodiesOf = (doc: Y.Doc) =>
	timelineOf(doc).map(({ id }) => doc.getMap<{ body: string }>('messages').get(id)?.body);

describe('what a device gives back (H5)', () => {
	it('comes at the end of the timeline, with the time at which it was first received', async () => {
		const room = await makeRoom();
		await room.documents.receive(room.segment(0), sending(new Y.Doc(), newId(), message(boris, 'still here')), boris);
		const { copy, ids } = copyOf(room.roomId, [
			{ author: anna, body: 'lost' },
			{ author: boris, body: 'lost too' }
		]);
		expect(await give(room, copy, boris)).toBe(2);
		const doc = await read(room.documents, room.segment(0));
		expect(bodiesOf(doc)).toEqual(['still here', 'lost', 'lost too']);
		expect(timelineOf(doc).slice(1)).toMatchObject(ids.map((id, index) => ({ id, at: AT + index })));
		expect([...(await room.storage.sequencesOf(room.roomId, ids)).values()]).toEqual([2, 3]);
	});

	it.each([
		['another’s with the server’s proof', { author: anna, body: 'hers' }, 1],
		['the giver’s own without a proof', { author: boris, body: 'mine', proof: undefined }, 1],
		['another’s without a proof', { author: anna, body: 'said to be hers', proof: undefined }, 0],
		['another’s with a proof of nothing', { author: anna, body: 'hers?', proof: 'AAAAAAAAAAAAAAAAAAAAAA' }, 0],
		['another’s with a proof that is none', { author: anna, body: 'hers?', proof: '' }, 0]
	])('counts when it is %s', async (_, kept, taken) => {
		const room = await makeRoom();
		const { copy } = copyOf(room.roomId, [kept]);
		expect(await give(room, copy, boris)).toBe(taken);
		expect(timelineOf(await read(room.documents, room.segment(0)))).toHaveLength(taken);
	});

	it('must be the very words, the room and the time that were proven', async () => {
		const room = await makeRoom();
		const { copy } = copyOf(room.roomId, [{ author: anna, body: 'I owe you 10' }]);
		const forged = [
			(doc: Y.Doc, id: string) => doc.getMap('messages').set(id, message(anna, 'I owe you 1000')),
			(doc: Y.Doc) => {
				const [entry] = timelineOf(doc);
				doc.getArray('timeline').delete(0);
				doc.getArray('timeline').insert(0, [{ ...entry, at: AT - 1 }]);
			}
		];
		for (const forge of forged) {
			const doc = new Y.Doc();
			Y.applyUpdate(doc, copy);
			forge(doc, timelineOf(doc)[0]?.id ?? '');
			expect(await give(room, Y.encodeStateAsUpdate(doc), boris)).toBe(0);
		}
		expect(await give(room, copyOf(newId(), [{ author: anna, body: 'elsewhere' }]).copy, boris)).toBe(0);
		expect(await give(room, copy, boris)).toBe(1);
	});

	it('is taken once, also from two devices at the same moment', async () => {
		const room = await makeRoom();
		const { copy } = copyOf(room.roomId, [{ author: anna, body: 'lost' }]);
		const taken = await Promise.all([give(room, copy, anna), give(room, copy, boris), give(room, copy, anna)]);
		expect(taken.sort()).toEqual([0, 0, 1]);
		expect(await give(room, copy, boris)).toBe(0);
		expect(bodiesOf(await read(room.documents, room.segment(0)))).toEqual(['lost']);
	});

	it('is not taken where the room has it, in whichever segment', async () => {
		const room = await makeRoom();
		await room.documents.receive(room.segment(0), sendingMany(new Y.Doc(), anna, 1_000), anna);
		await turnsUntil('it is closed', async () => (await room.storage.currentSegment(room.roomId)) === 1);
		const { update } = await room.documents.sync(room.segment(0), Y.encodeStateVector(new Y.Doc()));
		expect(await give(room, update, anna)).toBe(0);
		expect(timelineOf(await read(room.documents, room.segment(1)))).toEqual([]);
	});

	it('goes into the segment that takes messages, and makes room when that is full then', async () => {
		const room = await makeRoom();
		const { copy } = copyOf(
			room.roomId,
			Array.from({ length: 1_000 }, (_, i) => ({ author: anna, body: `${i}` }))
		);
		expect(await give(room, copy, boris)).toBe(1_000);
		await turnsUntil('it is closed', async () => (await room.storage.currentSegment(room.roomId)) === 1);
		const { copy: more, ids } = copyOf(room.roomId, [{ author: anna, body: 'more' }]);
		expect(await give(room, more, boris)).toBe(1);
		expect((await room.storage.sequencesOf(room.roomId, ids)).get(ids[0] as string)).toBe(1_001);
	});

	it('never lands in a segment that was closed while it was on its way', async () => {
		const room = await makeRoom();
		const { storage, roomId, segment } = room;
		const { copy, ids } = copyOf(roomId, [{ author: anna, body: 'lost' }]);
		const currentSegment = storage.currentSegment.bind(storage);
		storage.currentSegment = async (id) => {
			storage.currentSegment = currentSegment;
			await room.documents.receive(segment(0), sendingMany(new Y.Doc(), anna, 1_000), anna);
			await turnsUntil('it is closed', async () => (await currentSegment(id)) === 1);
			return 0;
		};
		expect(await give(room, copy, boris)).toBe(1);
		expect((await storage.sequencesOf(roomId, ids)).get(ids[0] as string)).toBe(1_001);
		expect(bodiesOf(await read(room.documents, segment(1)))).toEqual(['lost']);
	});

	it('can be given back a second time: what was proven once stays proven', async () => {
		const [first, second] = [await makeRoom(), await makeRoom()];
		const { copy } = copyOf(second.roomId, [{ author: anna, body: 'lost' }]);
		await give({ ...first, roomId: second.roomId }, copy, boris);
		const healed = await read(first.documents, second.segment(0));
		expect(await give(second, Y.encodeStateAsUpdate(healed), boris)).toBe(1);
	});

	it('is in the audit log, with who gave it', async () => {
		const room = await makeRoom();
		const audited: (AuditRecord | undefined)[] = [];
		const appendCommit = room.storage.appendCommit.bind(room.storage);
		room.storage.appendCommit = (commit, audit) => (audited.push(audit), appendCommit(commit, audit));
		await give(room, copyOf(room.roomId, [{ author: anna, body: 'lost' }]).copy, boris);
		expect(audited).toEqual([{ actor: boris, action: 'messages-healed', subject: `${room.segment(0)}: 1` }]);
	});

	it('can be edited by its author afterwards, and by nobody else', async () => {
		const room = await makeRoom();
		const { copy, ids } = copyOf(room.roomId, [{ author: anna, body: 'lost' }]);
		await give(room, copy, boris);
		const edit = async (author: string) => {
			const value = { ...message(author, 'edited'), editedAt: 1 };
			return sending(await read(room.documents, room.segment(0)), ids[0] as string, value);
		};
		expect(await room.documents.receive(room.segment(0), await edit(boris), boris)).toMatchObject({
			code: 'not-yours'
		});
		expect(await room.documents.receive(room.segment(0), await edit(anna), anna)).toMatchObject({ accepted: true });
		expect(bodiesOf(await read(documentsOn(room.storage), room.segment(0)))).toEqual(['edited']);
	});
});

describe('what is no copy', () => {
	it('is refused by name, and takes nothing with it', async () => {
		const room = await makeRoom();
		await expect(give(room, Uint8Array.of(1, 2, 3), boris)).rejects.toMatchObject({ code: 'malformed' });
	});

	it.each([null, 5, 'text', [], {}, { id: 5 }, { id: newId(), at: -1 }, { id: newId(), at: 'now', proof: {} }])(
		'has entries that are none, which are passed over: %j',
		async (entry) => {
			const room = await makeRoom();
			const doc = new Y.Doc();
			doc.getArray('timeline').push([entry]);
			const id = (entry as { id?: unknown } | null)?.id;
			if (typeof id === 'string') doc.getMap('messages').set(id, message(boris, 'mine'));
			expect(await give(room, Y.encodeStateAsUpdate(doc), boris)).toBe(0);
		}
	);
});
