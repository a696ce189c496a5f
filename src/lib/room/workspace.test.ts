import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { headName, personalName, segmentName, WORKSPACE_NAME } from '../protocol/document-name.ts';
import { HEAD_ROOTS, type Member } from '../protocol/head.ts';
import { directRoomId, newId } from '../protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../protocol/message.ts';
import { PERSONAL_ROOTS, type ReadMark } from '../protocol/personal.ts';
import { DEFAULT_SETTINGS, WORKSPACE_ROOTS, type Person } from '../protocol/workspace.ts';
import { TestApi } from '../commands/test-api.ts';
import { SyncEngine } from '../sync/engine.ts';
import { quiet, TestDevice, until } from '../sync/test-device.ts';
import { TestServer } from '../sync/test-server.ts';
import type { RoomModel } from './model.ts';
import { Workspace } from './workspace.svelte.ts';

let server: TestServer;
let device: TestDevice;
let roomId: string;
let open: { engine: SyncEngine; rooms: RoomModel[] }[] = [];
const boris = newId();

beforeEach(() => {
	server = new TestServer(newId());
	device = new TestDevice(server);
	new TestApi();
	roomId = server.createRoom();
	server.write(headName(roomId), (doc) => {
		const members = doc.getMap<Member>(HEAD_ROOTS.members);
		members.set(server.userId, { name: 'Anna', username: 'anna', role: 'owner', joinedAt: 1 });
		members.set(boris, { name: 'Boris', username: 'boris', role: 'member', joinedAt: 1 });
	});
});
afterEach(async () => {
	for (const { engine, rooms } of open) {
		rooms.forEach((room) => room.close());
		engine.stop();
	}
	open = [];
	await device.close();
});

/** The workspace as one tab of the device shows it. */
async function enter(role: 'member' | 'guest' = 'member') {
	const engine = new SyncEngine(device.userId, 'ws://test/sync');
	const account = { id: device.userId, email: 'a@example.org', username: 'anna', displayName: 'Anna', role };
	const workspace = new Workspace(account, engine);
	const tab = { engine, workspace, rooms: [] as RoomModel[] };
	open.push(tab);
	await workspace.start();
	const show = async (id = roomId) => {
		const room = workspace.openRoom(id);
		tab.rooms.push(room);
		await until(() => room.state === 'ready');
		return room;
	};
	return { ...tab, show, row: (id = roomId) => workspace.rooms.find((item) => item.id === id) };
}

async function enterOnline(role: 'member' | 'guest' = 'member') {
	const tab = await enter(role);
	await until(() => tab.engine.connection.kind === 'online');
	await until(() => tab.row() !== undefined && tab.engine.personal.loaded);
	return tab;
}

const say = (...texts: string[]) => texts.map((text) => server.say(segmentName(roomId, 0), text));
const mark = (value: ReadMark) =>
	server.write(personalName(device.userId), (doc) => void doc.getMap(PERSONAL_ROOTS.reads).set(roomId, value));
const people = (entries: Record<string, Person>) =>
	server.create(WORKSPACE_NAME, (doc) => {
		for (const [id, person] of Object.entries(entries)) doc.getMap(WORKSPACE_ROOTS.people).set(id, person);
	});
const person = (name: string, more: Partial<Person> = {}): Person => ({
	name,
	username: name.toLowerCase(),
	role: 'member',
	...more
});

