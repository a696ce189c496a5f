import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { personalName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import type { RoomChoice } from '../protocol/personal.ts';
import type { SyncEngine } from './engine.ts';
import { TestDevice, until } from './test-device.ts';
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

describe('the personal document that is made anew (N5, D6)', () => {
	const name = () => personalName(device.userId);
	const settings = () => server.doc(name()).getMap('settings').toJSON();
	const choice = () => server.doc(name()).getMap<RoomChoice>('rooms').get(roomId);
	const onDevice = (engine: SyncEngine) => [engine.personal.settings, engine.personal.choice(roomId)];
	const confirmed = () => device.disk((store) => store.fact('confirmed-personal'));
	const serverSets = (root: string, key: string, value: unknown) =>
		server.write(name(), (doc) => void doc.getMap(root).set(key, value));

	/** A device that has gone offline with these choices confirmed, and with their news stored. */
	async function wentOffline(): Promise<SyncEngine> {
		serverSets('settings', 'roomOrder', 'title');
		const engine = await device.openOnline();
		await engine.personal.setRoomChoice(roomId, { favourite: true });
		const known = { drafts: {}, settings: { roomOrder: 'title' }, rooms: { [roomId]: { favourite: true } } };
		await until(async () => JSON.stringify(await confirmed()) === JSON.stringify(known));
		device.goOffline();
		return engine;
	}

	it('has the settings and the choices of rooms that were made offline', async () => {
		const engine = await wentOffline();
		await engine.personal.setSetting('typing', false);
		await engine.personal.setRoomChoice(roomId, { favourite: undefined, hidden: true });
		server.rebase(name());
		device.goOnline(engine);
		await until(() => settings()['typing'] === false && choice()?.favourite === undefined);
		expect(onDevice(engine)).toEqual([{ roomOrder: 'title', typing: false }, { hidden: true }]);
		expect([settings(), choice()]).toEqual(onDevice(engine));
	});

	it('keeps them through a crash before they could be written again', async () => {
		const before = await wentOffline();
		await before.personal.setRoomChoice(roomId, { favourite: undefined });
		device.crash(before);
		server.rebase(name());
		server.holds = (frame) => frame.kind === 'sync-step-1' && frame.document === name();
		device.plugIn();
		const engine = await device.openTab();
		await until(() => server.heardOf(name(), 'sync-step-1').length > 0);
		server.letGo();
		await until(() => choice() === undefined);
		expect(engine.personal.choice(roomId)).toEqual({});
	});

	it('has what another device has chosen meanwhile, where this one has chosen nothing', async () => {
		const engine = await wentOffline();
		await engine.personal.setSetting('typing', false);
		serverSets('settings', 'roomOrder', 'unread');
		serverSets('rooms', roomId, { hidden: true });
		server.rebase(name());
		device.goOnline(engine);
		await until(() => settings()['typing'] === false);
		expect(onDevice(engine)).toEqual([{ roomOrder: 'unread', typing: false }, { hidden: true }]);
	});

	it('has all that a server which was restored from a backup had confirmed, and lost', async () => {
		const backup = server.backUp();
		const engine = await wentOffline();
		server.restore(backup);
		server.rebase(name());
		device.goOnline(engine);
		await until(() => choice() !== undefined);
		expect(settings()).toEqual({ roomOrder: 'title' });
	});
});
