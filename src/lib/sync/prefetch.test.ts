import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { headName, parseDocumentName, personalName, segmentName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import type { SyncEngine } from './engine.ts';
import { quiet, send, TestDevice, until } from './test-device.ts';
import { TestServer } from './test-server.ts';

let server: TestServer;
let device: TestDevice;
let rooms: string[];

/** Two rooms of three closed segments and a current one, of a few kB each. */
beforeEach(() => {
	server = new TestServer(newId());
	device = new TestDevice(server);
	rooms = [createRoom(), createRoom()];
});
afterEach(() => device.close());

function createRoom(): string {
	const roomId = server.createRoom();
	for (let segment = 0; segment < 4; segment++) {
		if (segment > 0) server.rollOver(roomId);
		server.say(segmentName(roomId, segment), 'x'.repeat(4_000));
	}
	return roomId;
}

const named = (room: number, segment: number) => segmentName(rooms[room] ?? '', segment);
const here = () =>
	device.disk(async (store) => {
		const copies = [...(await store.copies()).values()].filter(({ bytes }) => bytes > 0);
		return new Map(copies.map(({ name, bytes }) => [name, bytes]));
	});

/** Numbers of the closed segments that were asked for, in order. */
function fetched(): number[] {
	const names = server.heard.flatMap((frame) => (frame.kind === 'sync-step-1' ? [frame.document] : []));
	const numbers = names
		.map((name) => parseDocumentName(name))
		.map((name) => (name?.kind === 'segment' ? name.segment : 3));
	return numbers.filter((segment) => segment < 3);
}

async function withEverything(): Promise<SyncEngine> {
	const engine = await device.openOnline();
	await until(() => fetched().length === 6);
	await quiet(server);
	return engine;
}

describe('fetching history ahead', () => {
	it('brings each room\u2019s newest segments first', async () => {
		const engine = await withEverything();
		expect(fetched()).toEqual([2, 2, 1, 1, 0, 0]);
		expect((await here()).size).toBe(2 * (1 + 4));
		expect(engine.documents.peek(named(0, 0))).toBeUndefined();
	});

	it('waits for each answer before it asks again', async () => {
		server.holds = (frame) => {
			return 'document' in frame && frame.kind !== 'update' && [named(0, 2), named(1, 2)].includes(frame.document);
		};
		await device.openOnline();
		await until(() => fetched().length > 0);
		await quiet(server);
		expect(fetched()).toEqual([2]);
		server.letGo();
		await until(() => fetched().length === 6);
	});

	it('leaves it be where the person saves data', async () => {
		vi.stubGlobal('navigator', { ...navigator, connection: { saveData: true } });
		await device.openOnline();
		await quiet(server);
		expect(fetched()).toEqual([]);
	});

	it('fetches nothing that might have to go again at once', async () => {
		await (await device.openTab()).setBudget(100_000);
		await quiet(server);
		expect(fetched()).toEqual([]);
	});
});

describe('the budget', () => {
	it('is what the documents take, and may take', async () => {
		const engine = await withEverything();
		const used = [...(await here()).values()].reduce((sum, bytes) => sum + bytes, 0);
		await until(() => engine.budget.used === used);
		expect(engine.budget.limit).toBe(200 * 1024 * 1024);
		await engine.setBudget(300 * 1024 * 1024);
		expect((await device.openTab()).budget).toEqual({ limit: 300 * 1024 * 1024, used });
	});

	it('is kept by giving up the oldest closed segments first', async () => {
		const engine = await withEverything();
		const before = engine.budget.used;
		await engine.setBudget(before - 5_000);
		const left = await here();
		expect([left.has(named(0, 0)), left.has(named(1, 0))]).toEqual([false, false]);
		expect([left.has(named(0, 1)), left.has(named(1, 1))]).toEqual([true, true]);
		expect(engine.budget.used).toBeLessThanOrEqual(before - 5_000);
	});

	it('costs no current segment, no head, no personal document, and nothing that is open or owed', async () => {
		const engine = await withEverything();
		const other = await device.openTab();
		await other.documents.openReady(named(1, 2));
		await engine.documents.openReady(named(0, 2));
		device.goOffline();
		const id = newId();
		const message = { author: device.userId, body: 'owed', createdAt: 1 };
		const entry = { id, roomId: rooms[0] ?? '', document: named(0, 1), message };
		await engine.documents.write(named(0, 1), (doc) => void doc.getMap('messages').set(id, message), entry);
		await engine.outbox.load();
		await engine.documents.write(personalName(device.userId), (doc) => {
			doc.getMap('drafts').set(`${newId()}/${newId()}`, { body: 'x', updatedAt: 1 });
		});
		await quiet(server);
		await engine.setBudget(0);
		const heads = rooms.map((roomId) => headName(roomId));
		const kept = [named(0, 1), named(0, 2), named(0, 3), named(1, 2), named(1, 3)];
		expect([...(await here()).keys()].sort()).toEqual([...heads, ...kept, personalName(device.userId)].sort());
	});

	it('lets what went come again when there is room', async () => {
		const engine = await withEverything();
		await engine.setBudget(0);
		expect((await here()).has(named(0, 0))).toBe(false);
		await engine.setBudget(10_000_000);
		await until(async () => (await here()).has(named(0, 0)));
		await send(engine, rooms[0] ?? '', device.userId, 'still works');
		await until(() => engine.outbox.entries.length === 0);
	});
});
