import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { headName, personalName, segmentName } from '../protocol/document-name.ts';
import { HEAD_ROOTS } from '../protocol/head.ts';
import { newId } from '../protocol/ids.ts';
import { PERSONAL_ROOTS, type ReadMark } from '../protocol/personal.ts';
import type { SyncEngine } from '../sync/engine.ts';
import { quiet, send, TestDevice, until } from '../sync/test-device.ts';
import { TestServer } from '../sync/test-server.ts';
import type { Command } from './command.ts';
import { TestApi, type Outcome } from './test-api.ts';

let server: TestServer;
let device: TestDevice;
let api: TestApi;
let roomId: string;

beforeEach(() => {
	server = new TestServer(newId());
	device = new TestDevice(server);
	api = new TestApi();
	roomId = server.createRoom();
});
afterEach(() => device.close());

const rename = (title: string, seenTitle = 'General'): Command => ({
	kind: 'change-room',
	roomId,
	change: { title, seenTitle }
});
const read = (seq: number): Command => ({ kind: 'read', roomId, seq });
const shown = (engine: SyncEngine) => engine.commands.shown;
const isDone = (engine: SyncEngine) => () => engine.commands.entries.length === 0;
const serverRenames = (title: unknown) =>
	server.write(headName(roomId), (doc) => void doc.getMap(HEAD_ROOTS.meta).set('title', title));

describe('a command', () => {
	it('is sent at once where there is a connection, and shown until the room says so', async () => {
		const engine = await device.openOnline();
		const head = await engine.documents.openReady(headName(roomId));
		await until(() => head.doc.getMap(HEAD_ROOTS.meta).has('title'));
		await engine.run(rename('Plans'));
		await until(isDone(engine));
		expect(api.asked).toEqual([
			{ method: 'PATCH', path: `rooms/${roomId}`, body: { title: 'Plans', seenTitle: 'General' } }
		]);
		expect(shown(engine)).toEqual([rename('Plans')]);
		serverRenames('Plans');
		await until(() => shown(engine).length === 0);
	});

	it('that is given offline survives a reload and is sent when the connection is back', async () => {
		device.goOffline();
		const before = await device.openTab();
		await before.run(rename('Plans'));
		device.crash(before);
		const engine = await device.openTab();
		expect(shown(engine)).toEqual([rename('Plans')]);
		expect(api.asked).toEqual([]);
		device.goOnline(engine);
		await until(isDone(engine));
		expect(api.paths).toEqual([`PATCH rooms/${roomId}`]);
	});

	it('stays on the disk until there is an answer: the next start asks for the same again', async () => {
		api.answer = () => new Promise(() => undefined);
		const before = await device.openOnline();
		await before.run(rename('Plans'));
		await until(() => api.asked.length === 1);
		device.crash(before);
		api.answer = () => undefined;
		const engine = await device.openOnline();
		await until(isDone(engine));
		expect(api.asked).toHaveLength(2);
	});

	it('is sent in the order in which it was given, one at a time', async () => {
		let answer: () => void = () => undefined;
		api.answer = () => new Promise<Outcome>((resolve) => (answer = () => resolve(undefined)));
		const engine = await device.openOnline();
		await engine.run({ kind: 'add-member', roomId, userId: 'boris' });
		await engine.run({ kind: 'change-role', roomId, userId: 'boris', role: 'moderator' });
		await until(() => api.asked.length === 1);
		await quiet(server);
		expect(api.asked).toHaveLength(1);
		answer();
		await until(() => api.asked.length === 2);
		expect(api.paths).toEqual([`POST rooms/${roomId}/members`, `POST rooms/${roomId}/members/boris/role`]);
	});

	it('replaces an earlier one of the same kind that was not sent: two renames offline are one', async () => {
		device.goOffline();
		const engine = await device.openTab();
		await engine.run(rename('Plans'));
		await engine.run(rename('Plans for May', 'Plans'));
		device.goOnline(engine);
		await until(isDone(engine));
		expect(api.asked.map(({ body }) => body)).toEqual([{ title: 'Plans for May', seenTitle: 'General' }]);
	});
});

