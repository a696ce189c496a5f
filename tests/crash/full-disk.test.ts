import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { defaultOrigin } from '../../sync-server/config.ts';
import { createServer, type Server } from '../../sync-server/server.ts';
import { createSqliteStorage } from '../../sync-server/storage/sqlite/sqlite-storage.ts';
import { sayMany } from '../support/many-messages.ts';
import { ANNA, BORIS, register } from '../support/people.ts';
import { createRoom, joinRoom } from '../support/rest.ts';
import { lockedUp, pageLimit, realSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { SyncClient, textsOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

const WORKER = new URL('../../build/server/writer-worker.js', import.meta.url);
const MOUNTED = process.env.SMALL_DISK;
const DISKS: [string, () => Promise<SmallDisk>][] = [
	['a database that may not grow', pageLimit],
	['a database that can only be read', lockedUp]
];
if (MOUNTED !== undefined) DISKS.push(['a small file system that is full', () => realSmallDisk(MOUNTED)]);

let server: Server | undefined;
let disk: SmallDisk | undefined;
afterEach(async () => {
	await disk?.free().catch(() => undefined);
	await server?.close();
	await disk?.dispose();
	[server, disk] = [undefined, undefined];
});

async function start({ dataDir, maxBytes }: SmallDisk): Promise<Server> {
	return createServer({
		config: { host: '127.0.0.1', port: 0, origin: defaultOrigin(0), healMinutes: 0 },
		storage: createSqliteStorage({ dataDir, workerUrl: WORKER, ...(maxBytes === undefined ? {} : { maxBytes }) }),
		webFiles: new Map(),
		log: pino({ level: 'silent' })
	});
}

/** Anna and Борис in a room with one message, each with a copy of it. */
async function converse(origin: string) {
	const [anna, boris] = [await register(origin, ANNA), await register(origin, BORIS)];
	const { id } = await createRoom(origin, anna.cookie, { title: 'General', kind: 'public' });
	await joinRoom(origin, boris.cookie, id);
	const segment = segmentName(id, 0);
	const [hers, his] = [await SyncClient.connect(origin, anna), await SyncClient.connect(origin, boris)];
	const [herDoc, hisDoc] = [await hers.sync(segment), await his.sync(segment)];
	hers.say(segment, 'before');
	await until('both have it', () => [herDoc, hisDoc].every((doc) => textsOf(doc).includes('before')));
	return { anna, segment, hers, his, herDoc, hisDoc };
}

describe.each(DISKS)('on %s', (_, make) => {
	it('senders are asked to come back, readers go on, health says so, and it recovers by itself (T4)', async () => {
		disk = await make();
		server = await start(disk);
		const { origin } = server;
		const { anna, segment, hers, his, herDoc, hisDoc } = await converse(origin);
		const isWell = async () => (await fetch(`${origin}/healthz`)).ok;
		await disk.fill();
		const long = Array.from({ length: 10 }, (_text, index) => `${index}`.padEnd(15_000, 'x'));
		sayMany(hers, segment, long);
		expect(await hers.heard('reject', segment)).toMatchObject({ code: 'storage-unavailable' });
		expect(await isWell()).toBe(false);

		const reader = await SyncClient.connect(origin, anna);
		expect(textsOf(await reader.sync(segment))).toEqual(['before']);
		expect([textsOf(herDoc), textsOf(hisDoc)]).toEqual([['before'], ['before']]);
		expect([hers.closeCode, his.closeCode]).toEqual([undefined, undefined]);

		await disk.free();
		await until('it is well again', isWell);
		hers.forget();
		await hers.sync(segment, herDoc);
		sayMany(hers, segment, long);
		await until('everyone has everything', () => textsOf(hisDoc).length === 1 + long.length);
		expect(textsOf(herDoc)).toEqual(textsOf(hisDoc));
		await server.close();
		server = await start(disk);
		const later = await SyncClient.connect(server.origin, anna);
		expect(textsOf(await later.sync(segment))).toEqual(textsOf(hisDoc));
	});
});
