import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { personalName } from '../protocol/document-name.ts';
import { draftKey } from '../protocol/draft.ts';
import { newId } from '../protocol/ids.ts';
import { TestApi } from '../commands/test-api.ts';
import type { SyncEngine } from './engine.ts';
import { send, TestDevice, until } from './test-device.ts';
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
afterEach(() => device.close());

/** A device on which everything is in step with the server. */
async function inStep(): Promise<SyncEngine> {
	const engine = await device.openOnline();
	await until(() => device.disk(async (store) => (await store.fact('confirmed-personal')) !== undefined));
	return engine;
}

const writeDraft = (engine: SyncEngine, body: string) =>
	engine.documents.write(personalName(device.userId), (doc) => {
		doc.getMap('drafts').set(draftKey(roomId, newId()), { body, updatedAt: 1 });
	});

it('is what waits of messages, drafts, commands and choices, and nothing once they have arrived', async () => {
	const engine = await inStep();
	device.goOffline();
	await send(engine, roomId, device.userId, 'too far out');
	await writeDraft(engine, 'half a thought');
	await engine.run({ kind: 'join-room', roomId: newId() });
	await engine.run({ kind: 'change-room', roomId, change: { title: 'Plans' } });
	await engine.personal.setSetting('typing', false);
	await engine.personal.setRoomChoice(roomId, { favourite: true });
	expect(await engine.unsent()).toEqual({ messages: 1, drafts: 1, changes: 4 });
	device.goOnline(engine);
	await until(async () => JSON.stringify(await engine.unsent()) === '{"messages":0,"drafts":0,"changes":0}');
});

it('is not how far somebody has read, nor a draft that has gone', async () => {
	const engine = await inStep();
	await writeDraft(engine, 'sent from here');
	await until(async () => (await engine.unsent()).drafts === 0);
	device.goOffline();
	await engine.run({ kind: 'read', roomId, seq: 1 });
	await engine.documents.write(personalName(device.userId), (doc) => doc.getMap('drafts').clear());
	expect(await engine.unsent()).toEqual({ messages: 0, drafts: 0, changes: 0 });
});
