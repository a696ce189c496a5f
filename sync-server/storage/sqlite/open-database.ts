import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { teachDocumentNames } from './read-heads.ts';

/** How long to wait for a lock, in milliseconds: a backup or a `sqlite3` shell may hold it; nothing of ours does. */
const BUSY_TIMEOUT_MS = 5_000;

/** The log is cut back to this many bytes after a checkpoint, so that one busy day does not keep its space for ever. */
const WAL_KEPT_BYTES = 64 * 1024 * 1024;

/**
 * Pages in the log at which it is folded into the database, 32 MB of them. That happens within a commit, which then takes
 * tens of milliseconds; at SQLite's own 1,000 pages it would be several times a second in a busy hour.
 */
const CHECKPOINT_PAGES = 8_000;

/** Where the store is inside its data directory. */
export function databaseFile(dataDir: string): string {
	return join(dataDir, 'tidings.db');
}

/**
 * Opens the store for writing. WAL lets reads go on while the writer commits; FULL makes a commit wait for the disk, so
 * that it survives a power cut and not only a killed process (https://www.sqlite.org/pragma.html#pragma_synchronous).
 * `maxBytes` bounds the file's size; a write beyond it fails like one on a full disk.
 */
export function openForWriting(file: string, maxBytes?: number): Database {
	const db = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
	db.pragma('journal_mode = WAL');
	db.pragma('synchronous = FULL');
	db.pragma('foreign_keys = ON');
	db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
	db.pragma(`journal_size_limit = ${WAL_KEPT_BYTES}`);
	if (maxBytes !== undefined) {
		const pageBytes = Number(db.pragma('page_size', { simple: true }));
		db.pragma(`max_page_count = ${Math.floor(maxBytes / pageBytes)}`);
	}
	return db;
}

/** Opens the store for reading. There must be a writer already: it recovers the log and makes the shared index. */
export function openForReading(file: string): Database {
	const db = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
	teachDocumentNames(db);
	return db;
}