describe('the divider', () => {
	it('stands before the first message that was unread when the room was opened, and stays while it is read', async () => {
		say('one', 'two', 'three');
		mark({ seq: 1 });
		const { show, engine } = await enterOnline();
		const room = await show();
		await until(() => room.divider === 2);
		expect(room.unread).toBe(2);
		room.markRead(3);
		expect(room.unread).toBe(0);
		mark({ seq: 3 });
		await until(() => engine.personal.mark(roomId)?.seq === 3);
		expect(room.divider).toBe(2);
		room.clearDivider();
		expect(room.divider).toBeUndefined();
	});

	it('moves with what another device reads', async () => {
		say('one', 'two', 'three', 'four');
		mark({ seq: 1 });
		const { show } = await enterOnline();
		const room = await show();
		await until(() => room.divider === 2);
		mark({ seq: 3 });
		await until(() => room.divider === 4);
		mark({ seq: 4 });
		await until(() => room.divider === undefined);
	});

	it('stands where the room was marked as unread, and what is on the screen is not read for that', async () => {
		say('one', 'two', 'three');
		mark({ seq: 3 });
		const { show, engine } = await enterOnline();
		const room = await show();
		await until(() => room.messages.length === 3);
		expect(room.divider).toBeUndefined();
		room.markUnreadFrom(2);
		expect([room.divider, room.unread]).toEqual([2, 2]);
		room.markRead(3);
		await quiet(server);
		expect(engine.commands.reads.of(roomId)).toBe(0);
		expect(room.unread).toBe(2);
	});
});

describe('a message that has come back', () => {
	it('is sent under another id where somebody else’s message has its own', async () => {
		const { show, engine } = await enterOnline();
		const room = await show();
		server.refuses = () => 'not-yours';
		await room.send('mine');
		await until(() => room.messages[0]?.delivery.kind === 'refused');
		const id = room.messages[0]?.id ?? '';
		server.refuses = () => undefined;
		await room.retry(id);
		await until(() => engine.outbox.entries.length === 0);
		expect(room.messages.map(({ body }) => body)).toEqual(['mine']);
		expect(room.messages[0]?.id).not.toBe(id);
	});
});

describe('reading', () => {
	it('shows who stands where, without oneself', async () => {
		const [, second] = say('one', 'two', 'three');
		server.write(headName(roomId), (doc) => {
			doc.getMap(HEAD_ROOTS.reads).set(boris, 2);
			doc.getMap(HEAD_ROOTS.reads).set(device.userId, 3);
		});
		const { show } = await enterOnline();
		const room = await show();
		await until(() => room.messages.length === 3 && room.readBy.size > 0);
		expect([...room.readBy]).toEqual([[second, [boris]]]);
	});

	it('takes the count off the list at once, and never falls', async () => {
		say('one', 'two');
		const { show, row, workspace, engine } = await enterOnline();
		await until(() => row()?.unread === 2);
		expect(workspace.unread).toEqual({ messages: 2, mentions: 0 });
		device.goOffline();
		const room = await show();
		room.markRead(2);
		expect(row()?.unread).toBe(0);
		room.markRead(1);
		expect(engine.commands.waiting.map(({ command }) => command)).toEqual([{ kind: 'read', roomId, seq: 2 }]);
	});
});

describe('a draft', () => {
	it('is gone with the message that it has become, whenever the page ends', async () => {
		const { show, engine } = await enterOnline();
		device.goOffline();
		(await show()).saveDraft('on my way', '');
		open[0]?.rooms[0]?.close();
		const room = await show();
		await until(() => room.draft === 'on my way');
		await room.send('on my way', 'on my way');
		engine.stop();

		const again = await (await enter()).show();
		await until(() => again.messages.length === 1);
		expect(again.draft).toBe('');
	});
});

