import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { headName, personalName, segmentName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { login, ANNA, IRYNA } from '../support/people.ts';
import { call, joinRoom, leaveRoom } from '../support/rest.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { StockClient } from '../support/stock-client.ts';
import { SyncClient, textsOf, timelineOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

let room: RoomOnServer;
const clients: StockClient[] = [];

beforeAll(async () => (room = await startRoom()));
afterAll(() => room.server.dispose());
afterEach(() => clients.splice(0).forEach((client) => client.destroy()));

function stock(document: string, headers: Record<string, string> = {}): StockClient {
	const client = new StockClient(room.server.origin, document, { origin: room.server.origin, ...headers });
	clients.push(client);
	return client;
}

describe('a stock y-websocket client', () => {
	it('reads a room and sends a message that other devices see (S1, W2)', async () => {
		const anna = await SyncClient.connect(room.server.origin, room.anna);
		const hers = await anna.sync(room.segment);
		anna.say(room.segment, 'hello from Tidings');
		const boris = stock(room.segment, { cookie: room.boris.cookie });
		await boris.synced();
		await until('he reads it', () => textsOf(boris.doc).includes('hello from Tidings'));
		const message = { author: room.boris.account.id, body: 'hello from elsewhere', createdAt: Date.now() };
		boris.doc.getMap('messages').set(newId(), message);
		await until('she reads it', () => textsOf(hers).includes('hello from elsewhere'));
		await until('he has his receipt', () => timelineOf(boris.doc).length === timelineOf(hers).length);
		anna.close();
	});

	it('may write its own personal document', async () => {
		const client = stock(personalName(room.anna.account.id), { cookie: room.anna.cookie });
		await client.synced();
	});

	it.each([
		['without a cookie (S2)', CLOSE.noSession, () => stock(room.segment)],
		['with a cookie that is none (S2)', CLOSE.noSession, () => stock(room.segment, { cookie: 'tidings_session=x' })],
		[
			'from another origin (S2)',
			CLOSE.wrongOrigin,
			() => stock(room.segment, { origin: 'https://evil.example', cookie: room.anna.cookie })
		],
		['who is no member (N2)', CLOSE.noDocument, () => stock(room.segment, { cookie: room.iryna.cookie })],
		[
			"to another's personal document (N2)",
			CLOSE.noDocument,
			() => stock(personalName(room.anna.account.id), { cookie: room.boris.cookie })
		],
		[
			'to a room that does not exist (N2)',
			CLOSE.noDocument,
			() => stock(headName(newId()), { cookie: room.anna.cookie })
		],
		['to a name that is none (N1)', CLOSE.noDocument, () => stock('anything/at/all', { cookie: room.anna.cookie })]
	])('is refused %s', async (_, code, connect) => {
		const client = connect();
		expect(await client.closed()).toBe(code);
		expect(client.doc.store.clients.size).toBe(0);
	});

	it('finds a segment that has not been opened empty, and may write nothing there (U12)', async () => {
		const boris = stock(segmentName(room.roomId, 1), { cookie: room.boris.cookie });
		await boris.synced();
		expect(boris.doc.store.clients.size).toBe(0);
		boris.doc.getMap('messages').set(newId(), { author: room.boris.account.id, body: 'early', createdAt: 1 });
		expect(await boris.closed()).toBe(CLOSE.rejected);
	});

	it('is closed with the reason when it sends what it may not (4409)', async () => {
		const boris = stock(room.segment, { cookie: room.boris.cookie });
		await boris.synced();
		const forged = { author: room.anna.account.id, body: 'I owe Boris 100', createdAt: Date.now() };
		boris.doc.getMap('messages').set(newId(), forged);
		expect(await boris.closed()).toBe(CLOSE.rejected);
	});

	it('stops receiving when its account leaves the room (I6)', async () => {
		await joinRoom(room.server.origin, room.iryna.cookie, room.roomId);
		const iryna = stock(room.segment, { cookie: room.iryna.cookie });
		await iryna.synced();
		await leaveRoom(room.server.origin, room.iryna.cookie, room.roomId);
		expect(await iryna.closed()).toBe(CLOSE.noDocument);
	});

	it('stops receiving when its session is signed out (S3)', async () => {
		const second = await login(room.server.origin, ANNA);
		const anna = stock(room.segment, { cookie: second.cookie });
		await anna.synced();
		await call(room.server.origin, 'POST', '/api/v1/auth/logout', { cookie: second.cookie });
		expect(await anna.closed()).toBe(CLOSE.noSession);
	});

	it("cannot come back with a removed member's old cookie", async () => {
		const iryna = await login(room.server.origin, IRYNA);
		const client = stock(room.segment, { cookie: iryna.cookie });
		expect(await client.closed()).toBe(CLOSE.noDocument);
	});
});
