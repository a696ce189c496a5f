import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { headName, parseDocumentName, personalName, segmentName } from '../protocol/document-name.ts';
import { HEAD_ROOTS } from '../protocol/head.ts';
import { newId } from '../protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../protocol/message.ts';
import { PERSONAL_ROOTS, type ReadMark } from '../protocol/personal.ts';
import { TestApi } from '../commands/test-api.ts';
import { DocumentSet } from './document-set.ts';
import type { SyncEngine } from './engine.ts';
import { UNREAD_MAX } from './summarise.ts';
import { quiet, send, TestDevice, until } from './test-device.ts';
import { TestServer } from './test-server.ts';

let server: TestServer;
let device: TestDevice;
let roomId: string;

beforeEach(() => {
	server = new TestServer(newId());
	device = new TestDevice(server);
	new TestApi();
	roomId = server.createRoom();
});
afterEach(async () => {
	vi.restoreAllMocks();
	await device.close();
});

const NOTHING_UNREAD = { lastSeq: 0, unread: 0, mentions: 0 };
const say = (...texts: string[]) => texts.map((text) => server.say(segmentName(roomId, 0), text));
/** What another device of the account has read. */
const mark = (value: ReadMark, room = roomId) =>
	server.write(personalName(device.userId), (doc) => void doc.getMap(PERSONAL_ROOTS.reads).set(room, value));
const row = (engine: SyncEngine) => engine.summaries.of(roomId);
const unread = (engine: SyncEngine) => row(engine)?.unread;
const messagesIn = (segment = 0) => server.doc(segmentName(roomId, segment)).getMap<Message>(SEGMENT_ROOTS.messages);

describe('a room in the list', () => {
	it('says its newest message and what is unread, and follows what is said', async () => {
		say('one', 'two');
		const engine = await device.openOnline();
		await until(() => unread(engine) === 2);
		expect(row(engine)).toMatchObject({ lastSeq: 2, mentions: 0, last: { text: 'two', at: 1 } });
		say('three\n\nand more');
		await until(() => unread(engine) === 3);
		expect(row(engine)?.last?.text).toBe('three and more');
	});

	it('counts what comes after the mark, which may move on another device, or go back to where it was marked', async () => {
		say('one', 'two', 'three');
		mark({ seq: 1 });
		const engine = await device.openOnline();
		await until(() => unread(engine) === 2);
		mark({ seq: 3 });
		await until(() => unread(engine) === 0);
		mark({ seq: 3, unreadFrom: 2 });
		await until(() => unread(engine) === 2);
	});

	it('counts as read what this device has read, before the server has heard of it', async () => {
		say('one', 'two');
		const engine = await device.openOnline();
		await until(() => unread(engine) === 2);
		device.goOffline();
		await engine.run({ kind: 'read', roomId, seq: 2 });
		await until(() => unread(engine) === 0);
	});

	it('does not count own messages, deleted ones, and those of blocked people', async () => {
		const [own, deleted, blocked] = say('one', 'two', 'three', 'four');
		server.write(segmentName(roomId, 0), () => {
			const messages = messagesIn();
			const change = (id = '', value: Partial<Message>) =>
				messages.set(id, { ...(messages.get(id) as Message), ...value });
			change(own, { author: device.userId });
			change(deleted, { body: '', deleted: { by: 'boris', at: 1 } });
			change(blocked, { author: 'boris' });
		});
		const engine = await device.openOnline();
		await until(() => unread(engine) === 2);
		device.goOffline();
		await engine.run({ kind: 'block', userId: 'boris', blocked: true });
		await until(() => unread(engine) === 1);
	});

	it('counts as many as a list tells apart and one more, and no further', async () => {
		for (let said = 1; said < UNREAD_MAX; said++) say('one more');
		const engine = await device.openOnline();
		await until(() => unread(engine) === UNREAD_MAX - 1);
		say('and another', 'and another');
		await until(() => unread(engine) === UNREAD_MAX);
		expect(row(engine)?.lastSeq).toBe(UNREAD_MAX + 1);
	});

	it('knows which ones name this account; in a direct room every one does', async () => {
		const [named] = say('@anna', 'nothing');
		server.write(segmentName(roomId, 0), () => {
			const messages = messagesIn();
			messages.set(named ?? '', { ...(messages.get(named ?? '') as Message), mentions: [device.userId] });
		});
		const engine = await device.openOnline();
		await until(() => unread(engine) === 2);
		expect(row(engine)?.mentions).toBe(1);
		server.write(headName(roomId), (doc) => void doc.getMap(HEAD_ROOTS.meta).set('kind', 'direct'));
		say('and now');
		await until(() => row(engine)?.mentions === 3);
	});

	it('counts on through older segments that are here, where the mark lies in one of them', async () => {
		say('one', 'two', 'three');
		const engine = await device.openOnline();
		await until(() => unread(engine) === 3);
		mark({ seq: 1 });
		server.write(segmentName(roomId, 0), (doc) => void doc.getMap(SEGMENT_ROOTS.info).set('closedAt', 1));
		server.create(segmentName(roomId, 1), (doc) => void doc.getMap(SEGMENT_ROOTS.info).set('firstSeq', 4));
		server.write(headName(roomId), (doc) => void doc.getMap(HEAD_ROOTS.meta).set('segment', 1));
		await until(() => row(engine)?.segment === 1);
		expect(row(engine)).toMatchObject({ unread: 2, lastSeq: 3, last: { text: 'three' } });
		server.say(segmentName(roomId, 1), 'four');
		await until(() => unread(engine) === 3);
		expect(row(engine)).toMatchObject({ lastSeq: 4, last: { text: 'four' } });
	});

	it('does not count what was said before this account joined', async () => {
		say('long ago');
		server.write(headName(roomId), (doc) => {
			doc
				.getMap(HEAD_ROOTS.members)
				.set(device.userId, { name: 'Anna', username: 'anna', role: 'member', joinedAt: 2 });
		});
		const engine = await device.openOnline();
		await until(() => row(engine)?.last !== undefined);
		expect(unread(engine)).toBe(0);
	});

	it('counts again where somebody who had never read in it marks it as unread from its beginning on', async () => {
		say('long ago');
		server.write(headName(roomId), (doc) => {
			doc
				.getMap(HEAD_ROOTS.members)
				.set(device.userId, { name: 'Anna', username: 'anna', role: 'member', joinedAt: 2 });
		});
		const engine = await device.openOnline();
		await until(() => row(engine)?.last !== undefined);
		expect(unread(engine)).toBe(0);
		mark({ seq: 1, unreadFrom: 1 });
		await until(() => unread(engine) === 1);
	});

	it('goes with its room', async () => {
		say('one');
		const engine = await device.openOnline();
		await until(() => unread(engine) === 1);
		server.tell({ kind: 'closed', document: headName(roomId), reason: 'no-document' });
		await until(() => row(engine) === undefined);
		await until(() => device.disk(async (store) => (await store.rows('summaries')).length === 0));
	});
});

