import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { segmentName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import { SEGMENT_ROOTS, type Message, type TimelineEntry } from '../protocol/message.ts';
import type { SyncEngine } from './engine.ts';
import { heldOn, send, TestDevice, textsOn, until } from './test-device.ts';
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

const segment = () => segmentName(roomId, 0);
const waiting = (engine: SyncEngine) => engine.outbox.entries.map(({ message, returned }) => [message.body, returned]);

/** The server takes somebody's message under this id. */
function serverTakes(id: string, author: string, body: string): void {
	server.write(segment(), (doc) => {
		doc.getMap<Message>(SEGMENT_ROOTS.messages).set(id, { author, body, createdAt: 1 });
		doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline).insert(0, [{ id, at: 1 }]);
	});
}

/** A device that is offline and has written under an id, under which the server has taken another message meanwhile. */
async function wroteOffline(author: string, serverClientId: number): Promise<SyncEngine> {
	const engine = await device.openOnline();
	await until(() => server.heardOf(segment(), 'sync-step-2').length > 0);
	device.goOffline();
	const id = await send(engine, roomId, device.userId, 'mine');
	server.doc(segment()).clientID = serverClientId;
	serverTakes(id, author, author === device.userId ? 'mine' : 'theirs');
	return engine;
}

/** Of two values that were written at the same time, Yjs keeps the one of the higher client id. */
describe.each([
	['Yjs keeps the other one', 2 ** 32 - 1],
	['Yjs keeps the one that was written here', 1]
])('an id under which the server has somebody else’s message, where %s', (_, serverClientId) => {
	it('is no receipt: the text comes back as not delivered, once, and can be sent again (D2)', async () => {
		const engine = await wroteOffline(newId(), serverClientId);
		const other = await device.openTab();
		await other.documents.openReady(segment());
		device.goOnline(engine);
		await until(() => [engine, other].every((tab) => tab.outbox.entries[0]?.returned === 'not-yours'));
		await until(async () => JSON.stringify(await heldOn(engine, roomId, 0)) === '["theirs"]');
		expect([waiting(engine), waiting(other)]).toEqual([[['mine', 'not-yours']], [['mine', 'not-yours']]]);
		expect(await device.disk((store) => store.outbox())).toEqual(engine.outbox.entries);
		const [entry] = engine.outbox.entries;
		await engine.send(roomId, entry?.id ?? '', { author: device.userId, body: 'mine', createdAt: 1 });
		await until(() => engine.outbox.entries.length === 0);
		expect(server.texts(segment())).toEqual(['theirs', 'mine']);
	});

	it('is a receipt where the message is this account’s, of which the server has another copy', async () => {
		const engine = await wroteOffline(device.userId, serverClientId);
		device.goOnline(engine);
		await until(() => engine.outbox.entries.length === 0);
		expect(await textsOn(engine, roomId, 0)).toEqual(['mine']);
		expect(server.texts(segment())).toEqual(['mine']);
	});
});

it('confirms a message that was edited since, for its author stays', async () => {
	const engine = await device.openOnline();
	server.holds = (frame) => frame.kind === 'update';
	const id = await send(engine, roomId, device.userId, 'first version');
	await until(() => server.texts(segment()).length === 1);
	server.write(segment(), (doc) => {
		const edited = { author: device.userId, body: 'second version', createdAt: 1, editedAt: 2 };
		doc.getMap<Message>(SEGMENT_ROOTS.messages).set(id, edited);
	});
	server.letGo();
	await until(() => engine.outbox.entries.length === 0);
	expect(await textsOn(engine, roomId, 0)).toEqual(['second version']);
});
