import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { encodeStockFrame } from '../../src/lib/protocol/frames.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { defaultOrigin } from '../../sync-server/config.ts';
import { createServer, type Server } from '../../sync-server/server.ts';
import { createMemoryStorage } from '../../sync-server/storage/memory/memory-storage.ts';
import { saying, words } from '../support/attack.ts';
import { ANNA, login, register, type SignedIn } from '../support/people.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { call, createRoom } from '../support/rest.ts';
import { SyncClient, timelineOf } from '../support/sync-client.ts';

const SESSION_MS = 30 * 24 * 60 * 60 * 1000;

let server: Server;
afterEach(() => server.close());

/** A server in this process, whose clock the test moves, with Anna in a room. */
async function startWithClock() {
	const clock = { ahead: 0 };
	const config = { host: '127.0.0.1', port: 0, origin: defaultOrigin(0), healMinutes: 0 };
	const storage = createMemoryStorage();
	const now = () => Date.now() + clock.ahead;
	server = await createServer({ config, storage, webFiles: new Map(), log: pino({ level: 'silent' }), now });
	const anna = await register(server.origin, ANNA);
	const { id } = await createRoom(server.origin, anna.cookie, { title: 'General', kind: 'public' });
	return { clock, storage, anna, segment: segmentName(id, 0) };
}

/** Both endpoints, open and served. */
async function open(person: SignedIn, segment: string) {
	const multiplexed = await SyncClient.connect(server.origin, person);
	await multiplexed.sync(segment);
	return { multiplexed, stock: await RawSocket.open(server.origin, person, segment) };
}

it('a stolen cookie opens nothing once its session is signed out, and its open sockets close (S3)', async () => {
	const { anna, segment } = await startWithClock();
	const stolen = await login(server.origin, ANNA);
	const thief = await open(stolen, segment);
	await call(server.origin, 'POST', '/api/v1/auth/logout', { cookie: stolen.cookie });
	expect(await thief.multiplexed.closed()).toBe(CLOSE.noSession);
	expect(await thief.stock.closed()).toMatchObject({ code: CLOSE.noSession });
	for (const document of [undefined, segment]) {
		const again = await RawSocket.open(server.origin, stolen, document);
		expect(await again.closed()).toMatchObject({ code: CLOSE.noSession });
		expect(again.received).toEqual([]);
	}
	await expect(call(server.origin, 'GET', '/api/v1/me', { cookie: stolen.cookie })).rejects.toMatchObject({
		status: 401
	});
	expect((await call(server.origin, 'GET', '/api/v1/me', { cookie: anna.cookie })).status).toBe(200);
});

it("an expired session's open sockets close, and what they send is not taken (S3)", async () => {
	const { clock, storage, anna, segment } = await startWithClock();
	const { multiplexed, stock } = await open(anna, segment);
	clock.ahead = SESSION_MS + 1000;
	const update = saying(new Y.Doc(), newId(), words(anna.account.id, 'too late'));
	multiplexed.send({ kind: 'update', document: segment, update });
	stock.send(encodeStockFrame({ kind: 'update', update }));
	expect(await multiplexed.closed()).toBe(CLOSE.noSession);
	expect(await stock.closed()).toMatchObject({ code: CLOSE.noSession });
	const stored = new Y.Doc();
	for (const one of (await storage.loadDocument(segment)).updates) Y.applyUpdate(stored, one);
	expect(timelineOf(stored)).toEqual([]);
});

it('an expired session closes also sockets that say nothing (S3)', async () => {
	const { clock, anna, segment } = await startWithClock();
	const { multiplexed, stock } = await open(anna, segment);
	clock.ahead = SESSION_MS + 1000;
	expect(await multiplexed.closed()).toBe(CLOSE.noSession);
	expect(await stock.closed()).toMatchObject({ code: CLOSE.noSession });
});
