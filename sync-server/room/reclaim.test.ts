import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import type { Message } from '../../src/lib/protocol/message.ts';
import {
	anna,
	AT,
	boris,
	give,
	makeRoom,
	message,
	read,
	receipts,
	sending,
	sendingMany,
	timelineOf,
	turnsUntil,
	type Room
} from './test-support.ts';

// A thousand messages on a busy machine: a limit against hanging, not an expectation.
vi.setConfig({ testTimeout: 60_000 });

/** A device's copy of a message that the store has lost, with the server's proof unless it says otherwise. */
function copyOf(roomId: string, id: string, value: Message, { at = AT, proven = true } = {}): Uint8Array {
	const doc = new Y.Doc();
	doc.getMap('messages').set(id, value);
	const proof = proven ? { proof: receipts.prove({ roomId, id, at, message: value }) } : {};
	doc.getArray('timeline').push([{ id, at, ...proof }]);
	return Y.encodeStateAsUpdate(doc);
}

const hers = message(anna, 'I never said that');
const send = ({ documents, segment }: Room, author: string, id = newId()) =>
	documents.receive(segment(0), sending(new Y.Doc(), id, message(author, 'ha')), author);

/** Who is shown to have said what, in order. */
async function said({ documents, segment }: Room, n = 0): Promise<string[]> {
	const doc = await read(documents, segment(n));
	const messages = doc.getMap<Message>('messages');
	return timelineOf(doc).map(
		({ id }) => `${messages.get(id)?.author === anna ? 'anna' : 'boris'}: ${messages.get(id)?.body}`
	);
}

describe('a message whose id somebody has taken since the store lost it', () => {
	it('is given back under its id and in its place, and is its author’s again', async () => {
		const [room, id] = [await makeRoom(), newId()];
		await send(room, boris);
		await send(room, boris, id);
		await send(room, boris);
		const copy = copyOf(room.roomId, id, hers);
		expect(await give(room, copy, boris)).toBe(1);
		expect(await said(room)).toEqual(['boris: ha', 'anna: I never said that', 'boris: ha']);
		expect(timelineOf(await read(room.documents, room.segment(0)))[1]).toMatchObject({ id, at: AT });
		expect((await room.storage.sequencesOf(room.roomId, [id])).get(id)).toBe(2);
		expect(await give(room, copy, anna)).toBe(0);
		const edit = { ...message(boris, 'mine'), editedAt: 1 };
		const update = sending(await read(room.documents, room.segment(0)), id, edit);
		expect(await room.documents.receive(room.segment(0), update, boris)).toMatchObject({ code: 'not-yours' });
	});

	it('is given back where the one who took it gave it to the healing server as an old one of their own', async () => {
		const [room, id] = [await makeRoom(), newId()];
		const taken = copyOf(room.roomId, id, message(boris, 'ha'), { at: AT - 1, proven: false });
		expect(await give(room, taken, boris)).toBe(1);
		expect(await give(room, copyOf(room.roomId, id, hers), anna)).toBe(1);
		expect(await said(room)).toEqual(['anna: I never said that']);
	});

	it('is given back from two devices at the same moment once', async () => {
		const [room, id] = [await makeRoom(), newId()];
		await send(room, boris, id);
		const copy = copyOf(room.roomId, id, hers);
		expect((await Promise.all([give(room, copy, anna), give(room, copy, boris)])).sort()).toEqual([0, 1]);
		expect(await said(room)).toEqual(['anna: I never said that']);
	});

	it('stays with whoever the server received it from first, also when that one has edited it', async () => {
		const [room, id] = [await makeRoom(), newId()];
		await give(room, copyOf(room.roomId, id, hers), anna);
		const edited = sending(await read(room.documents, room.segment(0)), id, { ...hers, body: 'edited', editedAt: 1 });
		await room.documents.receive(room.segment(0), edited, anna);
		expect(await give(room, copyOf(room.roomId, id, message(boris, 'ha'), { at: AT + 1 }), boris)).toBe(0);
		expect(await said(room)).toEqual(['anna: edited']);
	});

	it('is not given back on anybody’s word', async () => {
		const [room, id] = [await makeRoom(), newId()];
		await send(room, boris, id);
		expect(await give(room, copyOf(room.roomId, id, hers, { proven: false }), anna)).toBe(0);
		expect(await said(room)).toEqual(['boris: ha']);
	});

	it('is found in a segment that has been closed', async () => {
		const [room, id] = [await makeRoom(), newId()];
		await send(room, boris, id);
		for (const segment of [0, 1]) {
			await room.documents.receive(room.segment(segment), sendingMany(new Y.Doc(), anna, 1_000), anna);
			await turnsUntil('it is closed', async () => (await room.storage.currentSegment(room.roomId)) === segment + 1);
		}
		expect(await give(room, copyOf(room.roomId, id, hers), anna)).toBe(1);
		expect(await said(room)).toContain('anna: I never said that');
		expect(await said(room)).not.toContain('boris: ha');
	});
});
