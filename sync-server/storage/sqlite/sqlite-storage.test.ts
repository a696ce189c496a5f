import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { StartupError } from '../../startup-error.ts';
import { StorageUnavailableError, type Commit, type Storage } from '../storage.ts';
import { buildWriterWorker } from './build-writer-worker.ts';
import { WAITING_MAX_BYTES } from './group-commit.ts';
import { createSqliteStorage, type SqliteStorageOptions } from './sqlite-storage.ts';

const KIB = 1024;

let workerUrl: URL;
let dataDir: string;
let opened: Storage[];

beforeAll(async () => {
	workerUrl = await buildWriterWorker();
});

beforeEach(async () => {
	dataDir = await mkdtemp(join(tmpdir(), 'tidings-sqlite-'));
	opened = [];
});

afterEach(async () => {
	await Promise.all(opened.map((storage) => storage.close()));
	await rm(dataDir, { recursive: true });
});

function open(options: Partial<SqliteStorageOptions> = {}): Storage {
	const storage = createSqliteStorage({ dataDir, workerUrl, ...options });
	opened.push(storage);
	return storage;
}

function commit(version: number, bytes = 1): Commit {
	return { document: 'd', version, update: new Uint8Array(bytes).fill(version), claims: [], messages: [] };
}

const anna = {
	id: 'id-anna',
	email: 'anna@example.org',
	username: 'anna',
	displayName: 'Anna',
	passwordHash: 'hash',
	createdAt: 1
};

/** Looks into the store from outside, as an operator would. */
function inspect<T>(look: (db: Sqlite.Database) => T): T {
	const db = new Sqlite(join(dataDir, 'tidings.db'));
	try {
		return look(db);
	} finally {
		db.close();
	}
}

describe('a store on disk', () => {
	test('survives reopening', async () => {
		const first = open();
		await first.createUser(anna);
		await first.appendCommit(commit(1));
		await first.close();
		const second = open();
		expect((await second.findUser('id-anna'))?.role).toBe('owner');
		expect((await second.loadDocument('d')).updates).toEqual([Uint8Array.of(1)]);
	});

	test('is private to its user', async () => {
		const nested = join(dataDir, 'a', 'b');
		const storage = createSqliteStorage({ dataDir: nested, workerUrl });
		expect((await stat(nested)).mode & 0o077).toBe(0);
		await storage.close();
	});

	test('leaves no log behind when closed', async () => {
		const storage = open();
		await storage.appendCommit(commit(1));
		await storage.close();
		await expect(stat(join(dataDir, 'tidings.db-wal'))).rejects.toThrow('ENOENT');
	});

	test('of a newer server is refused in one sentence and left as it is', async () => {
		await open().close();
		inspect((db) => db.pragma('user_version = 99'));
		expect(() => open()).toThrow(StartupError);
		expect(() => open()).toThrow('The data was written by a newer Tidings');
		expect(inspect((db) => db.pragma('user_version', { simple: true }))).toBe(99);
	});

	test('is refused to a second server until the first has closed', async () => {
		const first = open();
		expect(() => open()).toThrow(`Another Tidings server is already using the data directory ${dataDir}.`);
		await first.close();
		const second = open();
		await second.probe();
	});

	test('takes no write once closed', async () => {
		const storage = open();
		await storage.close();
		await expect(storage.appendCommit(commit(1))).rejects.toBeInstanceOf(StorageUnavailableError);
	});
});

describe('the logs', () => {
	test('record accounts, sign-ins and rooms with what they record', async () => {
		const storage = open();
		await storage.createUser(anna);
		await storage.createSession({ tokenHash: 't', userId: anna.id, expiresAt: 1 });
		const room = { id: 'r', title: 'r', kind: 'public' as const, createdBy: anna.id, createdAt: 1 };
		const owner = { roomId: 'r', userId: anna.id, role: 'owner' as const, joinedAt: 1 };
		await storage.createRoom(room, owner, []);
		await storage.removeMember('r', anna.id, commit(1));
		await storage.addMember(owner, commit(2));
		await storage.addMember(owner, commit(3));
		const actions = inspect((db) => db.prepare('SELECT actor, action, subject FROM audit_log').raw().all());
		expect(actions).toEqual([
			[anna.id, 'account-created', null],
			[anna.id, 'signed-in', null],
			[anna.id, 'room-created', 'r'],
			[anna.id, 'room-left', 'r'],
			[anna.id, 'room-joined', 'r']
		]);
	});

	test('keep every version of a message and let none be changed or removed', async () => {
		const storage = open();
		const message = { id: 'm', roomId: 'r', seq: 0, author: anna.id, value: '"first"', receivedAt: 1 };
		await storage.appendCommit({ ...commit(1), messages: [message] });
		await storage.appendCommit({ ...commit(2), messages: [{ ...message, value: '"second"' }] });
		expect(inspect((db) => db.prepare('SELECT value FROM message_log').pluck().all())).toEqual(['"first"', '"second"']);
		for (const sql of ['DELETE FROM message_log', "UPDATE message_log SET value = ''"]) {
			expect(() => inspect((db) => db.exec(sql))).toThrow('message_log is append-only');
		}
	});
});

