import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_MAX_ENTRIES } from '../../src/lib/protocol/limits.ts';
import type { Message } from '../../src/lib/protocol/message.ts';
import { Edits } from './edits.ts';
import { Messages } from './messages.ts';
import { boris, anna, documentsOn, makeRoom, message, read, sending, sendingMany, turnsUntil } from './test-support.ts';

// A thousand messages on a busy machine: a limit against hanging, not an expectation.
vi.setConfig({ testTimeout: 60_000 });

/** Anna's room, in which Boris has said something. */
async function borisHasSpoken() {
	const room = await makeRoom();
	const [edits, messages] = [new Edits(room.rooms.desk), new Messages(room.rooms.desk)];
	const [his, id] = [new Y.Doc(), newId()];
	await room.documents.receive(room.segment(0), sending(his, id, message(boris, 'tee at three')), boris);
	const named = { roomId: room.roomId, messageId: id };
	const stands = async () => (await read(room.documents, room.segment(0))).getMap<Message>('messages').get(id);
	const said = async () => (await edits.versions(boris, named)).versions.map(({ body }) => body);
	return { ...room, edits, messages, his, id, named, stands, said };
}

const edit = (body: string, editedAt = 1_700_000_000_001) => ({ body, editedAt });

describe('an edit by command', () => {
	it('puts other words in place, names whom they name, and leaves the first in the log', async () => {
		const { edits, named, stands, said, clock } = await borisHasSpoken();
		clock.now += 5;
		await edits.edit(boris, named, { ...edit('tea at three, @anna'), mentions: [anna] });
		const { author, createdAt } = message(boris, '');
		const now = { author, createdAt, body: 'tea at three, @anna', editedAt: 1_700_000_000_001, mentions: [anna] };
		expect(await stands()).toEqual(now);
		expect(await said()).toEqual(['tee at three', 'tea at three, @anna']);
		expect((await edits.versions(boris, named)).versions.at(-1)).toMatchObject({
			writtenAt: 1_700_000_000_001,
			receivedAt: clock.now
		});
	});

	it('is one edit however often it is sent, and does not come back over a later one', async () => {
		const { edits, named, stands, said } = await borisHasSpoken();
		const first = edit('tea at three');
		await edits.edit(boris, named, first);
		await edits.edit(boris, named, first);
		await edits.edit(boris, named, edit('tea at four', 1_700_000_000_002));
		await edits.edit(boris, named, first);
		expect((await stands())?.body).toBe('tea at four');
		expect(await said()).toEqual(['tee at three', 'tea at three', 'tea at four']);
	});

	it('of two devices at once leaves the one that came last, and the other in what was said', async () => {
		const { edits, named, stands, said } = await borisHasSpoken();
		await Promise.all([
			edits.edit(boris, named, edit('from the phone')),
			edits.edit(boris, named, edit('from the desk', 1_700_000_000_009))
		]);
		expect((await stands())?.body).toBe((await said()).at(-1));
		expect((await said()).sort()).toEqual(['from the desk', 'from the phone', 'tee at three']);
	});

	it.each([1, 0xffff_fff0])(
		'keeps what a plain Yjs client wrote at the same time, under client id %i',
		async (client) => {
			const { edits, named, said, documents, segment, id } = await borisHasSpoken();
			const other = await read(documents, segment(0));
			other.clientID = client;
			await edits.edit(boris, named, edit('by command'));
			const concurrent = sending(other, id, { ...message(boris, 'from a program'), editedAt: 1_700_000_000_010 });
			expect(await documents.receive(segment(0), concurrent, boris)).toMatchObject({ accepted: true });
			expect(await said()).toEqual(['tee at three', 'by command', 'from a program']);
		}
	);

	it('does not bring a deleted message back, also when both come at once', async () => {
		const { edits, messages, named, stands } = await borisHasSpoken();
		const outcomes = await Promise.allSettled([
			messages.delete(anna, named),
			edits.edit(boris, named, edit('tea at three'))
		]);
		expect(outcomes[0].status).toBe('fulfilled');
		expect((await stands())?.deleted?.by).toBe(anna);
		await expect(edits.edit(boris, named, edit('again', 3))).rejects.toMatchObject({ code: 'message-deleted' });
		await expect(edits.versions(boris, named)).rejects.toMatchObject({ code: 'message-deleted' });
		expect((await stands())?.body).toBe('');
	});

	it('reaches a message in a closed segment, and stays when that is loaded again', async () => {
		const { edits, named, id, documents, segment, storage, roomId } = await borisHasSpoken();
		await documents.receive(segment(0), sendingMany(new Y.Doc(), anna, SEGMENT_MAX_ENTRIES), anna);
		await turnsUntil('the segment is closed', async () => (await storage.currentSegment(roomId)) === 1);
		await edits.edit(boris, named, edit('tea at three'));
		const again = await read(documentsOn(storage), segment(0));
		expect(again.getMap<Message>('messages').get(id)?.body).toBe('tea at three');
	});

	it('lists the newest versions where there are very many', async () => {
		const { edits, named } = await borisHasSpoken();
		for (let n = 1; n <= 60; n++) await edits.edit(boris, named, edit(`version ${n}`, n));
		const { versions, earlier } = await edits.versions(boris, named);
		expect([versions.length, earlier, versions.at(-1)?.body]).toEqual([50, 11, 'version 60']);
	});
});
