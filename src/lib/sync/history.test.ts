import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROTOCOL_VERSION } from '../protocol/control.ts';
import { headName, segmentName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import type { SyncEngine } from './engine.ts';
import { heldOn, quiet, send, TestDevice, textsOn, until } from './test-device.ts';
import { TestServer } from './test-server.ts';

let server: TestServer;
let device: TestDevice;
let roomId: string;

beforeEach(() => {
	server = new TestServer(newId());
	device = new TestDevice(server);
	roomId = server.createRoom();
});
afterEach(() => device.close());

const named = (segment: number) => segmentName(roomId, segment);
const point = () => device.disk((store) => store.fact('history'));
const hellos = () => server.heard.filter(({ kind }) => kind === 'client-hello');

/** A device that has seen what a restored server has lost; it is not connected. */
async function aheadOfTheServer(): Promise<SyncEngine> {
	server.say(named(0), 'in the backup');
	const backup = server.backUp();
	const engine = await device.openOnline();
	server.say(named(0), 'after the backup');
	await until(async () => (await textsOn(engine, roomId, 0)).length === 2);
	await quiet(server);
	device.goOffline();
	server.restore(backup);
	return engine;
}

async function reconnect(engine: SyncEngine): Promise<void> {
	const before = hellos().length;
	device.goOnline(engine);
	await until(() => hellos().length > before);
	await quiet(server);
}

describe('the history of the server', () => {
	it('is kept at once where nothing was lost, and said at the next hello with the highest version (H1)', async () => {
		const engine = await device.openOnline();
		await quiet(server);
		expect(hellos()).toEqual([{ kind: 'client-hello', protocol: PROTOCOL_VERSION }]);
		expect(await point()).toEqual({ id: server.history });
		device.goOffline();
		await reconnect(engine);
		const version = server.documents.get(named(0))?.version ?? 0;
		const history = { id: server.history, version };
		expect(hellos().at(-1)).toMatchObject({ history });
	});

	it('stays the old one while a copy holds what the server has lost, which is shown and kept (H3)', async () => {
		const old = server.history;
		const engine = await aheadOfTheServer();
		const before = await device.disk((store) => store.load(named(0)));
		await reconnect(engine);
		expect([...engine.ahead]).toEqual([named(0)]);
		expect(await textsOn(engine, roomId, 0)).toEqual(['in the backup', 'after the backup']);
		const { updates } = await device.disk((store) => store.load(named(0)));
		expect(updates).toEqual(before.updates);
		expect(await point()).toEqual({ id: old, version: before.version });
	});

	it('lets what is written into such a copy wait, and sends nothing of it', async () => {
		const engine = await aheadOfTheServer();
		await reconnect(engine);
		const asked = server.heardOf(named(0), 'sync-step-1').length;
		await send(engine, roomId, device.userId, 'waits');
		server.say(named(0), 'said in the new history');
		await quiet(server);
		expect(engine.outbox.entries).toMatchObject([{ document: named(0) }]);
		expect(server.heardOf(named(0), 'sync-step-1')).toHaveLength(asked);
		expect(await heldOn(engine, roomId, 0)).not.toContain('said in the new history');
	});

	it('is doubted again after a crash, from the same point', async () => {
		const engine = await aheadOfTheServer();
		await reconnect(engine);
		const first = hellos().at(-1);
		device.crash(engine);
		server.disconnect();
		const next = await device.openOnline();
		await quiet(server);
		expect(hellos().at(-1)).toEqual(first);
		expect([...next.ahead]).toEqual([named(0)]);
	});

	it('becomes the new one when a healing server has taken back what it had lost (H4)', async () => {
		const engine = await aheadOfTheServer();
		server.healing = true;
		await send(engine, roomId, device.userId, 'written meanwhile');
		await reconnect(engine);
		await until(() => engine.outbox.entries.length === 0);
		expect(server.texts(named(0)).sort()).toEqual(['after the backup', 'in the backup', 'written meanwhile']);
		expect(await textsOn(engine, roomId, 0)).toEqual(server.texts(named(0)));
		expect([engine.ahead.size, await point()]).toEqual([0, { id: server.history }]);
	});

	it('becomes the new one when it turns out that this device has everything from before the backup', async () => {
		const engine = await aheadOfTheServer();
		device.crash(engine);
		await device.disk((store) => store.drop(named(0)));
		server.say(named(0), 'said in the new history');
		device.plugIn();
		const next = await device.openOnline();
		await quiet(server);
		expect(await textsOn(next, roomId, 0)).toEqual(['in the backup', 'said in the new history']);
		expect(await point()).toEqual({ id: server.history });
		const copy = await device.disk((store) => store.copies());
		expect(copy.get(named(0))?.version).toBe(server.documents.get(named(0))?.version);
	});

	it('is asked about older segments as well, and one that the server does not know is kept', async () => {
		const backup = server.backUp();
		server.say(named(0), 'one');
		server.rollOver(roomId);
		server.say(named(1), 'two');
		const engine = await device.openOnline();
		await until(async () => (await textsOn(engine, roomId, 0)).length === 1);
		await quiet(server);
		device.goOffline();
		server.restore(backup);
		await reconnect(engine);
		expect([...engine.ahead].sort()).toEqual([named(0), named(1)]);
		expect([await textsOn(engine, roomId, 0), await textsOn(engine, roomId, 1)]).toEqual([['one'], ['two']]);
	});

	it('keeps nothing of a room that this account is removed from, older segments neither (I6)', async () => {
		const backup = server.backUp();
		server.say(named(0), 'one');
		server.rollOver(roomId);
		server.say(named(1), 'two');
		const engine = await device.openOnline();
		await until(async () => (await textsOn(engine, roomId, 0)).length === 1);
		await quiet(server);
		device.goOffline();
		server.restore(backup);
		await reconnect(engine);
		for (const document of [headName(roomId), named(0), named(1)]) {
			server.tell({ kind: 'closed', document, reason: 'no-document' });
		}
		await until(async () => (await textsOn(engine, roomId, 1)).length === 0);
		await quiet(server);
		expect([...engine.ahead]).toEqual([]);
		expect([await textsOn(engine, roomId, 0), await textsOn(engine, roomId, 1)]).toEqual([[], []]);
	});

	it('mixes no copy with what the server begins anew under its name', async () => {
		const backup = server.backUp();
		server.rollOver(roomId);
		server.say(named(1), 'lost');
		server.rollOver(roomId);
		const engine = await device.openOnline();
		await until(() => server.heardOf(named(1), 'sync-step-2').length > 0);
		await quiet(server);
		device.goOffline();
		server.restore(backup);
		server.holds = (frame) => frame.kind === 'sync-step-2' || frame.kind === 'sync-step-1';
		await reconnect(engine);
		server.rollOver(roomId);
		server.say(named(1), 'another beginning');
		await quiet(server);
		server.letGo();
		await until(() => engine.ahead.has(named(1)));
		expect(await heldOn(engine, roomId, 1)).toEqual(['lost']);
	});

	it('brings what is owed to a segment that the server has not opened to the one that takes messages', async () => {
		const backup = server.backUp();
		server.say(named(0), 'one');
		server.rollOver(roomId);
		server.say(named(1), 'two');
		const engine = await device.openOnline();
		await until(async () => (await textsOn(engine, roomId, 1)).length === 1);
		await quiet(server);
		device.goOffline();
		await send(engine, roomId, device.userId, 'three');
		server.restore(backup);
		server.healing = true;
		await reconnect(engine);
		await until(() => engine.outbox.entries.length === 0);
		expect(server.texts(named(0)).sort()).toEqual(['one', 'three', 'two']);
		expect(await textsOn(engine, roomId, 0)).toEqual(server.texts(named(0)));
		// One refusal at most: a server hangs up on a device that sends the same again and again.
		expect(server.heardOf(named(1), 'update')).toEqual([]);
	});

	it('is not given up for a new generation that the restored server has begun', async () => {
		const engine = await aheadOfTheServer();
		server.rebase(named(0));
		await reconnect(engine);
		expect([...engine.ahead]).toEqual([named(0)]);
		expect(await textsOn(engine, roomId, 0)).toEqual(['in the backup', 'after the backup']);
		server.healing = true;
		device.goOffline();
		await reconnect(engine);
		await until(() => server.texts(named(0)).includes('after the backup'));
		expect(await textsOn(engine, roomId, 0)).toEqual(['in the backup', 'after the backup']);
	});

	it('is not given up when everybody is told to renew before it has been compared', async () => {
		const engine = await aheadOfTheServer();
		server.holds = (frame) => frame.kind === 'closed' && frame.reason === 'ahead';
		await reconnect(engine);
		server.tell({ kind: 'closed', document: named(0), reason: 'renew' });
		await quiet(server);
		server.letGo();
		await until(() => engine.ahead.has(named(0)));
		expect(await textsOn(engine, roomId, 0)).toEqual(['in the backup', 'after the backup']);
	});

	it('costs no room that the server does not know any more', async () => {
		const backup = server.backUp();
		roomId = server.createRoom();
		server.say(named(0), 'in a lost room');
		const engine = await device.openOnline();
		await quiet(server);
		device.goOffline();
		await send(engine, roomId, device.userId, 'waits');
		server.restore(backup);
		await reconnect(engine);
		expect(engine.heads).toContain(headName(roomId));
		expect(await textsOn(engine, roomId, 0)).toEqual(['in a lost room']);
		expect(engine.outbox.entries).toMatchObject([{ document: named(0), message: { body: 'waits' } }]);
		expect(engine.outbox.entries[0]).not.toHaveProperty('returned');
	});
});
