import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { QueuedCommand } from '../commands/command.ts';
import type { OutboxEntry } from './outbox.ts';
import type { RoomDigest } from './summaries.ts';

/** What is known of a document's copy without reading its updates. */
export interface CopyRow {
	/** The document's name. */
	name: string;
	/** Rises each time the copy is replaced or dropped; whoever holds an older one must load again. */
	epoch: number;
	/** The server's version that the copy includes; 0 while it is known to include none. */
	version: number;
	/** The document's generation that the copy is of (N5). */
	generation: number;
	/** Sum of the copy's updates, in bytes: 0 means that nothing of the document is on this device. */
	bytes: number;
}

interface Schema extends DBSchema {
	updates: { key: number; value: { document: string; update: Uint8Array }; indexes: { document: string } };
	copies: { key: string; value: CopyRow };
	outbox: { key: string; value: OutboxEntry };
	facts: { key: string; value: unknown };
	commands: { key: string; value: QueuedCommand };
	summaries: { key: string; value: RoomDigest };
}

type Stores = ('updates' | 'copies' | 'outbox' | 'facts' | SmallStore)[];
/** Stores of small things, each row under a key of its own. */
export type SmallStore = 'commands' | 'summaries';
/** A row of such a store. */
export type Row<S extends SmallStore> = Schema[S]['value'];
export type Database = IDBPDatabase<Schema>;
export type Write = IDBPTransaction<Schema, Stores, 'readwrite'>;
type Upgrade = IDBPTransaction<Schema, Stores, 'versionchange'>;

export const STORES: Stores = ['updates', 'copies', 'outbox', 'facts', 'commands', 'summaries'];

/** Raise it with every change of the above, and add a step to {@link upgrade}. */
export const SCHEMA_VERSION = 3;

/** A browser whose IndexedDB is damaged may never answer an open at all; after this long, in ms, go on in memory. */
const OPEN_TIMEOUT_MS = 5_000;

/** The browser's storage cannot be opened or written. What is not on the disk is in memory only. */
export class StorageFailedError extends Error {
	override name = 'StorageFailedError';
}

/** One database per account, so that a second account on the device never sees the first one's rooms. */
export function databaseName(userId: string): string {
	return `tidings-${userId}`;
}

/** Opens an account's database. `terminated` is called when the browser closes it by itself. */
export function openDatabase(userId: string, terminated: () => void): Promise<Database> {
	const opening = openDB<Schema>(databaseName(userId), SCHEMA_VERSION, {
		terminated,
		upgrade(db, oldVersion, _newVersion, tx) {
			// An upgrade that fails half way must leave the old database, not a mixture.
			upgrade(db, oldVersion, tx).catch(() => tx.abort());
		}
	});
	return withTimeout(opening, OPEN_TIMEOUT_MS);
}

async function upgrade(db: Database, oldVersion: number, tx: Upgrade): Promise<void> {
	if (oldVersion < 1) {
		db.createObjectStore('updates', { autoIncrement: true }).createIndex('document', 'document');
		db.createObjectStore('copies', { keyPath: 'name' });
		db.createObjectStore('outbox', { keyPath: 'id' });
		db.createObjectStore('facts');
	} else if (oldVersion < 2) {
		await weighCopies(tx);
	}
	if (oldVersion < 3) {
		db.createObjectStore('commands', { keyPath: 'id' });
		db.createObjectStore('summaries', { keyPath: 'roomId' });
	}
}

/**
 * Schema 2: what each copy weighs. Versions start again at 0, for protocol 1 counted a document's own commits and
 * protocol 2 counts the store's: kept, an old count could pass for a new one and its copy for complete (D4).
 */
async function weighCopies(tx: Upgrade): Promise<void> {
	const bytes = new Map<string, number>();
	for await (const { value } of tx.objectStore('updates')) {
		bytes.set(value.document, (bytes.get(value.document) ?? 0) + value.update.byteLength);
	}
	const epochs = new Map((await tx.objectStore('copies').getAll()).map(({ name, epoch }) => [name, epoch]));
	for (const name of new Set([...epochs.keys(), ...bytes.keys()])) {
		const row = { name, epoch: epochs.get(name) ?? 0, version: 0, generation: 0, bytes: bytes.get(name) ?? 0 };
		await tx.objectStore('copies').put(row);
	}
}

/** Gives up on a database that does not open; one that opens later is closed, or it would block its own deletion. */
function withTimeout(opening: Promise<Database>, ms: number): Promise<Database> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => {
			reject(new StorageFailedError('no answer'));
			opening.then(
				(db) => db.close(),
				() => undefined
			);
		}, ms);
		opening.then(resolve, reject).finally(() => clearTimeout(timer));
	});
}
