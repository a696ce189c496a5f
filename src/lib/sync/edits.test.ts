import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestApi } from '../commands/test-api.ts';
import { segmentName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../protocol/message.ts';
import type { SyncEngine } from './engine.ts';
import { quiet, send, TestDevice, until } from './test-device.ts';
import { TestServer } from './test-server.ts';

let server: TestServer;
let device: TestDevice;
let api: TestApi;
let roomId: string;
let segment: string;

beforeEach(() => {
	server = new TestServer(newId());
	device = new TestDevice(server);
	api = new TestApi();
	roomId = server.createRoom();
	segment = segmentName(roomId, 0);
	// The server's side of the two commands.
	api.answer = ({ path, body }) => {
		const [, , , id = '', act] = path.split('/');
		const name = [...server.documents.keys()].find((each) => messagesIn(each).has(id));
		if (name === undefined) return { status: 404, code: 'not-found' };
		const present = messagesIn(name).get(id);
		if (present?.deleted !== undefined && act === 'edit') return { status: 410, code: 'message-deleted' };
		const deleted = { by: device.userId, at: 2 };
		const next = act === 'edit' ? { ...present, ...body } : { ...present, body: '', deleted };
		server.write(name, (doc) => void doc.getMap(SEGMENT_ROOTS.messages).set(id, next));
		return undefined;
	};
});
afterEach(async () => {
	vi.useRealTimers();
	await device.close();
});

const messagesIn = (name: string) => server.doc(name).getMap<Message>(SEGMENT_ROOTS.messages);
const isPaid = (engine: SyncEngine) => () => engine.outbox.entries.length + engine.commands.waiting.length === 0;

/** Whether these words were in anything that the server has heard. */
function serverHeard(words: string): boolean {
	const updates = server.heard.flatMap((frame) => ('update' in frame ? [frame.update] : []));
	const bodies = api.asked.map(({ body }) => JSON.stringify(body ?? ''));
	return [...updates.map((update) => Buffer.from(update).toString('latin1')), ...bodies].some((each) =>
		each.includes(words)
	);
}

/** A device that is online, with the segment open on its screen and in step. */
async function openInStep(): Promise<SyncEngine> {
	const engine = await device.openOnline();
	await engine.documents.openReady(segment);
	engine.want(segment);
	await quiet(server);
	return engine;
}

async function openOffline(): Promise<SyncEngine> {
	device.goOffline();
	return device.openTab();
}

async function turns(count: number): Promise<void> {
	for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Time is the test's; everything else goes on. */
function holdTime(): void {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.now() });
}

describe('an edit of a message that was never sent', () => {
	it('is simply another text: nobody hears of the first, nor of an edit', async () => {
		const engine = await openOffline();
		const id = await send(engine, roomId, device.userId, 'first words');
		await engine.edit(roomId, id, { body: 'second words' });
		await engine.edit(roomId, id, { body: 'third words', mentions: [device.userId] });
		device.goOnline(engine);
		await until(isPaid(engine));
		expect(messagesIn(segment).get(id)).toEqual({
			...{ author: device.userId, createdAt: 1, body: 'third words' },
			mentions: [device.userId]
		});
		for (const words of ['first words', 'second words']) expect(serverHeard(words)).toBe(false);
		expect(api.asked).toEqual([]);
	});

	it('survives a crash, and a segment that was closed in between', async () => {
		device.goOffline();
		const before = await device.openTab();
		const id = await send(before, roomId, device.userId, 'first words');
		await before.edit(roomId, id, { body: 'second words' });
		device.crash(before);
		server.rollOver(roomId);
		const engine = await device.openTab();
		device.goOnline(engine);
		await until(isPaid(engine));
		expect(server.texts(segmentName(roomId, 1))).toEqual(['second words']);
		expect(serverHeard('first words')).toBe(false);
	});

	it('of one that has come back sends it again with its new words', async () => {
		server.refuses = ({ body }) => (body === 'first words' ? 'read-only' : undefined);
		const engine = await device.openOnline();
		const id = await send(engine, roomId, device.userId, 'first words');
		await until(() => engine.outbox.get(id)?.returned === 'read-only');
		await engine.edit(roomId, id, { body: 'second words' });
		await until(isPaid(engine));
		expect(server.texts(segment)).toEqual(['second words']);
		expect(messagesIn(segment).get(id)?.editedAt).toBeUndefined();
	});
});

