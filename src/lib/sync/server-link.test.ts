import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { headName, personalName, segmentName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import type { SyncEngine } from './engine.ts';
import { LocalStore } from './local-store.ts';
import { heldOn, quiet, send, TestDevice, textsOn, until } from './test-device.ts';
import { TestServer, textsIn } from './test-server.ts';

let server: TestServer;
let device: TestDevice;
let roomId: string;

beforeEach(() => {
	server = new TestServer(newId());
	device = new TestDevice(server);
	roomId = server.createRoom();
});
afterEach(async () => {
	vi.useRealTimers();
	await device.close();
});

const named = (segment: number) => segmentName(roomId, segment);
const shows = (engine: SyncEngine, texts: string[], segment = 0) =>
	until(async () => JSON.stringify(await textsOn(engine, roomId, segment)) === JSON.stringify(texts));
const versionOnDisk = (name: string) => device.disk(async (store) => (await store.copies()).get(name)?.version);
const asked = (segment = 0) => server.heardOf(named(segment), 'sync-step-1').length;

/** A device that is in step with the room, with the segment on a screen or not. */
async function inStep(onScreen: boolean): Promise<SyncEngine> {
	server.say(named(0), 'first');
	const engine = await device.openOnline();
	await until(() => server.heardOf(named(0), 'sync-step-2').length === 1);
	await quiet(server);
	if (onScreen) await engine.documents.openReady(named(0));
	return engine;
}

describe('an update from the server (D4)', () => {
	it.each([
		['a document that nobody looks at', false],
		['a document on the screen', true]
	])('moves the copy of %s when it follows on it, and is taken once', async (_which, onScreen) => {
		const engine = await inStep(onScreen);
		const before = asked();
		server.holds = (frame) => frame.kind === 'update';
		server.say(named(0), 'second');
		server.letGo();
		const { doc, version } = server.documents.get(named(0)) ?? { doc: new Y.Doc(), version: 0 };
		server.tell({
			kind: 'update',
			document: named(0),
			update: Y.encodeStateAsUpdate(doc),
			step: { base: version - 1, version }
		});
		await shows(engine, ['first', 'second']);
		await until(async () => (await versionOnDisk(named(0))) === version);
		expect(asked()).toBe(before);
	});

	it.each([
		['a document that nobody looks at', false],
		['a document on the screen', true]
	])('is not applied to %s where one before it is missing: the document is synced', async (_which, onScreen) => {
		const engine = await inStep(onScreen);
		const before = asked();
		let lost = 0;
		server.holds = (frame) => frame.kind === 'update' && lost++ === 0;
		server.say(named(0), 'lost on the way');
		server.say(named(0), 'third');
		await shows(engine, ['first', 'lost on the way', 'third']);
		expect(asked()).toBe(before + 1);
		await until(async () => (await versionOnDisk(named(0))) === server.documents.get(named(0))?.version);
	});

	it('waits for the step 2 when it is faster, and neither is lost', async () => {
		server.say(named(0), 'first');
		server.holds = (frame) => frame.kind === 'sync-step-2' || frame.kind === 'sync-step-1';
		const engine = await device.openOnline();
		await until(() => asked() === 1);
		server.say(named(0), 'second');
		server.letGo();
		await shows(engine, ['first', 'second']);
		expect(asked()).toBe(1);
	});

	it('is not for this device when it changes an old segment that is not here', async () => {
		vi.stubGlobal('navigator', { ...navigator, connection: { saveData: true } });
		server.rollOver(roomId);
		const engine = await device.openOnline();
		await until(async () => ((await versionOnDisk(named(1))) ?? 0) > 0);
		// What is the current segment stands in the head, which may come later.
		await quiet(server);
		server.say(named(0), 'an edit in an old segment');
		server.say(named(1), 'a word in the new one');
		await shows(engine, ['a word in the new one'], 1);
		expect([asked(0), await versionOnDisk(named(0))]).toEqual([0, undefined]);
	});

	it('is kept by the next leader where the one that told of it dies before its own write', async () => {
		const leader = await inStep(true);
		const other = await device.openTab();
		await other.documents.openReady(named(0));
		const writes = vi.spyOn(LocalStore.prototype, 'add').mockReturnValue(new Promise(() => undefined));
		server.say(named(0), 'second');
		await shows(other, ['first', 'second']);
		device.crash(leader);
		writes.mockRestore();
		await until(() => server.heard.filter(({ kind }) => kind === 'client-hello').length === 2);
		await quiet(server);
		device.goOffline();
		device.crash(other);
		await shows(await device.openTab(), ['first', 'second']);
		expect(await versionOnDisk(named(0))).toBe(server.documents.get(named(0))?.version);
	});

	it('begins the next segment by itself when the room moves on', async () => {
		const engine = await inStep(false);
		server.rollOver(roomId);
		server.say(named(1), 'on a new page');
		await shows(engine, ['on a new page'], 1);
		expect(asked(1)).toBe(0);
		await send(engine, roomId, device.userId, 'mine too');
		await shows(engine, ['on a new page', 'mine too'], 1);
	});
});

describe('a sync', () => {
	it('puts a step 2 that comes in pieces together (W6)', async () => {
		server.partBytes = 50;
		for (const text of ['one', 'two', 'three']) server.say(named(0), text);
		await shows(await device.openOnline(), ['one', 'two', 'three']);
	});

	it('forgets the pieces of a step 2 that a connection took with it', async () => {
		server.partBytes = 50;
		for (const text of ['one', 'two']) server.say(named(0), text);
		server.holds = (frame) => frame.kind === 'sync-step-2';
		const engine = await device.openOnline();
		await until(() => asked() === 1);
		device.goOffline();
		server.letGo();
		device.goOnline(engine);
		await shows(engine, ['one', 'two']);
	});

	it('does not take the answer about a copy that is gone for the whole of the new one (D4)', async () => {
		const engine = await inStep(false);
		server.holds = (frame) => frame.kind === 'sync-step-2' || frame.kind === 'sync-step-1';
		await send(engine, roomId, device.userId, 'written as the room was lost');
		await until(() => asked() === 2);
		server.tell({ kind: 'closed', document: headName(roomId), reason: 'no-document' });
		await until(async () => (await versionOnDisk(named(0))) === 0);
		const listed = [headName(roomId), named(0)];
		const documents = listed.map((name) => ({
			name,
			generation: 0,
			version: server.documents.get(name)?.version ?? 0
		}));
		server.tell({ kind: 'heads', documents, complete: false });
		await until(() => asked() === 3);
		server.letGo();
		await shows(engine, ['first']);
		await quiet(server);
		device.crash(engine);
		await shows(await device.openTab(), ['first']);
		expect(await versionOnDisk(named(0))).toBe(server.documents.get(named(0))?.version);
	});

	it('asks again where no answer fits the copy any more', async () => {
		const engine = await inStep(true);
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		server.tell({ kind: 'closed', document: named(0), reason: 'renew' });
		await until(() => asked() === 2);
		await quiet(server);
		server.holds = (frame) => frame.kind === 'sync-step-2';
		server.tell({ kind: 'closed', document: named(0), reason: 'renew' });
		await until(() => asked() === 3);
		await quiet(server);
		const at = { version: 99, generation: 0 };
		server.holds = () => false;
		server.tell({ kind: 'sync-step-2', document: named(0), update: Uint8Array.of(0, 0), at });
		server.tell({
			kind: 'sync-step-1',
			document: named(0),
			stateVector: Y.encodeStateVector(server.doc(named(0)))
		});
		await quiet(server);
		expect(await textsOn(engine, roomId, 0)).toEqual(['first']);
		expect(await versionOnDisk(named(0))).not.toBe(99);
		vi.advanceTimersByTime(3_000);
		await until(() => asked() === 4);
		await until(async () => (await versionOnDisk(named(0))) === server.documents.get(named(0))?.version);
	});

	it('is not made where version and generation are the server\u2019s', async () => {
		device.crash(await inStep(false));
		await device.openOnline();
		await until(() => server.heardOf(personalName(device.userId), 'sync-step-2').length === 2);
		await quiet(server);
		expect(asked()).toBe(1);
	});

	it('completes the segment that was current when this device was last here, though the room has moved on', async () => {
		vi.stubGlobal('navigator', { ...navigator, connection: { saveData: true } });
		const engine = await inStep(false);
		device.goOffline();
		server.say(named(0), 'the last word');
		server.rollOver(roomId);
		device.goOnline(engine);
		await shows(engine, ['first', 'the last word']);
		expect(engine.heads).not.toContain(named(0));
	});

	it('is made again after a pause when the server cannot read the document (D8)', async () => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
		server.holds = (frame) => 'document' in frame && frame.document === named(0) && frame.kind !== 'closed';
		server.say(named(0), 'hard to read');
		const engine = await device.openOnline();
		await until(() => asked() === 1);
		server.tell({ kind: 'closed', document: named(0), reason: 'unavailable' });
		server.holds = () => false;
		await quiet(server);
		await vi.advanceTimersByTimeAsync(3_000);
		await shows(engine, ['hard to read']);
	});

	it('leaves no document open that no tab looks at', async () => {
		const rooms = [roomId, server.createRoom(), server.createRoom()];
		const engine = await device.openOnline();
		const names = rooms.flatMap((id) => [headName(id), segmentName(id, 0)]);
		await until(() => names.every((name) => server.heardOf(name, 'sync-step-2').length > 0));
		await until(() => names.every((name) => engine.documents.peek(name) === undefined));
		await send(engine, roomId, device.userId, 'opened again to write');
		await until(() => engine.outbox.entries.length === 0);
		expect(server.texts(named(0))).toEqual(['opened again to write']);
	});
});

