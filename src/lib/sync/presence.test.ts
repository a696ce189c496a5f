import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { headName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import { decodeAwareness, encodeAwareness, type AwarenessState } from './awareness.ts';
import { quiet, TestDevice, until } from './test-device.ts';
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

/** What the device has said about a room, in order. */
const said = (room = roomId) =>
	server
		.heardOf(headName(room), 'awareness')
		.flatMap((frame) => (frame.kind === 'awareness' ? decodeAwareness(frame.payload) : []));
const saidThere = () => said().map(({ state }) => state !== null);
const tell = (state: AwarenessState) =>
	server.tell({ kind: 'awareness', document: headName(roomId), payload: encodeAwareness(state) });
const boris = { clientId: 7, clock: 1, state: { user: 'boris' } };

describe('a room on the screen (P1)', () => {
	it('is said to the server, under a rising clock, and taken back when it leaves the screen', async () => {
		const engine = await device.openOnline();
		const hide = engine.presence.show(roomId);
		await until(() => said().length === 1);
		hide();
		await until(() => said().length === 2);
		engine.presence.show(roomId);
		await until(() => said().length === 3);
		expect(saidThere()).toEqual([true, false, true]);
		expect(new Set(said().map(({ clientId }) => clientId)).size).toBe(1);
		expect(said().map(({ clock }) => clock)).toEqual([1, 2, 3]);
	});

	it('is said again on a new connection, under another client id', async () => {
		const engine = await device.openOnline();
		engine.presence.show(roomId);
		await until(() => said().length === 1);
		device.goOffline();
		device.goOnline(engine);
		await until(() => said().length === 2);
		expect(new Set(said().map(({ clientId }) => clientId)).size).toBe(2);
	});

	it('is said once the server lists it, and not before: nobody asks about a room that is not theirs', async () => {
		const engine = await device.openOnline();
		const stranger = newId();
		engine.presence.show(stranger);
		engine.presence.show(roomId);
		await until(() => said().length === 1);
		await quiet(server);
		expect(said(stranger)).toEqual([]);
	});

	it('is said by the leading tab for every tab, for as long as one of them shows it', async () => {
		const first = await device.openOnline();
		const second = await device.openTab();
		const hideSecond = second.presence.show(roomId);
		await until(() => said().length === 1);
		const hideFirst = first.presence.show(roomId);
		hideSecond();
		await quiet(server);
		expect(saidThere()).toEqual([true]);
		hideFirst();
		await until(() => said().length === 2);
	});

	it('lapses with a tab that ends without another word', async () => {
		await device.openOnline();
		let crash: () => void = () => undefined;
		const crashed = new Promise<void>((resolve) => (crash = resolve));
		void navigator.locks.request('tidings-tab-crashing', () => crashed);
		const channel = new BroadcastChannel(`tidings-${device.userId}`);
		channel.postMessage({ kind: 'shows', tab: 'crashing', rooms: [roomId], typing: [], idle: false });
		await until(() => said().length === 1);
		crash();
		await until(() => said().length === 2);
		expect(saidThere()).toEqual([true, false]);
		channel.close();
	});

	it('is said by the next leader when the one before has gone', async () => {
		const first = await device.openOnline();
		const second = await device.openTab();
		second.presence.show(roomId);
		await until(() => said().length === 1);
		tell(boris);
		await until(() => second.presence.in(roomId).has('boris'));
		device.crash(first);
		await until(() => said().length === 2);
		expect([...second.presence.in(roomId).keys()]).toEqual([]);
	});
});

describe('who is there', () => {
	it('is told in every tab, until they go', async () => {
		const first = await device.openOnline();
		const second = await device.openTab();
		first.presence.show(roomId);
		await until(() => said().length === 1);
		tell(boris);
		await until(() => first.presence.in(roomId).has('boris') && second.presence.in(roomId).has('boris'));
		tell({ clientId: 8, clock: 1, state: { user: 'iryna' } });
		tell({ ...boris, clock: 2, state: null });
		await until(() => second.presence.in(roomId).has('iryna') && !second.presence.in(roomId).has('boris'));
	});

	it('is one person, on however many devices they are, until the last one goes', async () => {
		const engine = await device.openOnline();
		engine.presence.show(roomId);
		await until(() => said().length === 1);
		tell(boris);
		tell({ ...boris, clientId: 8 });
		tell({ ...boris, clock: 2, state: null });
		await quiet(server);
		expect([...engine.presence.in(roomId).keys()]).toEqual(['boris']);
	});

	it('is nobody without a connection, in a room that has left the screen, and in one that is ours no more', async () => {
		const engine = await device.openOnline();
		let hide = engine.presence.show(roomId);
		const borisIsThere = async (times: number) => {
			await until(() => said().length === times);
			tell(boris);
			await until(() => engine.presence.in(roomId).has('boris'));
		};
		await borisIsThere(1);
		hide();
		await until(() => engine.presence.in(roomId).size === 0);
		hide = engine.presence.show(roomId);
		await borisIsThere(3);
		device.goOffline();
		await until(() => engine.presence.in(roomId).size === 0);
		device.goOnline(engine);
		await borisIsThere(4);
		server.tell({ kind: 'closed', document: headName(roomId), reason: 'no-document' });
		await until(() => engine.presence.in(roomId).size === 0);
		hide();
		await quiet(server);
		expect(said()).toHaveLength(4);
	});

	it('is not taken from what cannot be read, or about rooms that are not shown', async () => {
		const engine = await device.openOnline();
		tell(boris);
		await quiet(server);
		engine.presence.show(roomId);
		await until(() => said().length === 1);
		server.tell({ kind: 'awareness', document: headName(roomId), payload: new Uint8Array([3, 1]) });
		await quiet(server);
		expect([...engine.presence.in(roomId).keys()]).toEqual([]);
		expect(engine.connection.kind).toBe('online');
	});
});

describe('writing', () => {
	const states = () => said().map(({ state }) => state);

	it('is said for the room on the screen, from whichever tab, and taken back', async () => {
		const first = await device.openOnline();
		const second = await device.openTab();
		first.presence.show(roomId);
		await until(() => said().length === 1);
		second.presence.show(roomId);
		second.presence.setTyping(roomId, true);
		await until(() => said().length === 2);
		second.presence.setTyping(roomId, false);
		await until(() => said().length === 3);
		expect(states()).toEqual([{}, { typing: true }, {}]);
	});

	it('of somebody else is told in every tab', async () => {
		const first = await device.openOnline();
		const second = await device.openTab();
		first.presence.show(roomId);
		await until(() => said().length === 1);
		tell({ ...boris, state: { user: 'boris', typing: true } });
		await until(() => second.presence.in(roomId).get('boris') === true);
		tell({ ...boris, clock: 2 });
		await until(() => second.presence.in(roomId).get('boris') === false);
	});
});

describe('a person at a device (P5)', () => {
	const idle = () => server.heard.flatMap((frame) => (frame.kind === 'activity' ? [frame.idle] : []));

	it('is idle only where they do nothing at every tab', async () => {
		const first = await device.openOnline();
		const second = await device.openTab();
		second.presence.setIdle(false);
		await quiet(server);
		first.presence.setIdle(true);
		await quiet(server);
		expect(idle()).toEqual([]);
		second.presence.setIdle(true);
		await until(() => idle().length === 1);
		first.presence.setIdle(false);
		await until(() => idle().length === 2);
		expect(idle()).toEqual([true, false]);
	});

	it('that does nothing is said to be idle again on a new connection', async () => {
		const engine = await device.openOnline();
		engine.presence.setIdle(true);
		await until(() => idle().length === 1);
		device.goOffline();
		device.goOnline(engine);
		await until(() => idle().length === 2);
		expect(idle()).toEqual([true, true]);
	});
});