describe('the rows', () => {
	it('are there for every tab, and at the next start without a network', async () => {
		say('one');
		const first = await device.openOnline();
		await until(() => unread(first) === 1);
		const second = await device.openTab();
		expect(unread(second)).toBe(1);
		say('two');
		await until(() => unread(second) === 2);
		await quiet(server);
		device.goOffline();
		device.crash(second);
		device.crash(first);
		expect(unread(await device.openTab())).toBe(2);
	});

	it('are all that a start reads: of 300 rooms that have one, no segment is opened', async () => {
		const rooms = Array.from({ length: 300 }, () => newId());
		const rows = rooms.map((id) => ({ ...{ roomId: id, segment: 0, version: 7 }, ...NOTHING_UNREAD }));
		await device.disk(async (store) => {
			for (const id of rooms) await store.add(segmentName(id, 0), 0, { at: { version: 7, generation: 0 } });
			await store.setFact('heads', rooms.map(headName));
			await store.changeRows('summaries', rows, [], true);
		});
		device.goOffline();
		const open = vi.spyOn(DocumentSet.prototype, 'open');
		const openReady = vi.spyOn(DocumentSet.prototype, 'openReady');
		const engine = await device.openTab();
		await until(() => engine.connection.kind === 'offline');
		await quiet(server);
		expect(engine.summaries.rooms).toHaveLength(300);
		const opened = [...open.mock.calls, ...openReady.mock.calls].flat();
		expect(opened.filter((name) => parseDocumentName(name)?.kind === 'segment')).toEqual([]);
	});

	it('that are older than what is on the disk are counted again at the next start', async () => {
		say('one');
		const before = await device.openOnline();
		await until(() => unread(before) === 1);
		await quiet(server);
		device.crash(before);
		const stale = { ...{ roomId, segment: 0, version: 1 }, ...NOTHING_UNREAD };
		await device.disk((store) => store.changeRows('summaries', [stale], [], true));
		device.goOffline();
		const engine = await device.openTab();
		await until(() => unread(engine) === 1);
	});

	it('count what is sent from here once the server has it', async () => {
		const engine = await device.openOnline();
		await send(engine, roomId, device.userId, 'mine');
		await until(() => row(engine)?.last?.text === 'mine');
		expect(unread(engine)).toBe(0);
	});
});