describe('an edit of a message that is on its way', () => {
	it('becomes an edit where the server has had the first words and could not say so', async () => {
		const engine = await openInStep();
		server.holds = ({ kind }) => kind === 'update' || kind === 'ack';
		const id = await send(engine, roomId, device.userId, 'first words');
		await until(() => messagesIn(segment).has(id));
		device.goOffline();
		server.letGo();
		await until(() => engine.connection.kind !== 'online');
		await engine.edit(roomId, id, { body: 'second words' });
		device.goOnline(engine);
		await until(isPaid(engine));
		expect(messagesIn(segment).get(id)).toMatchObject({ body: 'second words', editedAt: expect.any(Number) as number });
		expect(api.paths).toEqual([`POST rooms/${roomId}/messages/${id}/edit`]);
	});

	it.each(Array.from({ length: 40 }, (_, turn) => turn))(
		'loses no words, whenever the connection comes back (turn %i)',
		async (turn) => {
			const engine = await openOffline();
			await engine.documents.openReady(segment);
			const id = await send(engine, roomId, device.userId, 'first words');
			device.goOnline(engine);
			await turns(turn);
			await engine.edit(roomId, id, { body: 'second words' });
			await until(isPaid(engine));
			const stands = messagesIn(segment).get(id);
			expect(stands?.body).toBe('second words');
			expect(stands?.editedAt !== undefined).toBe(serverHeard('first words'));
		}
	);

	it.each(Array.from({ length: 20 }, (_, turn) => 2 * turn))(
		'loses no words where another tab sends them (turn %i)',
		async (turn) => {
			device.goOffline();
			await device.openTab();
			const follower = await device.openTab();
			const id = await send(follower, roomId, device.userId, 'first words');
			device.plugIn();
			follower.connectNow();
			await turns(turn);
			await follower.edit(roomId, id, { body: 'second words' });
			await until(isPaid(follower));
			await until(() => messagesIn(segment).get(id)?.body === 'second words');
		}
	);
});

describe('an edit of a message that was sent', () => {
	it('waits for a connection, survives a crash, and shows what the server says where it is refused', async () => {
		const first = await openInStep();
		const id = await send(first, roomId, device.userId, 'first words');
		await until(isPaid(first));
		device.goOffline();
		await until(() => first.connection.kind !== 'online');
		await first.edit(roomId, id, { body: 'second words' });
		device.crash(first);
		const deleted = { by: newId(), at: 3 };
		server.write(segment, (doc) => {
			const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
			messages.set(id, { author: device.userId, createdAt: 1, body: '', deleted });
		});
		const engine = await device.openTab();
		device.goOnline(engine);
		await until(() => engine.commands.refused.length === 1);
		const [refused] = engine.commands.refused;
		expect(refused).toMatchObject({
			refused: { code: 'message-deleted' },
			command: { edit: { body: 'second words' } }
		});
	});
});