describe('a renewal (D6, D10)', () => {
	it('shows the old copy until the new one is complete, then replaces it in every tab', async () => {
		const engine = await inStep(true);
		const other = await device.openTab();
		const { doc } = await other.documents.openReady(named(0));
		server.rebase(named(0));
		server.holds = (frame) => frame.kind === 'sync-step-2' || frame.kind === 'sync-step-1';
		server.tell({ kind: 'closed', document: named(0), reason: 'renew' });
		await until(() => asked() === 2);
		expect(await textsOn(engine, roomId, 0)).toEqual(['first']);
		expect(server.heardOf(named(0), 'sync-step-1').at(-1)).not.toHaveProperty('generation');
		server.letGo();
		await until(() => engine.documents.peek(named(0))?.generation === 1);
		await until(() => other.documents.peek(named(0))?.doc !== doc);
		await shows(other, ['first']);
		server.say(named(0), 'second');
		await shows(engine, ['first', 'second']);
		await shows(other, ['first', 'second']);
	});

	it('takes in what arrived while it was under way', async () => {
		const engine = await inStep(true);
		server.rebase(named(0));
		server.holds = (frame) => frame.kind === 'sync-step-2' || frame.kind === 'sync-step-1';
		server.tell({ kind: 'closed', document: named(0), reason: 'renew' });
		await until(() => asked() === 2);
		server.say(named(0), 'meanwhile');
		server.letGo();
		await shows(engine, ['first', 'meanwhile']);
	});

	it('follows where the heads say another generation, and keeps drafts and what was written offline', async () => {
		const engine = await inStep(false);
		device.goOffline();
		const key = `${roomId}/${newId()}`;
		await engine.documents.write(personalName(device.userId), (doc) => {
			doc.getMap('drafts').set(key, { body: 'half a thought', updatedAt: 1 });
		});
		await send(engine, roomId, device.userId, 'written offline');
		for (const name of [named(0), headName(roomId), personalName(device.userId)]) server.rebase(name);
		device.goOnline(engine);
		await until(() => engine.outbox.entries.length === 0);
		await until(() => server.doc(personalName(device.userId)).getMap('drafts').has(key));
		expect(server.texts(named(0))).toEqual(['first', 'written offline']);
		expect(await device.disk((store) => store.load(named(0)))).toMatchObject({ generation: 1, epoch: 1 });
	});
});