describe('a refused command', () => {
	it('is undone, and says why until it is dismissed, also after a reload', async () => {
		api.answer = () => ({ status: 403, code: 'forbidden', detail: 'Only moderators.' });
		const before = await device.openOnline();
		await before.run(rename('Plans'));
		await until(() => before.commands.refused.length === 1);
		expect(shown(before)).toEqual([]);
		await until(() => device.disk(async (store) => (await store.rows('commands'))[0]?.refused !== undefined));
		device.crash(before);
		const engine = await device.openOnline();
		const [refused] = engine.commands.refused;
		expect(refused?.refused).toEqual({ code: 'forbidden', detail: 'Only moderators.' });
		await quiet(server);
		expect(api.asked).toHaveLength(1);
		await engine.commands.forget([refused?.id ?? '']);
		expect(engine.commands.refused).toEqual([]);
	});

	it('that renamed a room which another device has renamed meanwhile leaves the other name', async () => {
		device.goOffline();
		const engine = await device.openTab();
		await engine.run(rename('Mine'));
		serverRenames('Theirs');
		api.answer = ({ body }) => {
			return body?.['seenTitle'] === 'Theirs'
				? undefined
				: { status: 409, code: 'changed-meanwhile', detail: 'Theirs' };
		};
		device.goOnline(engine);
		await until(() => engine.commands.refused.length === 1);
		expect(engine.commands.refused[0]?.refused).toEqual({ code: 'changed-meanwhile', detail: 'Theirs' });
		expect(shown(engine)).toEqual([]);
	});

	it('is nobody’s news where it only said what has been read', async () => {
		api.answer = () => ({ status: 404, code: 'not-found' });
		const engine = await device.openOnline();
		await engine.run(read(1));
		await until(() => api.asked.length === 1 && isDone(engine)());
		expect(engine.commands.refused).toEqual([]);
	});
});

describe('without an answer that counts', () => {
	it('it is sent again after a while: the server is overloaded, or away', async () => {
		const outcomes: Outcome[] = [{ status: 503, code: 'storage-unavailable', retryAfter: 1 }, undefined];
		api.answer = () => outcomes.shift();
		const engine = await device.openOnline();
		await engine.run(rename('Plans'));
		await until(() => api.asked.length === 2 && isDone(engine)());
	});

	it('it waits for the next connection where the session has ended', async () => {
		api.answer = () => ({ status: 401, code: 'not-signed-in' });
		const engine = await device.openOnline();
		await engine.run(rename('Plans'));
		await until(() => api.asked.length === 1);
		await engine.run({ kind: 'leave-room', roomId });
		await quiet(server);
		expect(api.asked).toHaveLength(1);
		api.answer = () => undefined;
		device.goOffline();
		device.goOnline(engine);
		await until(isDone(engine));
		expect(api.paths.slice(1)).toEqual([`PATCH rooms/${roomId}`, `POST rooms/${roomId}/leave`]);
	});
});

describe('reading', () => {
	it('is told at most every two seconds for a room, and then how far it has come', async () => {
		const engine = await device.openOnline();
		await engine.run(read(1));
		await until(() => api.asked.length === 1);
		for (const seq of [2, 5, 3]) await engine.run(read(seq));
		await quiet(server);
		expect(api.asked).toHaveLength(1);
		await until(isDone(engine));
		expect(api.asked.map(({ body }) => body)).toEqual([{ seq: 1 }, { seq: 5 }]);
	});
});

describe('marking as unread', () => {
	const unread = (seq: number): Command => ({ kind: 'unread', roomId, seq });
	const markOnServer = (marking: number) =>
		server.write(personalName(device.userId), (doc) => {
			doc.getMap<ReadMark>(PERSONAL_ROOTS.reads).set(roomId, { seq: 9, unreadFrom: 4, marking });
		});

	it('has a name of its own each time, which what is read after it says that it knows (N8)', async () => {
		device.goOffline();
		const engine = await device.openTab();
		for (const command of [unread(4), read(9)]) await engine.run(command);
		const [marked, wasRead] = engine.commands.waiting.map(({ command }) => command as Command & { kind: 'read' });
		expect(wasRead).toEqual({ ...read(9), marking: marked?.marking });
		await engine.run(unread(4));
		expect(engine.commands.waiting.at(-1)?.command).not.toEqual(marked);
	});

	it('on another device is not known to what was read here before, however late that is sent (N8)', async () => {
		markOnServer(7);
		const engine = await device.openOnline();
		await until(() => engine.personal.mark(roomId)?.marking === 7);
		device.goOffline();
		await engine.run(read(9));
		markOnServer(8);
		device.goOnline(engine);
		await until(isDone(engine));
		expect(api.asked.map(({ body }) => body)).toEqual([{ seq: 9, marking: 7 }]);
	});
});

