import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { PROTOCOL_VERSION } from '../../src/lib/protocol/control.ts';
import { headName, personalName, segmentName, WORKSPACE_NAME } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { ANNA, IRYNA, login, type SignedIn } from '../support/people.ts';
import { call, createRoom, joinRoom, leaveRoom } from '../support/rest.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { SyncClient, textsOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

let room: RoomOnServer;
const clients: SyncClient[] = [];

beforeAll(async () => (room = await startRoom()));
afterAll(() => room.server.dispose());
afterEach(() => clients.splice(0).forEach((client) => client.close()));

async function device(person: SignedIn, connect = SyncClient.connect): Promise<SyncClient> {
	const client = await connect(room.server.origin, person);
	clients.push(client);
	return client;
}

describe('the multiplexed socket', () => {
	it('greets, then tells every document the account may read, with its version (C1–C3)', async () => {
		const anna = await device(room.anna);
		const hello = await anna.heard('server-hello');
		expect(hello).toMatchObject({ protocol: PROTOCOL_VERSION, userId: room.anna.account.id });
		const { documents, complete } = await anna.heard('heads');
		expect(complete).toBe(true);
		const names = [personalName(room.anna.account.id), WORKSPACE_NAME, headName(room.roomId), room.segment];
		expect(documents.map(({ name }) => name).sort()).toEqual(names.sort());
		expect(documents.find(({ name }) => name === headName(room.roomId))?.version).toBeGreaterThan(0);
		expect(documents.find(({ name }) => name === room.segment)).toMatchObject({ version: 0, generation: 0 });
	});

	it('carries later updates of all of them without being asked, with the version they make (C3, W4)', async () => {
		const [anna, boris] = [await device(room.anna), await device(room.boris)];
		await anna.sync(room.segment);
		const { documents } = await boris.heard('heads');
		const before = documents.find(({ name }) => name === room.segment)?.version ?? 0;
		anna.say(room.segment, 'unasked');
		const { step, update } = await boris.heard('update', room.segment);
		expect(step?.base).toBe(before);
		expect(step?.version).toBeGreaterThan(before);
		const doc = new Y.Doc();
		Y.applyUpdate(doc, update);
		expect(textsOf(doc)).toContain('unasked');
	});

	it.each([
		['no hello first (C1)', CLOSE.badFrame, { kind: 'heartbeat' } as const],
		['another protocol version (C1)', CLOSE.wrongVersion, { kind: 'client-hello', protocol: 999 } as const]
	])('closes on %s', async (_, code, frame) => {
		const anna = await device(room.anna, SyncClient.open);
		anna.send(frame);
		expect(await anna.closed()).toBe(code);
	});

	it('closes on bytes that are no frame, and on text (S6)', async () => {
		const garbled = await device(room.anna);
		garbled.socket.send(Uint8Array.of(255, 255, 255));
		expect(await garbled.closed()).toBe(CLOSE.badFrame);
		const texting = await device(room.anna);
		texting.socket.send('hello');
		expect(await texting.closed()).toBe(CLOSE.badFrame);
	});

	it('refuses a missing session and a foreign origin, each with its code (S2)', async () => {
		const nobody = { ...room.anna, cookie: 'tidings_session=nobody' };
		expect(await (await device(nobody, SyncClient.open)).closed()).toBe(CLOSE.noSession);
		const url = `${room.server.origin.replace('http', 'ws')}/sync`;
		const foreign = new WebSocket(url, { headers: { origin: 'https://evil.example', cookie: room.anna.cookie } });
		const code = await new Promise((resolve) => foreign.on('close', resolve));
		expect(code).toBe(CLOSE.wrongOrigin);
	});

	it('acknowledges updates by their ordinal, and what follows a refusal not at all until the next step 1 (C4, C5)', async () => {
		const boris = await device(room.boris);
		const doc = await boris.sync(room.segment);
		boris.forget();
		boris.say(room.segment, 'second');
		await until('it is acknowledged', () => boris.frames.some((frame) => frame.kind === 'ack' && frame.ordinal === 2));
		const forged = new Y.Doc();
		forged.getMap('messages').set(newId(), { author: room.anna.account.id, body: 'forged', createdAt: 1 });
		boris.send({ kind: 'update', document: room.segment, update: Y.encodeStateAsUpdate(forged) });
		expect(await boris.heard('reject', room.segment)).toMatchObject({ ordinal: 3, code: 'wrong-author' });
		boris.forget();
		boris.say(room.segment, 'after a refusal');
		await boris.sync(room.segment, doc);
		expect(await boris.heard('ack', room.segment)).toMatchObject({ ordinal: 1 });
		await until('it has come with step 2', () => textsOf(doc).includes('after a refusal'));
	});

	it('answers for a document of another with closed, as for one that does not exist (C6, N2)', async () => {
		const iryna = await device(room.iryna);
		for (const document of [room.segment, segmentName(newId(), 0), personalName(room.anna.account.id), 'x']) {
			iryna.send({ kind: 'sync-step-1', document, stateVector: Y.encodeStateVector(new Y.Doc()) });
			expect(await iryna.heard('closed', document)).toMatchObject({ reason: 'no-document' });
		}
		expect(iryna.frames.some(({ kind }) => kind === 'sync-step-2')).toBe(false);
	});

	it('sends a heartbeat back as it came (C7)', async () => {
		const anna = await device(room.anna);
		anna.send({ kind: 'heartbeat' });
		await anna.heard('heartbeat');
	});

	it('tells every device of an account about a room gained and a room lost (C3, C6, I6)', async () => {
		const devices = [await device(room.iryna), await device(await login(room.server.origin, IRYNA))];
		devices.forEach((client) => client.forget());
		await joinRoom(room.server.origin, room.iryna.cookie, room.roomId);
		for (const client of devices) expect((await client.heard('heads')).complete).toBe(false);
		await leaveRoom(room.server.origin, room.iryna.cookie, room.roomId);
		for (const client of devices) await client.heard('closed', headName(room.roomId));
		const anna = await device(room.anna);
		await anna.sync(room.segment);
		devices.forEach((client) => client.forget());
		anna.say(room.segment, 'not for Iryna any more');
		await until('it is acknowledged', () => anna.frames.some((frame) => frame.kind === 'ack' && frame.ordinal === 2));
		for (const client of devices) {
			client.send({ kind: 'heartbeat' });
			await client.heard('heartbeat');
			expect(client.frames.some(({ kind }) => kind === 'update')).toBe(false);
		}
	});

	it('shows a new room to the other devices of its maker (C3)', async () => {
		const anna = await device(room.anna);
		anna.forget();
		const { id } = await createRoom(room.server.origin, room.anna.cookie, { title: 'Plans', kind: 'private' });
		expect((await anna.heard('heads')).documents.map(({ name }) => name)).toEqual([headName(id), segmentName(id, 0)]);
	});

	it('closes the sockets of a session that signs out, and only those (S3)', async () => {
		const second = await login(room.server.origin, ANNA);
		const [staying, leaving] = [await device(room.anna), await device(second)];
		await call(room.server.origin, 'POST', '/api/v1/auth/logout', { cookie: second.cookie });
		expect(await leaving.closed()).toBe(CLOSE.noSession);
		staying.forget();
		staying.send({ kind: 'heartbeat' });
		await staying.heard('heartbeat');
	});

	it('closes with a retryable code when the server stops (S4)', async () => {
		const anna = await device(room.anna);
		await anna.sync(room.segment);
		anna.say(room.segment, 'in flight');
		expect(await room.server.stop()).toBe(0);
		expect(await anna.closed()).toBe(CLOSE.goingAway);
		await room.server.start();
		const again = await device(room.anna);
		await until('it is there', async () => textsOf(await again.sync(room.segment)).includes('in flight'));
	});
});
