import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { personalName, WORKSPACE_NAME } from '../../src/lib/protocol/document-name.ts';
import { defaultOrigin } from '../../sync-server/config.ts';
import { createServer, type Server } from '../../sync-server/server.ts';
import { createMemoryStorage } from '../../sync-server/storage/memory/memory-storage.ts';
import type { Storage } from '../../sync-server/storage/storage.ts';
import { ANNA, register, type SignedIn } from '../support/people.ts';
import { StockClient } from '../support/stock-client.ts';
import { SyncClient } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A server in this process, whose clock the test moves. */
let server: Server;
let ahead: number;
let anna: SignedIn;
let storage: Storage;
let loads: string[];

beforeEach(async () => {
	ahead = 0;
	storage = createMemoryStorage();
	loads = [];
	const loadDocument = storage.loadDocument.bind(storage);
	storage.loadDocument = (document) => (loads.push(document), loadDocument(document));
	server = await createServer({
		config: { host: '127.0.0.1', port: 0, origin: defaultOrigin(0), healMinutes: 0 },
		storage,
		webFiles: new Map(),
		log: pino({ level: 'silent' }),
		now: () => Date.now() + ahead
	});
	anna = await register(server.origin, { ...ANNA, email: `${server.port}@example.org`, username: `a${server.port}` });
});
afterEach(() => server.close());

it('starts with the workspace document alone, and reads only what is asked for (I8)', async () => {
	expect(loads).toEqual([WORKSPACE_NAME]);
	const device = await SyncClient.connect(server.origin, anna);
	expect(loads).toEqual([WORKSPACE_NAME]);
	await device.sync(personalName(anna.account.id));
	expect(loads).toEqual([WORKSPACE_NAME, personalName(anna.account.id)]);
});

it('closes the sockets of a session that has run out, on both endpoints (S3)', async () => {
	const device = await SyncClient.connect(server.origin, anna);
	const headers = { origin: server.origin, cookie: anna.cookie };
	const stock = new StockClient(server.origin, personalName(anna.account.id), headers);
	await stock.synced();
	ahead = 31 * DAY_MS;
	expect(await device.closed()).toBe(CLOSE.noSession);
	expect(await stock.closed()).toBe(CLOSE.noSession);
});

it('keeps those of a session that was extended meanwhile', async () => {
	const device = await SyncClient.connect(server.origin, anna);
	const [session] = await storage.listSessions(anna.account.id);
	await storage.extendSession(session?.tokenHash ?? '', Date.now() + 60 * DAY_MS);
	let looks = 0;
	const findSession = storage.findSession.bind(storage);
	storage.findSession = (hash) => (looks++, findSession(hash));
	ahead = 30 * DAY_MS - 30_000;
	await until('the session is looked up again before its end', () => looks > 0);
	ahead = 31 * DAY_MS;
	await device.sync(personalName(anna.account.id));
	expect(device.closeCode).toBeUndefined();
	ahead = 61 * DAY_MS;
	expect(await device.closed()).toBe(CLOSE.noSession);
});
