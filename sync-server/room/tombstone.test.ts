import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_MAX_ENTRIES } from '../../src/lib/protocol/limits.ts';
import { SEGMENT_ROOTS, type Message } from '../../src/lib/protocol/message.ts';
import { Messages } from './messages.ts';
import {
	anna,
	boris,
	bytesOf,
	documentsOn,
	give,
	makeRoom,
	message,
	read,
	sending,
	sendingMany,
	timelineOf,
	turnsUntil,
	updateOf
} from './test-support.ts';

// A thousand messages on a busy machine: a limit against hanging, not an expectation.
vi.setConfig({ testTimeout: 60_000 });

/** Anna's room, in which Boris has said something; his device has not heard of what came after. */
async function borisHasSpoken() {
	const room = await makeRoom();
	const messages = new Messages(room.rooms.desk);
	const [his, id] = [new Y.Doc(), newId()];
	await room.documents.receive(room.segment(0), sending(his, id, message(boris, 'rude words')), boris);
	const named = { roomId: room.roomId, messageId: id };
	const stands = async () => (await read(room.documents, room.segment(0))).getMap<Message>('messages').get(id);
	return { ...room, messages, his, id, named, stands };
}

const edited = (body: string) => ({ ...message(boris, body), editedAt: 1_700_000_000_000 });

describe('a deleted message (U17)', () => {
	it('leaves its author and its place, and who took it away when, and nothing of its words', async () => {
		const { messages, named, stands, clock, documents, segment, storage } = await borisHasSpoken();
		clock.now += 7;
		await messages.delete(anna, named);
		const { createdAt } = message(boris, '');
		expect(await stands()).toEqual({ author: boris, body: '', createdAt, deleted: { by: anna, at: clock.now } });
		const { update } = await documents.sync(segment(0), Y.encodeStateVector(new Y.Doc()));
		expect(Buffer.from(update).includes('rude words')).toBe(false);
		expect(timelineOf(await read(documents, segment(0)))).toHaveLength(1);
		expect(await storage.summaryOf(named.roomId, anna)).toMatchObject({ lastMessage: { state: 'deleted', seq: 1 } });
	});

	it('stays as it is when it is deleted again, by whomever, also at once', async () => {
		const { messages, named, stands, clock } = await borisHasSpoken();
		await Promise.all([messages.delete(anna, named), messages.delete(boris, named)]);
		const first = await stands();
		clock.now += 5;
		await messages.delete(boris, named);
		expect(await stands()).toEqual(first);
	});

	it.each([1, 0xffff_fff0])(
		'does not come back by an edit that knew nothing of it, under client id %i',
		async (client) => {
			const { messages, named, stands, his, id, documents, segment, storage } = await borisHasSpoken();
			his.clientID = client;
			const edit = sending(his, id, edited('still rude'));
			await messages.delete(anna, named);
			const before = await bytesOf(documents, storage, segment(0));
			expect(await documents.receive(segment(0), edit, boris)).toMatchObject({
				accepted: false,
				code: 'message-deleted'
			});
			expect(await bytesOf(documents, storage, segment(0))).toBe(before);
			expect((await stands())?.body).toBe('');
		}
	);

	it('is written over, deleted or copied by nobody', async () => {
		const { messages, named, id, documents, segment } = await borisHasSpoken();
		await messages.delete(anna, named);
		const attempts = [
			edited('rude words'),
			message(boris, 'rude words'),
			{ author: boris, body: '', createdAt: 1, deleted: {} }
		];
		for (const value of attempts) {
			const copy = await read(documents, segment(0));
			const verdict = await documents.receive(segment(0), sending(copy, id, value), boris);
			expect(verdict).toMatchObject({ code: 'message-deleted' });
		}
		const copy = await read(documents, segment(0));
		const deletion = updateOf(copy, () => copy.getMap(SEGMENT_ROOTS.messages).delete(id));
		expect(await documents.receive(segment(0), deletion, boris)).toMatchObject({ code: 'message-deleted' });
	});

	it('is never written by a client, also not for its own words', async () => {
		const { his, id, documents, segment } = await borisHasSpoken();
		const tombstone = { author: boris, body: '', createdAt: 1, deleted: { by: anna, at: 1 } };
		expect(await documents.receive(segment(0), sending(his, id, tombstone), boris)).toMatchObject({
			code: 'invalid-content'
		});
		const fresh = sending(new Y.Doc(), newId(), { ...tombstone, body: 'x' });
		expect(await documents.receive(segment(0), fresh, boris)).toMatchObject({ code: 'invalid-content' });
	});

	it('stays one when a copy from before is given back to a healing server', async () => {
		const { messages, named, stands, documents, segment, storage, roomId } = await borisHasSpoken();
		const copy = Y.encodeStateAsUpdate(await read(documents, segment(0)));
		await messages.delete(anna, named);
		for (const giver of [anna, boris]) {
			expect(await give({ documents, storage, roomId }, copy, giver)).toBe(0);
		}
		expect((await stands())?.deleted).toBeDefined();
	});

	it('is found in whichever segment it is, and stays deleted when that is loaded again', async () => {
		const { messages, named, id, documents, segment, storage, roomId } = await borisHasSpoken();
		await documents.receive(segment(0), sendingMany(new Y.Doc(), anna, SEGMENT_MAX_ENTRIES), anna);
		await turnsUntil('the segment is closed', async () => (await storage.currentSegment(roomId)) === 1);
		const later = newId();
		await documents.receive(segment(1), sending(new Y.Doc(), later, message(boris, 'in the second')), boris);
		await messages.delete(anna, { roomId, messageId: later });
		await messages.delete(anna, named);
		const again = documentsOn(storage);
		const messagesIn = async (n: number) => (await read(again, segment(n))).getMap<Message>('messages');
		expect((await messagesIn(0)).get(id)?.deleted?.by).toBe(anna);
		expect((await messagesIn(1)).get(later)?.deleted?.by).toBe(anna);
	});
});