describe('a document that is no longer this account\u2019s (D9)', () => {
	it('goes with its whole room, and what was not sent comes back', async () => {
		server.rollOver(roomId);
		const engine = await device.openOnline();
		await until(async () => ((await versionOnDisk(named(0))) ?? 0) > 0);
		device.goOffline();
		await send(engine, roomId, device.userId, 'too late');
		for (const name of [headName(roomId), named(0), named(1)]) server.denied.add(name);
		device.goOnline(engine);
		await until(() => engine.outbox.entries[0]?.returned === 'no-access');
		await until(async () => {
			const copies = await device.disk((store) => store.copies());
			return [headName(roomId), named(0), named(1)].every((name) => copies.get(name)?.bytes === 0);
		});
		expect(engine.heads).toEqual([personalName(device.userId)]);
	});
});

describe('two tabs', () => {
	it('bring an older segment up to date when the one that does not lead shows it, on every connection', async () => {
		vi.stubGlobal('navigator', { ...navigator, connection: { saveData: true } });
		server.say(named(0), 'old words');
		server.rollOver(roomId);
		const leader = await device.openOnline();
		const follower = await device.openTab();
		await until(() => follower.connection.kind === 'online');
		const opened = await follower.documents.openReady(named(0));
		follower.want(named(0));
		await until(() => textsIn(opened.doc).length === 1);
		follower.want(named(0));
		device.goOffline();
		await until(() => follower.connection.kind !== 'online');
		server.say(named(0), 'an edit');
		device.goOnline(leader);
		await until(() => textsIn(opened.doc).length === 2);
		expect(asked(0)).toBe(2);
	});

	it('send what is written in either', async () => {
		const leader = await device.openOnline();
		const follower = await device.openTab();
		await send(follower, roomId, device.userId, 'from the second tab');
		await until(() => follower.outbox.entries.length === 0 && leader.outbox.entries.length === 0);
		expect(server.texts(named(0))).toEqual(['from the second tab']);
		expect(await heldOn(follower, roomId, 0)).toEqual(['from the second tab']);
	});
});
