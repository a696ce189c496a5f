import { beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { headName, personalName } from '../../src/lib/protocol/document-name.ts';
import { HEAD_ROOTS, type Member } from '../../src/lib/protocol/head.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../../src/lib/protocol/message.ts';
import { PERSONAL_ROOTS } from '../../src/lib/protocol/personal.ts';
import { Blocks } from '../people/blocks.ts';
import { Contacts } from '../people/contacts.ts';
import { Messages } from '../room/messages.ts';
import { anna, boris, makeRoom, message, read, sending, turnsUntil, type Room } from '../room/test-support.ts';
import { person } from '../storage/contract/records.ts';
import { Eraser } from './eraser.ts';

let place: Room;
/** Boris's message, and Anna's. */
const [his, hers] = [newId(), newId()];
const vera = newId();

let blocks: Blocks;
let contacts: Contacts;

beforeEach(async () => {
	place = await makeRoom();
	const { storage: store, documents, clock } = place;
	blocks = new Blocks();
	contacts = new Contacts({ store, documents, blocks, now: () => clock.now });
	for (const [author, id] of [
		[boris, his],
		[anna, hers]
	] as const) {
		const update = sending(new Y.Doc(), id, message(author, `said by ${author}`));
		expect(await place.documents.receive(place.segment(0), update, author)).toMatchObject({ accepted: true });
	}
});

const contactsOf = async (userId: string) => [
	(await place.storage.listContacts(userId)).map((contact) => contact.userId),
	[...(await read(place.documents, personalName(userId))).getMap(PERSONAL_ROOTS.contacts).keys()]
];

function makeEraser(deleteMessage?: () => Promise<void>) {
	const { storage: store, rooms } = place;
	const messages = new Messages(rooms.desk);
	const failures: unknown[] = [];
	const eraser = new Eraser({
		store,
		desk: rooms.desk,
		contacts,
		deleteMessage: deleteMessage ?? ((named) => messages.erase(named)),
		report: (error) => failures.push(error)
	});
	return { eraser, failures };
}

const isDone = async () => (await place.storage.erasures()).length === 0;
const remove = (messages: boolean) => place.storage.deleteAccount({ userId: boris, by: boris, messages, at: 1 });

async function memberIn(roomId: string, userId: string): Promise<Member | undefined> {
	return (await read(place.documents, headName(roomId))).getMap<Member>(HEAD_ROOTS.members).get(userId);
}

async function messageOf(id: string): Promise<Message | undefined> {
	return (await read(place.documents, place.segment(0))).getMap<Message>(SEGMENT_ROOTS.messages).get(id);
}

describe('whoever is deleted', () => {
	test('is in no room any more and has no name there, also where they had left before', async () => {
		const { id: left } = await place.rooms.create(anna, { title: 'Left', kind: 'public' });
		await place.rooms.join(boris, left);
		await place.rooms.leave(boris, left);
		await remove(false);
		makeEraser().eraser.resume();
		await turnsUntil('he is erased', isDone);
		expect(await place.storage.joinedRooms(boris)).toEqual([]);
		for (const roomId of [place.roomId, left]) {
			expect(await memberIn(roomId, boris)).toMatchObject({ name: '', username: '', leftAt: place.clock.now });
			expect((await memberIn(roomId, anna))?.name).toBe('anna');
		}
	});

	test('leaves their messages where the owner wants that', async () => {
		await remove(false);
		makeEraser().eraser.resume();
		await turnsUntil('he is erased', isDone);
		expect(await messageOf(his)).toMatchObject({ body: `said by ${boris}` });
	});

	test('leaves tombstones where the owner wants that, and nobody else does', async () => {
		await remove(true);
		makeEraser().eraser.resume();
		await turnsUntil('he is erased', isDone);
		expect(await messageOf(his)).toMatchObject({ author: boris, body: '', deleted: { by: boris } });
		expect(await messageOf(hers)).toMatchObject({ body: `said by ${anna}` });
	});

	test('is nobody’s contact any more, in the store and on the others’ devices', async () => {
		await place.storage.createUser({ ...person('Vera'), id: vera });
		for (const other of [boris, vera]) await contacts.request(anna, other);
		await contacts.accept(boris, anna);
		await remove(false);
		expect(await contactsOf(anna)).not.toEqual([[vera], [vera]]);
		makeEraser().eraser.resume();
		await turnsUntil('he is erased', isDone);
		expect(await contactsOf(anna)).toEqual([[vera], [vera]]);
		expect(await place.storage.contactsOfDeleted()).toEqual([]);
	});

	test('is blocked by nobody any more, in the store, in memory and on the others’ devices', async () => {
		await place.storage.createUser({ ...person('Vera'), id: vera });
		for (const other of [boris, vera]) await contacts.block(anna, other);
		await remove(false);
		makeEraser().eraser.resume();
		await turnsUntil('he is erased', isDone);
		expect(await place.storage.listBlocks()).toEqual([{ userId: anna, blockedId: vera }]);
		expect([...blocks.blockedBy(anna)]).toEqual([vera]);
		const personal = await read(place.documents, personalName(anna));
		expect([...personal.getMap(PERSONAL_ROOTS.blocked).keys()]).toEqual([vera]);
	});

	test('takes a private room that nobody else is in along', async () => {
		const { id: own } = await place.rooms.create(boris, { title: 'Own', kind: 'private' });
		await remove(false);
		makeEraser().eraser.resume();
		await turnsUntil('he is erased', isDone);
		expect((await place.storage.findRoom(own))?.deletedAt).toBe(place.clock.now);
		expect((await place.storage.findRoom(place.roomId))?.deletedAt).toBeNull();
	});
});

test('an erasure that failed half-way is finished by the next process', async () => {
	await remove(true);
	const failing = makeEraser(() => Promise.reject(new Error('killed')));
	failing.eraser.resume();
	await turnsUntil('it fails', () => failing.failures.length > 0);
	expect(await messageOf(his)).toMatchObject({ body: `said by ${boris}` });
	expect(await isDone()).toBe(false);
	const next = makeEraser();
	next.eraser.resume();
	await turnsUntil('he is erased', isDone);
	expect(await messageOf(his)).toMatchObject({ body: '' });
	expect(next.failures).toEqual([]);
});

test('an eraser that was stopped begins nothing more, and what is left stays noted', async () => {
	await remove(true);
	const { eraser, failures } = makeEraser();
	eraser.resume();
	eraser.stop();
	await turnsUntil('it would have begun', async () => (await place.storage.lastLogEntry()) > 0);
	expect([await isDone(), failures]).toEqual([false, []]);
	expect((await memberIn(place.roomId, boris))?.name).toBe('boris');
});