describe('deleting an own message', () => {
	it('tells nobody until it can no longer be undone, also over a restart', async () => {
		const before = await openInStep();
		const id = await send(before, roomId, device.userId, 'a slip');
		await until(isPaid(before));
		holdTime();
		await before.deleteOwn(roomId, id);
		await quietly(9_900);
		expect(api.asked).toEqual([]);
		device.crash(before);
		const engine = await device.openOnline();
		await quietly(500);
		expect(api.asked).toEqual([]);
		await quietly(1_000);
		await until(isPaid(engine));
		expect(messagesIn(segment).get(id)?.deleted).toBeDefined();
	});

	it('that is undone never happens, whichever tab undoes it and whichever leads', async () => {
		const leader = await openInStep();
		const follower = await device.openTab();
		const id = await send(leader, roomId, device.userId, 'no slip');
		await until(isPaid(leader));
		holdTime();
		await leader.deleteOwn(roomId, id);
		await until(() => follower.commands.deletes(id));
		await quietly(9_000);
		expect(await follower.undoDeletion(id)).toBe(true);
		device.crash(follower);
		await quietly(20_000);
		expect(leader.commands.entries).toEqual([]);
		expect(api.asked).toEqual([]);
		expect(server.texts(segment)).toEqual(['no slip']);
	});

	it('from two tabs at once is brought back by one undo', async () => {
		device.goOffline();
		const [one, other] = [await device.openTab(), await device.openTab()];
		const id = await send(one, roomId, device.userId, 'no slip');
		await until(() => other.outbox.get(id) !== undefined);
		await Promise.all([one.deleteOwn(roomId, id), other.deleteOwn(roomId, id)]);
		await until(() => one.commands.waiting.length === 2);
		expect(await one.undoDeletion(id)).toBe(true);
		await until(() => other.commands.entries.length === 0);
		expect(one.commands.deletes(id)).toBe(false);
	});

	it('cannot be undone when its time is over', async () => {
		const engine = await openInStep();
		const id = await send(engine, roomId, device.userId, 'a slip');
		await until(isPaid(engine));
		holdTime();
		await engine.deleteOwn(roomId, id);
		vi.setSystemTime(Date.now() + 10_001);
		expect(await engine.undoDeletion(id)).toBe(false);
		await quietly(12_000);
		await until(isPaid(engine));
		expect(await engine.undoDeletion(id)).toBe(false);
	});

	it('does not wait for hours where this device’s clock was put back', async () => {
		const engine = await openInStep();
		const id = await send(engine, roomId, device.userId, 'a slip');
		await until(isPaid(engine));
		holdTime();
		await engine.deleteOwn(roomId, id);
		vi.setSystemTime(Date.now() - 3_600_000);
		await quietly(11_000);
		await until(isPaid(engine));
		expect(api.paths).toEqual([`POST rooms/${roomId}/messages/${id}/delete`]);
	});

	it.each(Array.from({ length: 40 }, (_, turn) => turn))(
		'that was never sent lets nobody hear of it, whenever the connection comes back (turn %i)',
		async (turn) => {
			const engine = await openOffline();
			await engine.documents.openReady(segment);
			await send(engine, roomId, device.userId, 'to be kept');
			const id = await send(engine, roomId, device.userId, 'taken back');
			device.goOnline(engine);
			await turns(turn);
			await engine.run({ kind: 'delete-message', roomId, messageId: id });
			const heard = serverHeard('taken back');
			await until(isPaid(engine));
			await quiet(server);
			expect(serverHeard('taken back')).toBe(heard);
			expect(messagesIn(segment).get(id)?.deleted !== undefined).toBe(heard);
			expect(server.texts(segment)).toContain('to be kept');
		}
	);

	it('that was never sent and is undone sends it after all, also where the segment was closed meanwhile', async () => {
		const engine = await openOffline();
		const id = await send(engine, roomId, device.userId, 'after all');
		await engine.deleteOwn(roomId, id);
		server.rollOver(roomId);
		device.goOnline(engine);
		await quiet(server);
		expect(serverHeard('after all')).toBe(false);
		expect(await engine.undoDeletion(id)).toBe(true);
		await until(isPaid(engine));
		expect(server.texts(segmentName(roomId, 1))).toEqual(['after all']);
	});

	it('whose first words were changed on their way deletes it all the same', async () => {
		const engine = await openInStep();
		server.holds = ({ kind }) => kind === 'update';
		const id = await send(engine, roomId, device.userId, 'first words');
		await engine.edit(roomId, id, { body: 'second words' });
		await engine.run({ kind: 'delete-message', roomId, messageId: id });
		await quiet(server);
		server.letGo();
		await until(isPaid(engine));
		expect(messagesIn(segment).get(id)?.deleted).toBeDefined();
	});
});

/** Lets time pass, and everything happen that comes of it. */
async function quietly(ms: number): Promise<void> {
	await turns(60);
	await vi.advanceTimersByTimeAsync(ms);
	await turns(200);
}
