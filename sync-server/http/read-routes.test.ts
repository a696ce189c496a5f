import { afterEach, beforeEach, expect, it } from 'vitest';
import { headName, segmentName } from '../../src/lib/protocol/document-name.ts';
import { READ_RECEIPTS_MAX_MEMBERS } from '../../src/lib/protocol/head.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { startWithPeople, type SomeoneSignedIn } from './test-people.ts';

let world: Awaited<ReturnType<typeof startWithPeople>>;
let anna: SomeoneSignedIn;
let boris: SomeoneSignedIn;
let roomId: string;

beforeEach(async () => {
	world = await startWithPeople();
	anna = await world.register('anna');
	boris = await world.register('boris');
	roomId = await anna.createRoom();
	await boris.join(roomId);
	await logMessages(9);
});
afterEach(() => world.server.close());

/** Messages of the room, as far as read marks know of them: in the log. */
async function logMessages(count: number): Promise<void> {
	const messages = Array.from({ length: count }, (_, index) => {
		return { id: newId(), roomId, seq: index + 1, author: anna.id, value: '{}', receivedAt: 1 };
	});
	const document = segmentName(newId(), 0);
	await world.server.storage.appendCommit({ document, base: 0, update: Uint8Array.of(0, 0), claims: [], messages });
}

const read = (person: SomeoneSignedIn, seq: number) => person.command(`/rooms/${roomId}/read`, { seq });
const unread = (person: SomeoneSignedIn, seq: number) => person.command(`/rooms/${roomId}/unread`, { seq });
const tell = (command: 'read' | 'unread', seq: number, marking: number) =>
	boris.command(`/rooms/${roomId}/${command}`, { seq, marking });
const ownMark = async (person: SomeoneSignedIn) => (await world.stored(`user/${person.id}`, 'reads'))[roomId];
const shown = () => world.stored(headName(roomId), 'reads');

it('tells the account’s other devices and the others in the room how far somebody has read', async () => {
	await read(boris, 3);
	expect(await ownMark(boris)).toEqual({ seq: 3 });
	expect(await shown()).toEqual({ [boris.id]: 3 });
	expect(await world.server.storage.findReadMark({ userId: boris.id, roomId })).toEqual({ seq: 3 });
});

it('rises only, goes as far as the room does, and writes nothing that is known', async () => {
	await read(boris, 5);
	const { version } = await world.server.storage.loadDocument(headName(roomId));
	for (const seq of [5, 4, 0]) await read(boris, seq);
	expect((await world.server.storage.loadDocument(headName(roomId))).version).toBe(version);
	await read(boris, 1_000_000);
	expect(await ownMark(boris)).toEqual({ seq: 9 });
});

it('keeps what was marked unread until it is read, and the mark where it is', async () => {
	await read(boris, 6);
	await unread(boris, 4);
	expect(await ownMark(boris)).toEqual({ seq: 6, unreadFrom: 4 });
	await read(boris, 3);
	expect(await ownMark(boris)).toEqual({ seq: 6, unreadFrom: 4 });
	await read(boris, 6);
	expect(await ownMark(boris)).toEqual({ seq: 6 });
	expect(await shown()).toEqual({ [boris.id]: 6 });
});

it('leaves what one device has marked unread where another tells late what it had read before that (N8)', async () => {
	await tell('unread', 4, 77);
	await read(boris, 8);
	expect(await ownMark(boris)).toEqual({ seq: 8, unreadFrom: 4, marking: 77 });
	await tell('read', 8, 77);
	expect(await ownMark(boris)).toEqual({ seq: 8, marking: 77 });
	await tell('unread', 4, 78);
	await tell('read', 9, 77);
	expect(await ownMark(boris)).toEqual({ seq: 9, unreadFrom: 4, marking: 78 });
	expect(await shown()).toEqual({ [boris.id]: 9 });
});

it('marks nothing again where a device that had no answer tells of its marking twice', async () => {
	await tell('unread', 4, 77);
	await tell('read', 9, 77);
	await tell('unread', 4, 77);
	expect(await ownMark(boris)).toEqual({ seq: 9, marking: 77 });
});

it('takes marks of several devices at once', async () => {
	await Promise.all([3, 7, 5, 2].map((seq) => read(boris, seq)));
	expect(await ownMark(boris)).toEqual({ seq: 7 });
	expect(await shown()).toEqual({ [boris.id]: 7 });
});

it('shows nobody how far anybody has read in a large room', async () => {
	for (let n = 2; n < READ_RECEIPTS_MAX_MEMBERS; n += 1) await addMember(`member${n}`);
	await read(boris, 2);
	expect(await shown()).toEqual({ [boris.id]: 2 });
	await addMember('one-too-many');
	await read(boris, 3);
	expect(await shown()).toEqual({});
	expect(await ownMark(boris)).toEqual({ seq: 3 });
});

it('leaves nothing of somebody who leaves', async () => {
	await read(boris, 3);
	expect((await boris.ask('POST', `/rooms/${roomId}/leave`)).status).toBe(204);
	await expect.poll(shown).toEqual({});
	await expect.poll(() => ownMark(boris)).toBeUndefined();
	expect(await world.server.storage.findReadMark({ userId: boris.id, roomId })).toBeUndefined();
	await boris.refused('not-found', 'POST', `/rooms/${roomId}/read`, { seq: 1 });
});

it('is for members only, who are signed in, and of sequences', async () => {
	const guest = await world.registerGuest('gleb', anna);
	for (const path of [`/rooms/${roomId}/read`, `/rooms/${roomId}/unread`]) {
		await guest.refused('not-found', 'POST', path, { seq: 1 });
		await world.stranger.refused('not-signed-in', 'POST', path, { seq: 1 });
		for (const body of [{ seq: -1 }, { seq: 1.5 }, { seq: '1' }, {}, { seq: 1, more: 1 }, { seq: 1, marking: -1 }]) {
			await boris.refused('invalid-fields', 'POST', path, body);
		}
	}
	await boris.refused('not-found', 'POST', `/rooms/${newId()}/read`, { seq: 1 });
	await boris.refused('not-found', 'POST', '/rooms/x/read', { seq: 1 });
	expect(await shown()).toEqual({});
});

async function addMember(username: string): Promise<void> {
	await (await world.register(username)).join(roomId);
}