describe('the list', () => {
	it('shows what is on its way as the newest, and the person’s choices', async () => {
		say('one');
		const { show, row, workspace } = await enterOnline();
		await until(() => row()?.last?.text === 'one');
		expect(row()).toMatchObject({ title: 'General', role: 'owner', newest: 1, muted: false, pending: false });
		device.goOffline();
		const room = await show();
		await room.send('on its\nway');
		expect(row()?.last).toMatchObject({ text: 'on its way', mine: true, state: 'pending', authorName: 'Anna' });
		expect(row()?.unsent).toBe(1);
		workspace.setRoomChoice(roomId, { favourite: true, mutedUntil: 0 });
		await until(() => row()?.muted === true);
		expect(workspace.unread.messages).toBe(0);
		workspace.setRoomChoice(roomId, { favourite: undefined });
		await until(() => row()?.choice.favourite === undefined);
		expect(row()?.choice).toEqual({ mutedUntil: 0 });
	});

	it('has a room that was made offline at once: it is opened, written in, and there after a reload', async () => {
		await enterOnline();
		device.goOffline();
		const before = await enter();
		const id = await before.workspace.createRoom({ title: 'Night shift', kind: 'private', members: [boris] });
		const room = await before.show(id);
		await room.send('hello');
		const { row, show } = await enter();
		expect(row(id)).toMatchObject({ title: 'Night shift', kind: 'private', pending: true, role: 'owner', unsent: 1 });
		const again = await show(id);
		await until(() => again.messages.length === 1);
		expect(again.messages[0]).toMatchObject({ body: 'hello', delivery: { kind: 'pending' }, authorName: 'Anna' });
		expect(again.members.map(({ name }) => name)).toEqual(['Anna', 'Boris']);
	});

	it('has the direct room with somebody under the id that both sides give it, once', async () => {
		people({ [boris]: person('Boris') });
		const { workspace, row, engine } = await enterOnline();
		await until(() => workspace.person(boris)?.username === 'boris');
		device.goOffline();
		const id = await workspace.openDirect(boris);
		expect(await workspace.openDirect(boris)).toBe(id);
		expect(id).toBe(await directRoomId(boris, device.userId));
		expect(engine.commands.waiting).toHaveLength(1);
		expect(row(id)).toMatchObject({ title: 'Boris', kind: 'direct', otherId: boris, pending: true });
	});

	it('loses a room that is left, until the server refuses that', async () => {
		const api = new TestApi();
		const { workspace, row } = await enterOnline();
		api.answer = () => ({ status: 409, code: 'last-owner' });
		device.goOffline();
		await until(() => workspace.connection.kind === 'offline');
		await workspace.run({ kind: 'leave-room', roomId });
		expect(row()).toBeUndefined();
		device.plugIn();
		open[0]?.engine.connectNow();
		await until(() => workspace.refusedCommands.length === 1);
		expect(row()?.title).toBe('General');
		await workspace.dismissCommand(workspace.refusedCommands[0]?.id ?? '');
		expect(workspace.refusedCommands).toEqual([]);
	});
});

describe('people', () => {
	it('come from the workspace document, by name, with what this account has with them', async () => {
		const gone = newId();
		const zoe = person('Zoe', { status: { emoji: '🌴', text: 'away', until: 1 } });
		people({
			[boris]: zoe,
			[gone]: person('Gone', { deleted: true }),
			[server.userId]: person('Anna', { role: 'owner' })
		});
		server.write(personalName(device.userId), (doc) => {
			doc.getMap(PERSONAL_ROOTS.contacts).set(boris, { state: 'asks', at: 1 });
		});
		const { workspace } = await enterOnline();
		await until(() => workspace.people.length === 2 && workspace.person(boris)?.contact !== undefined);
		expect(workspace.people.map(({ name }) => name)).toEqual(['Anna', 'Zoe']);
		expect(workspace.person(boris)).toMatchObject({
			contact: 'asks',
			blocked: false,
			presence: 'offline',
			self: false
		});
		expect(workspace.person(boris)?.status).toBeUndefined();
		expect(workspace.person(gone)?.deleted).toBe(true);
		expect(workspace.role).toBe('owner');
		device.goOffline();
		await workspace.run({ kind: 'contact', userId: boris, action: 'accept' });
		await workspace.run({ kind: 'block', userId: boris, blocked: true });
		await workspace.run({ kind: 'change-profile', change: { displayName: 'Anna K.' } });
		expect(workspace.person(boris)).toMatchObject({ contact: 'contact', blocked: true });
		expect(workspace.me.name).toBe('Anna K.');
		expect(workspace.workspaceSettings).toEqual(DEFAULT_SETTINGS);
	});

	it('are the members of their rooms for a guest', async () => {
		const { workspace } = await enterOnline('guest');
		await until(() => workspace.people.length === 2);
		expect(workspace.people.map(({ name }) => name)).toEqual(['Anna', 'Boris']);
		expect(workspace.role).toBe('guest');
	});

	it('are online as the server says, in every tab, and all offline without a connection', async () => {
		const first = await enterOnline();
		const second = await enter();
		server.tell({ kind: 'people', people: [{ userId: boris, state: 'busy' }], complete: true });
		const presence = () => [first, second].map(({ workspace }) => workspace.person(boris)?.presence);
		await until(() => presence().every((state) => state === 'busy'));
		const third = await enter();
		await until(() => third.workspace.person(boris)?.presence === 'busy');
		server.tell({ kind: 'people', people: [{ userId: boris, state: 'offline', lastSeenAt: 7 }], complete: false });
		await until(() => third.workspace.person(boris)?.lastSeenAt === 7);
		device.goOffline();
		await until(() => presence().every((state) => state === 'offline'));
	});
});

