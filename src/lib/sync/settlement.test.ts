import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { headName, segmentName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import { LEADER_FACT } from './copies.ts';
import { LocalStore } from './local-store.ts';
import { StorageFailedError } from './store-schema.ts';
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
const everything = (segments: number) => Array.from({ length: segments }, (_, n) => server.texts(named(n))).flat();

/** Anna has the room on her device and writes offline; the server goes on without her. */
async function writesOffline(...texts: string[]) {
	const first = await device.openOnline();
	server.say(named(0), 'before');
	await until(async () => (await textsOn(first, roomId, 0)).length === 1);
	device.goOffline();
	for (const text of texts) await send(first, roomId, device.userId, text);
	return first;
}

describe('what is owed to a segment', () => {
	it('is sent, confirmed by its place in the timeline, and forgotten (D2)', async () => {
		const engine = await device.openOnline();
		await send(engine, roomId, device.userId, 'hello');
		await until(() => engine.outbox.entries.length === 0);
		expect(server.texts(named(0))).toEqual(['hello']);
		await until(async () => (await device.disk((store) => store.outbox())).length === 0);
	});

	it('leaves no trace when it was in the timeline before it was written here', async () => {
		const engine = await device.openOnline();
		const id = await send(engine, roomId, device.userId, 'hello');
		await until(() => engine.outbox.entries.length === 0);
		await engine.send(roomId, id, { author: device.userId, body: 'hello', createdAt: 1 });
		await quiet(server);
		expect(engine.outbox.entries).toEqual([]);
		expect(await device.disk((store) => store.outbox())).toEqual([]);
		expect(server.texts(named(0))).toEqual(['hello']);
	});

	it('reaches the disk from the tab that leads where the one that wrote it dies first', async () => {
		const leader = await writesOffline();
		const other = await device.openTab();
		await leader.documents.openReady(named(0));
		await other.documents.openReady(named(0));
		// The first to write is the tab that the message is written in.
		const fails = vi
			.spyOn(LocalStore.prototype, 'add')
			.mockRejectedValueOnce(new StorageFailedError('the tab is gone'));
		void send(other, roomId, device.userId, 'last words');
		await until(() => fails.mock.calls.length > 1);
		fails.mockRestore();
		device.crash(other);
		await until(() => leader.outbox.entries.length === 1);
		device.crash(leader);
		device.plugIn();
		const next = await device.openOnline();
		await until(() => server.texts(named(0)).includes('last words'));
		await until(() => next.outbox.entries.length === 0);
	});

	it('stays with the tab that wrote it where another has come to lead: one that was suspended may hear of it hours later', async () => {
		const suspended = await writesOffline();
		const other = await device.openTab();
		await suspended.documents.openReady(named(0));
		await other.documents.openReady(named(0));
		await device.disk((store) => store.setFact(LEADER_FACT, 'the tab that leads now'));
		const id = newId();
		const fails = vi.spyOn(LocalStore.prototype, 'add').mockRejectedValueOnce(new StorageFailedError('it is settled'));
		void other.send(roomId, id, { author: device.userId, body: 'old news', createdAt: 1 });
		await until(() => fails.mock.calls.length > 1);
		await Promise.allSettled(fails.mock.results.map(({ value }) => value as Promise<unknown>));
		fails.mockRestore();
		expect(await device.disk((store) => store.outbox())).toEqual([]);
		expect(suspended.outbox.get(id)).toBeUndefined();
	});

	it('moves to the current segment, once, under the same ids, when its own has been closed (D10)', async () => {
		const engine = await writesOffline('one', 'two');
		const ids = engine.outbox.entries.map(({ id }) => id);
		server.rollOver(roomId);
		device.goOnline(engine);
		await until(() => engine.outbox.entries.length === 0);
		expect(server.texts(named(0))).toEqual(['before']);
		expect(server.texts(named(1))).toEqual(['one', 'two']);
		expect([...server.doc(named(1)).getMap('messages').keys()].sort()).toEqual(ids);
		expect(await heldOn(engine, roomId, 0)).toEqual(['before']);
		expect(await textsOn(engine, roomId, 1)).toEqual(['one', 'two']);
	});

	it('passes a segment that opened and closed while it was on the way', async () => {
		const engine = await writesOffline('one');
		server.rollOver(roomId);
		server.rollOver(roomId);
		device.goOnline(engine);
		await until(() => engine.outbox.entries.length === 0);
		expect(everything(3)).toEqual(['before', 'one']);
		expect(server.texts(named(2))).toEqual(['one']);
	});

	it('waits for the head to name the next segment', async () => {
		const engine = await writesOffline('one');
		server.holds = (frame) => 'document' in frame && frame.document === headName(roomId);
		server.rollOver(roomId);
		device.goOnline(engine);
		await until(() => server.heardOf(named(0), 'sync-step-2').length > 0);
		expect(engine.outbox.entries).toMatchObject([{ document: named(0) }]);
		server.letGo();
		await until(() => engine.outbox.entries.length === 0);
		expect(everything(2)).toEqual(['before', 'one']);
	});

	it('stays where it is when it was accepted before the segment closed and the answer was lost', async () => {
		const engine = await device.openOnline();
		server.holds = (frame) => frame.kind === 'ack' || frame.kind === 'update';
		await send(engine, roomId, device.userId, 'accepted');
		await until(() => server.texts(named(0)).length === 1);
		device.crash(engine);
		server.disconnect();
		server.holds = () => false;
		server.rollOver(roomId);
		const next = await device.openOnline();
		await until(() => next.outbox.entries.length === 0);
		expect(everything(2)).toEqual(['accepted']);
		expect(server.texts(named(0))).toEqual(['accepted']);
	});

	it('moves when the segment closes under a message that is on its way', async () => {
		const engine = await device.openOnline();
		await send(engine, roomId, device.userId, 'first');
		await until(() => engine.outbox.entries.length === 0);
		server.holds = (frame) => frame.kind === 'update';
		server.rollOver(roomId);
		await send(engine, roomId, device.userId, 'second');
		await until(() => server.heardOf(named(0), 'sync-step-1').length > 1);
		server.letGo();
		await until(() => engine.outbox.entries.length === 0);
		expect(everything(2)).toEqual(['first', 'second']);
		expect(await heldOn(engine, roomId, 0)).toEqual(['first']);
	});

	it('waits for the head’s news of the next segment also where the head was in step before', async () => {
		const engine = await device.openOnline();
		await send(engine, roomId, device.userId, 'first');
		await quiet(server);
		server.holds = (frame) => 'document' in frame && frame.document === headName(roomId);
		server.rollOver(roomId);
		await send(engine, roomId, device.userId, 'second');
		await quiet(server);
		expect(engine.outbox.entries).toMatchObject([{ document: named(0) }]);
		server.letGo();
		await until(() => engine.outbox.entries.length === 0);
		expect(server.texts(named(1))).toEqual(['second']);
	});

	it.each([
		['before the closed segment is known', (kind: string) => kind === 'heads'],
		['while the closed segment is being renewed', (kind: string) => kind === 'sync-step-2'],
		['when everything was sent and nothing heard', (kind: string) => kind === 'ack' || kind === 'update']
	])('arrives once after a crash %s', async (_when, held) => {
		const first = await writesOffline('one', 'two');
		device.crash(first);
		server.rollOver(roomId);
		server.holds = (frame) => held(frame.kind);
		device.plugIn();
		const second = await device.openOnline();
		await until(() => server.heard.some(({ kind }) => kind === 'client-hello'));
		await quiet(server);
		device.crash(second);
		server.disconnect();
		server.holds = () => false;
		server.rollOver(roomId);
		const third = await device.openOnline();
		await until(() => third.outbox.entries.length === 0);
		expect(everything(3).sort()).toEqual(['before', 'one', 'two']);
		await until(async () => (await heldOn(third, roomId, 0)).length === 1);
	});

	it('is done when the server says that it has it already, in whichever segment', async () => {
		const engine = await writesOffline('one');
		const [entry] = engine.outbox.entries;
		device.crash(engine);
		server.rollOver(roomId);
		// It arrived in the segment between, from a life of this device that its disk does not remember.
		server.write(named(1), (doc) => {
			doc.getMap('messages').set(entry?.id ?? '', entry?.message);
			doc.getArray('timeline').insert(0, [{ id: entry?.id, at: 1 }]);
		});
		server.rollOver(roomId);
		device.plugIn();
		const next = await device.openOnline();
		await until(() => next.outbox.entries.length === 0);
		expect(everything(3)).toEqual(['before', 'one']);
		await until(async () => (await heldOn(next, roomId, 2)).length === 0);
	});

	it('comes back alone when it is refused, and the rest arrives message by message (D6)', async () => {
		server.refuses = ({ body }) => (body === 'poisoned' ? 'invalid-content' : undefined);
		const engine = await writesOffline('one', 'poisoned', 'two');
		device.goOnline(engine);
		await until(() => engine.outbox.entries.every(({ returned }) => returned !== undefined));
		expect(engine.outbox.entries).toMatchObject([{ message: { body: 'poisoned' }, returned: 'invalid-content' }]);
		expect(server.texts(named(0))).toEqual(['before', 'one', 'two']);
		expect((await heldOn(engine, roomId, 0)).sort()).toEqual(['before', 'one', 'two']);
	});
});