describe('with several tabs', () => {
	it('one sends for all of them, and all show it', async () => {
		const first = await device.openOnline();
		const second = await device.openTab();
		let answer: () => void = () => undefined;
		api.answer = () => new Promise<Outcome>((resolve) => (answer = () => resolve(undefined)));
		await second.run(rename('Plans'));
		await until(() => api.asked.length === 1);
		expect(shown(first)).toEqual([rename('Plans')]);
		answer();
		await until(() => isDone(first)() && isDone(second)());
		expect(shown(second)).toEqual([rename('Plans')]);
		expect(api.asked).toHaveLength(1);
	});

	it('the next leader sends what the one before had no answer to', async () => {
		api.answer = () => new Promise(() => undefined);
		const first = await device.openOnline();
		const second = await device.openTab();
		await second.run(rename('Plans'));
		await until(() => api.asked.length === 1);
		api.answer = () => undefined;
		device.crash(first);
		await until(isDone(second));
		expect(api.asked).toHaveLength(2);
	});
});

describe('a room that was made offline', () => {
	const made = newId();
	const create: Command = { kind: 'create-room', room: { id: made, title: 'Night shift', kind: 'private' } };

	/** Makes the room as the server does it, and says that it is there. */
	const serverMakes = () => {
		server.createRoom(1, made);
		const documents = [headName(made), segmentName(made, 0)].map((name) => ({ name, version: 1, generation: 0 }));
		server.tell({ kind: 'heads', documents, complete: false });
	};

	it('takes messages, which wait for it and arrive', async () => {
		device.goOffline();
		const engine = await device.openTab();
		await engine.run(create);
		const id = await send(engine, made, device.userId, 'who is there?');
		let answer: () => void = () => undefined;
		api.answer = () => new Promise<Outcome>((resolve) => (answer = () => resolve(undefined)));
		device.goOnline(engine);
		await until(() => api.asked.length === 1);
		await quiet(server);
		expect(engine.outbox.get(id)?.returned).toBeUndefined();
		expect(server.heard.filter((frame) => 'document' in frame && frame.document.includes(made))).toEqual([]);
		answer();
		serverMakes();
		await until(() => engine.outbox.entries.length === 0);
		expect(server.texts(segmentName(made, 0))).toEqual(['who is there?']);
		await until(isDone(engine));
	});

	it('keeps them through a connection that ends between the answer and the list', async () => {
		const engine = await device.openOnline();
		await engine.run(create);
		await until(() => engine.commands.waiting.length === 0);
		const id = await send(engine, made, device.userId, 'still here');
		device.goOffline();
		device.goOnline(engine);
		await until(() => engine.connection.kind === 'online');
		await quiet(server);
		expect(engine.outbox.get(id)?.returned).toBeUndefined();
	});

	it('gives them back where the server does not make it', async () => {
		device.goOffline();
		const engine = await device.openTab();
		await engine.run(create);
		const id = await send(engine, made, device.userId, 'who is there?');
		api.answer = () => ({ status: 403, code: 'forbidden' });
		device.goOnline(engine);
		await until(() => engine.outbox.get(id)?.returned === 'no-access');
		expect(engine.commands.refused.map(({ command }) => command)).toEqual([create]);
	});
});

describe('deleting a message', () => {
	const remove = (messageId: string): Command => ({ kind: 'delete-message', roomId, messageId });

	it('that was never sent takes it out of the outbox, and no connection sends it later', async () => {
		device.goOffline();
		const engine = await device.openTab();
		await send(engine, roomId, device.userId, 'kept');
		const id = await send(engine, roomId, device.userId, 'taken back');
		await engine.run(remove(id));
		api.answer = () => ({ status: 404, code: 'not-found' });
		device.goOnline(engine);
		await until(() => isDone(engine)() && engine.outbox.entries.length === 0);
		await quiet(server);
		expect(server.texts(segmentName(roomId, 0))).toEqual(['kept']);
		expect(engine.commands.refused).toEqual([]);
	});

	it('that is on its way waits until it has arrived', async () => {
		const engine = await device.openOnline();
		const segment = await engine.documents.openReady(segmentName(roomId, 0));
		await quiet(server);
		server.holds = (frame) => frame.kind === 'update';
		const id = await send(engine, roomId, device.userId, 'a slip');
		engine.documents.release(segment.name);
		await engine.run(remove(id));
		await quiet(server);
		expect(api.asked).toEqual([]);
		server.letGo();
		await until(isDone(engine));
		expect(api.paths).toEqual([`POST rooms/${roomId}/messages/${id}/delete`]);
	});

	it('that has come back is forgetting it', async () => {
		server.refuses = () => 'read-only';
		const engine = await device.openOnline();
		const id = await send(engine, roomId, device.userId, 'not allowed');
		await until(() => engine.outbox.get(id)?.returned === 'read-only');
		await engine.run(remove(id));
		await until(() => isDone(engine)() && engine.outbox.entries.length === 0);
		expect(api.asked).toEqual([]);
	});
});