describe('a message', () => {
	it('names those whom it mentions, and shows who is named', async () => {
		const { show, engine } = await enterOnline();
		const room = await show();
		await room.send('@boris, @nobody and mail@anna.org: look');
		const messages = () => server.doc(segmentName(roomId, 0)).getMap<Message>(SEGMENT_ROOTS.messages);
		await until(() => engine.outbox.entries.length === 0);
		expect([...messages().values()][0]?.mentions).toEqual([boris]);
		const [id] = say('@anna');
		server.write(segmentName(roomId, 0), () => {
			messages().set(id ?? '', { ...(messages().get(id ?? '') as Message), mentions: [device.userId] });
		});
		await until(() => room.messages.some(({ mentionsMe }) => mentionsMe));
	});

	it('of a blocked author is not read in the list either', async () => {
		const [id] = say('one');
		server.write(segmentName(roomId, 0), (doc) => {
			const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
			messages.set(id ?? '', { ...(messages.get(id ?? '') as Message), author: boris });
		});
		const { row, workspace } = await enterOnline();
		await until(() => row()?.last?.text === 'one');
		await workspace.run({ kind: 'block', userId: boris, blocked: true });
		await until(() => row()?.last?.state === 'blocked');
		expect(row()?.last?.text).toBe('');
	});

	it('that is being deleted is a tombstone at once, and one of a blocked author is marked', async () => {
		const [id] = say('one', 'two');
		server.write(segmentName(roomId, 0), (doc) => {
			const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
			messages.set(id ?? '', { ...(messages.get(id ?? '') as Message), author: boris });
		});
		const { show, workspace } = await enterOnline();
		const room = await show();
		await until(() => room.messages.length === 2);
		device.goOffline();
		await workspace.run({ kind: 'delete-message', roomId, messageId: id ?? '' });
		expect(room.messages[0]).toMatchObject({
			body: '',
			deletedBy: { id: device.userId, name: 'Anna' },
			blocked: false
		});
		await workspace.run({ kind: 'block', userId: boris, blocked: true });
		expect(room.messages[0]?.blocked).toBe(true);
	});

	it('that was never sent is gone where it is deleted', async () => {
		const { show, workspace } = await enterOnline();
		device.goOffline();
		await until(() => workspace.connection.kind === 'offline');
		const room = await show();
		await room.send('a slip');
		expect(room.messages).toHaveLength(1);
		await workspace.run({ kind: 'delete-message', roomId, messageId: room.messages[0]?.id ?? '' });
		expect(room.messages).toEqual([]);
		expect(workspace.unsent).toBe(0);
	});
});
