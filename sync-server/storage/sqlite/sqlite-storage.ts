import { mkdirSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { Storage } from '../storage.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { GroupCommit } from './group-commit.ts';
import { migrate } from './migrations.ts';
import { databaseFile, openForReading, openForWriting } from './open-database.ts';
import { sqliteStores } from './sqlite-stores.ts';
import { WriterThread } from './writer-thread.ts';

export interface SqliteStorageOptions {
	/** Directory of the store; made when it does not exist. */
	dataDir: string;
	/** The writer's script; by default the bundle's `writer-worker.js` beside the server's own file. */
	workerUrl?: URL;
	/** The database file's largest size, in bytes; writes beyond it fail like those on a full disk. Unlimited by default. */
	maxBytes?: number;
}

/**
 * Opens the store in `dataDir`, migrating it where it is older. Reads are synchronous look-ups on this thread; every
 * write goes to a thread of its own, where waiting for the disk holds nobody up.
 * Throws StartupError when another server uses the directory or a newer one has written it.
 */
export function createSqliteStorage({ dataDir, workerUrl, maxBytes }: SqliteStorageOptions): Storage {
	// Private to the server's user: it holds password hashes and everybody's messages.
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const unlock = lockDataDir(dataDir);
	try {
		const file = databaseFile(dataDir);
		const reader = migrateAndOpen(file);
		const url = workerUrl ?? new URL('./writer-worker.js', import.meta.url);
		return compose(reader, new WriterThread(url, { file, maxBytes }), unlock);
	} catch (error) {
		unlock();
		throw error;
	}
}

/** The reader opens while the migrating connection is there: a read-only one cannot recover a log left by `kill -9`. */
function migrateAndOpen(file: string): Database {
	const migrating = openForWriting(file);
	try {
		migrate(migrating);
		return openForReading(file);
	} finally {
		migrating.close();
	}
}

function compose(reader: Database, writer: WriterThread, unlock: () => void): Storage {
	const writes = new GroupCommit((operations) => writer.run(operations));
	let closing: Promise<void> | undefined;
	return {
		...sqliteStores(reader, writes),
		isWritable: () => writes.writable,
		probe: () => writes.write({ kind: 'probe' }),
		close: () => (closing ??= close(reader, writes, writer, unlock))
	};
}

/** The reader before the writer: only a connection that may write can fold the log into the database as it leaves. */
async function close(reader: Database, writes: GroupCommit, writer: WriterThread, unlock: () => void): Promise<void> {
	await writes.close();
	reader.close();
	await writer.close();
	unlock();
}
