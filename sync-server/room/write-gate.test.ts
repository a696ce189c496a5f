import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { RoomRole } from '../../src/lib/protocol/head.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { Moderation } from './moderation.ts';
import { RoomChanges } from './room-changes.ts';
import {
	anna,
	boris,
	makeRoom,
	message,
	read,
	sending,
	sendingMany,
	slowStorage,
	turnsUntil,
	updateOf
} from './test-support.ts';

/** Anna's room, with Boris in it, and both ways to change what he may do. */
async function annasRoom(...given: Parameters<typeof makeRoom>) {
	const room = await makeRoom(...given);
	const { roomId, documents, segment, rooms } = room;
	const [moderation, changes] = [new Moderation(rooms.desk), new RoomChanges(rooms.desk)];
	const onBoris = { by: anna, roomId, userId: boris };
	/** What becomes of a message: true, or why it is refused. */
	const says = async (author: string, document = segment(0)) => {
		const verdict = await documents.receive(document, sending(new Y.Doc(), newId(), message(author, 'words')), author);
		return verdict.accepted || verdict.code;
	};
	const gives = (role: RoomRole) => moderation.changeRole(onBoris, role);
	const mutes = (until: number) => moderation.mute(onBoris, until);
	return { ...room, moderation, changes, says, gives, mutes };
}

describe('who may write is decided by what holds when the update comes (U13)', () => {
	it('not who may only read, from the moment the command has answered', async () => {
		const { says, gives } = await annasRoom();
		expect(await says(boris)).toBe(true);
		await gives('read-only');
		expect(await says(boris)).toBe('read-only');
		expect(await says(anna)).toBe(true);
		await gives('member');
		expect(await says(boris)).toBe(true);
	});

	it('not who is muted, by the clock of the server', async () => {
		const { says, mutes, clock } = await annasRoom();
		await mutes(clock.now + 1_000);
		expect(await says(boris)).toBe('read-only');
		clock.now += 1_000;
		expect(await says(boris)).toBe(true);
		await mutes(clock.now + 1_000);
		await mutes(0);
		expect(await says(boris)).toBe(true);
	});

	it('only moderators and owners where there are announcements', async () => {
		const { says, gives, changes, roomId } = await annasRoom();
		await changes.change(anna, roomId, { announcements: true });
		expect([await says(anna), await says(boris)]).toEqual([true, 'read-only']);
		await gives('moderator');
		expect(await says(boris)).toBe(true);
	});

	it('nobody in an archived room, not even to change their words (U14)', async () => {
		const { says, changes, roomId, documents, segment } = await annasRoom();
		const [doc, id] = [new Y.Doc(), newId()];
		await documents.receive(segment(0), sending(doc, id, message(boris, 'before')), boris);
		await changes.change(anna, roomId, { archived: true });
		expect([await says(anna), await says(boris)]).toEqual(['room-archived', 'room-archived']);
		const edit = sending(doc, id, { ...message(boris, 'after'), editedAt: 5 });
		expect(await documents.receive(segment(0), edit, boris)).toMatchObject({ code: 'room-archived' });
		await changes.change(anna, roomId, { archived: false });
		expect(await says(boris)).toBe(true);
	});

	it('neither of two in a direct room where one has blocked the other (U16)', async () => {
		const { rooms, says, documents } = await annasRoom();
		const { id } = await rooms.openDirect(boris, anna);
		expect(await says(boris, segmentName(id, 0))).toBe(true);
		documents.policies.blocks = { isBlocked: (one, other) => one !== other };
		expect([await says(boris, segmentName(id, 0)), await says(anna, segmentName(id, 0))]).toEqual([
			'blocked',
			'blocked'
		]);
		expect(await says(boris)).toBe(true);
	});

	it('but a copy that brings nothing new is compared for everybody', async () => {
		const { says, gives, documents, segment } = await annasRoom();
		await says(boris);
		const whole = Y.encodeStateAsUpdate(await read(documents, segment(0)));
		await gives('read-only');
		expect(await documents.receive(segment(0), whole, boris)).toEqual({ accepted: true, written: 0 });
	});
});

describe('in a slow room (U15)', () => {
	async function slowRoom() {
		const room = await annasRoom();
		await room.changes.change(anna, room.roomId, { slowSeconds: 60 });
		return room;
	}

	it('a member waits between two messages, and a moderator does not', async () => {
		const { says, clock } = await slowRoom();
		expect([await says(boris), await says(boris)]).toEqual([true, 'slow-mode']);
		expect([await says(anna), await says(anna)]).toEqual([true, true]);
		clock.now += 59_999;
		expect(await says(boris)).toBe('slow-mode');
		clock.now += 1;
		expect(await says(boris)).toBe(true);
	});

	it('of several messages written offline the first is taken, and one update with several is not', async () => {
		const { documents, segment, says } = await slowRoom();
		const doc = new Y.Doc();
		const many = await documents.receive(segment(0), sendingMany(doc, boris, 2), boris);
		expect(many).toMatchObject({ accepted: false, code: 'slow-mode' });
		expect(await Promise.all([says(boris), says(boris), says(boris)])).toEqual([true, 'slow-mode', 'slow-mode']);
	});

	it('changing words that are there needs no waiting', async () => {
		const { documents, segment } = await slowRoom();
		const [doc, id] = [new Y.Doc(), newId()];
		await documents.receive(segment(0), sending(doc, id, message(boris, 'words')), boris);
		const edit = sending(doc, id, { ...message(boris, 'better words'), editedAt: 5 });
		expect(await documents.receive(segment(0), edit, boris)).toMatchObject({ accepted: true });
	});

	it('what was said before counts after a restart, and after a change of the room', async () => {
		const { says, documents, roomId, changes } = await slowRoom();
		expect(await says(boris)).toBe(true);
		documents.policies.forget(roomId);
		expect(await says(boris)).toBe('slow-mode');
		await changes.change(anna, roomId, { topic: 'patience' });
		expect(await says(boris)).toBe('slow-mode');
	});

	it('what could not be stored was not said', async () => {
		const { storage, waiting } = slowStorage();
		const { says, changes, roomId } = await annasRoom(storage);
		await changes.change(anna, roomId, { slowSeconds: 60 });
		const failing = says(boris);
		await turnsUntil('it is on its way to the disk', () => waiting.length === 1);
		waiting[0]?.(new Error('full'));
		expect(await failing).toBe('storage-unavailable');
		const again = says(boris);
		await turnsUntil('it is on its way to the disk', () => waiting.length === 2);
		waiting[1]?.();
		expect(await again).toBe(true);
	});
});

describe('an update that was refused', () => {
	it('leaves what others sent with it as it is', async () => {
		const { says, gives, documents, segment } = await annasRoom();
		await gives('read-only');
		expect(await Promise.all([says(anna), says(boris), says(anna)])).toEqual([true, 'read-only', true]);
		expect((await read(documents, segment(0))).getArray('timeline').length).toBe(2);
	});

	it('is refused for what is wrong with it before it is for who may write', async () => {
		const { gives, documents, segment } = await annasRoom();
		await gives('read-only');
		const update = updateOf(new Y.Doc(), (doc) => doc.getArray('timeline').insert(0, [{ id: newId(), at: 1 }]));
		expect(await documents.receive(segment(0), update, boris)).toMatchObject({ code: 'server-only' });
	});
});