describe('a disk that takes no more', () => {
	const FULL_BYTES = 512 * KIB;

	test('turns the store unwritable, keeps what it had, and turns it back with a write that fits', async () => {
		const storage = open({ maxBytes: FULL_BYTES });
		await storage.appendCommit(commit(1, 64 * KIB));
		await expect(storage.appendCommit(commit(2, 2 * FULL_BYTES))).rejects.toBeInstanceOf(StorageUnavailableError);
		expect(storage.isWritable()).toBe(false);
		expect(await storage.documentVersions(['d'])).toEqual([1]);
		await storage.appendCommit(commit(2, KIB));
		expect(storage.isWritable()).toBe(true);
		expect((await storage.loadDocument('d')).updates.map((update) => update.length)).toEqual([64 * KIB, KIB]);
	});

	test('fails every write of the transaction, because none of it was kept', async () => {
		const storage = open({ maxBytes: FULL_BYTES });
		const outcomes = await Promise.allSettled([
			storage.createUser(anna),
			storage.appendCommit(commit(1, 2 * FULL_BYTES)),
			storage.probe()
		]);
		for (const outcome of outcomes) {
			expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StorageUnavailableError) as unknown });
		}
		expect(await storage.findUser(anna.id)).toBeUndefined();
	});

	test('shows by a probe that it works again', async () => {
		const storage = open({ maxBytes: FULL_BYTES });
		await expect(storage.appendCommit(commit(1, 2 * FULL_BYTES))).rejects.toThrow(StorageUnavailableError);
		await storage.probe();
		expect(storage.isWritable()).toBe(true);
	});
});

describe('the writer thread', () => {
	test('that cannot start fails what waits for it and says that the store takes no writes', async () => {
		const storage = open({ workerUrl: new URL('./no-such-worker.mjs', import.meta.url) });
		const writes = await Promise.allSettled([storage.appendCommit(commit(1)), storage.probe()]);
		expect(writes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
		expect(writes[0]).toMatchObject({ reason: expect.any(StorageUnavailableError) as unknown });
		expect(storage.isWritable()).toBe(false);
	});

	test('that dies in the middle of a batch fails it, and the next write starts another', async () => {
		const script = join(dataDir, 'dies-once.mjs');
		await writeFile(
			script,
			`import { existsSync, writeFileSync } from 'node:fs';
			import { parentPort } from 'node:worker_threads';
			const marker = ${JSON.stringify(join(dataDir, 'died'))};
			if (existsSync(marker)) await import(${JSON.stringify(workerUrl.href)});
			else parentPort.on('message', () => { writeFileSync(marker, ''); throw new Error('out of memory'); });`
		);
		const storage = open({ workerUrl: pathToFileURL(script) });
		await expect(storage.appendCommit(commit(1))).rejects.toThrow('the writer thread failed: out of memory');
		expect(storage.isWritable()).toBe(false);
		await storage.appendCommit(commit(1));
		expect(storage.isWritable()).toBe(true);
		expect(await storage.documentVersions(['d'])).toEqual([1]);
	});

	test('is not asked to hold more than the limit', async () => {
		const storage = open();
		const fits = storage.appendCommit(commit(1, WAITING_MAX_BYTES / 2));
		await expect(storage.appendCommit(commit(2, WAITING_MAX_BYTES / 2))).rejects.toThrow('too many writes');
		await fits;
		expect(storage.isWritable()).toBe(true);
		await storage.appendCommit(commit(2));
	});
});
