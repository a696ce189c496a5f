import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { test as base } from 'vitest';
import type { Storage } from '../storage.ts';
import { buildWriterWorker } from './build-writer-worker.ts';
import { databaseFile } from './open-database.ts';
import { createSqliteStorage, type SqliteStorageOptions } from './sqlite-storage.ts';

interface OnDisk {
	/** A directory of the test's own. */
	dataDir: string;
	workerUrl: URL;
	/** Opens the store there; it is closed when the test is over, if it has not been before. */
	open: (options?: Partial<SqliteStorageOptions>) => Storage;
	/** Looks into the store from outside, as an operator would. */
	inspect: <T>(look: (db: Sqlite.Database) => T) => T;
}

/** A test of what only a store on a disk can do. */
export const test = base.extend<OnDisk>({
	dataDir: async ({ onTestFinished }, use) => {
		const dataDir = await mkdtemp(join(tmpdir(), 'tidings-sqlite-'));
		onTestFinished(() => rm(dataDir, { recursive: true }));
		await use(dataDir);
	},

	workerUrl: async ({ task: _task }, use) => use(await buildWriterWorker()),

	open: async ({ dataDir, workerUrl, onTestFinished }, use) => {
		await use((options = {}) => {
			const storage = createSqliteStorage({ dataDir, workerUrl, ...options });
			// Before the directory goes: what is asked for last happens first.
			onTestFinished(() => storage.close());
			return storage;
		});
	},

	inspect: async ({ dataDir }, use) => {
		await use((look) => {
			const db = new Sqlite(databaseFile(dataDir));
			try {
				return look(db);
			} finally {
				db.close();
			}
		});
	}
});
