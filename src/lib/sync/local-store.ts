import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import type { OutboxEntry } from './outbox.ts';

/** A document as this device has it. */
export interface LocalCopy {
	/** Rises each time the copy is dropped; whoever holds an older one must load again. */
	epoch: number;
	/** The server's version that the copy includes; 0 before the first sync. */
	version: number;
	/** Yjs updates (v1): apply all, in order. */
	updates: Uint8Array[];
}

/** What one write adds to a document's copy. Everything in it reaches the disk together or not at all. */
export interface Addition {
	/** Absent when only the version has moved. */
	update?: Uint8Array;
	/** The server's version once this is included; absent for what was written here. */
	version?: number;
	/** The outbox entry that the update carries. */
	entry?: OutboxEntry;
}

/** A small value that survives restarts, under a name of its own. */
export interface Fact {
	name: string;
	value: unknown;
}

/** The copy was dropped by another tab since it was loaded: load it again, then write. */
export class StaleCopyError extends Error {
	override name = 'StaleCopyError';
}

/** The browser's storage cannot be opened or written. What is not on the disk is in memory only. */
export class StorageFailedError extends Error {
	override name = 'StorageFailedError';
}

interface Schema extends DBSchema {
	updates: { key: number; value: { document: string; update: Uint8Array }; indexes: { document: string } };
	copies: { key: string; value: { name: string; epoch: number; version: number } };
	outbox: { key: string; value: OutboxEntry };
	facts: { key: string; value: unknown };
}

type Stores = ('updates' | 'copies' | 'outbox' | 'facts')[];
type Write = IDBPTransaction<Schema, Stores, 'readwrite'>;

interface Queued {
	run: (tx: Write) => Promise<unknown>;
	strict: boolean;
	resolve: (value: never) => void;
	reject: (error: Error) => void;
}

const STORES: Stores = ['updates', 'copies', 'outbox', 'facts'];
const SCHEMA_VERSION = 1;

/** A browser whose IndexedDB is damaged may never answer an open at all; after this long, in ms, go on in memory. */
const OPEN_TIMEOUT_MS = 5_000;

/** One database per account, so that a second account on the device never sees the first one's rooms. */
function databaseName(userId: string): string {
	return `tidings-${userId}`;
}

/**
 * Everything one account keeps on this device, in one IndexedDB database: document copies and the outbox, so that a
 * message and the document update that shows it are one transaction. Writes queue while a transaction runs and leave
 * together with the next, in order. See docs/decisions/0003.
 */
export class LocalStore {
	#db: IDBPDatabase<Schema> | undefined;
	#queue: Queued[] = [];
	#flushing = false;
	#onFailure: () => void;
	/** Every read and write waits for it: a screen may ask for a document before the database has opened. */
	#opened: Promise<void>;

	/**
	 * Opens the account's database. When it cannot be opened, reads are empty and writes fail. `onFailure` is called then,
	 * and at every write that did not reach the disk.
	 */
	constructor(userId: string, onFailure: () => void) {
		this.#onFailure = onFailure;
		this.#opened = this.#open(userId);
	}

	async #open(userId: string): Promise<void> {
		try {
			// The browser may close a database by itself: cleared site data, a storage process that died. Open it again.
			const reopen = () => {
				this.#opened = this.#open(userId);
			};
			this.#db = await withTimeout(openDatabase(userId, reopen), OPEN_TIMEOUT_MS);
			// Another tab is deleting the database (sign-out) or upgrading it: let it.
			this.#db.addEventListener('versionchange', () => this.close());
		} catch {
			this.#db = undefined;
			this.#onFailure();
		}
	}

	/** The copy on this device; an empty one where it cannot be read. */
	load(document: string): Promise<LocalCopy> {
		return this.#read({ epoch: 0, version: 0, updates: [] }, async (db) => {
			const tx = db.transaction(['copies', 'updates']);
			const [copy, rows] = await Promise.all([
				tx.objectStore('copies').get(document),
				tx.objectStore('updates').index('document').getAll(document)
			]);
			return { epoch: copy?.epoch ?? 0, version: copy?.version ?? 0, updates: rows.map(({ update }) => update) };
		});
	}

	/** The version of every copy on this device, by document. */
	versions(): Promise<Map<string, number>> {
		return this.#read(new Map<string, number>(), async (db) => {
			const copies = await db.getAll('copies');
			return new Map(copies.map(({ name, version }) => [name, version]));
		});
	}

	/**
	 * Adds to the copy of `epoch`, or to whichever there is, and resolves with its epoch. With an outbox entry it asks
	 * for strict durability: it resolves when the disk has it (I2). Throws {@link StaleCopyError} and
	 * {@link StorageFailedError}.
	 */
	add(document: string, expected: number | undefined, { update, version, entry }: Addition): Promise<number> {
		return this.#write(async (tx) => {
			const copy = await tx.objectStore('copies').get(document);
			const epoch = copy?.epoch ?? 0;
			if (expected !== undefined && expected !== epoch) throw new StaleCopyError(document);
			if (update !== undefined) await tx.objectStore('updates').add({ document, update });
			const newest = Math.max(copy?.version ?? 0, version ?? 0);
			if (newest !== copy?.version) await tx.objectStore('copies').put({ name: document, epoch, version: newest });
			if (entry !== undefined) await tx.objectStore('outbox').put(entry);
			return epoch;
		}, entry !== undefined);
	}

	/** Replaces a copy's rows by one. `merge` must be synchronous: the transaction ends with the first idle moment. */
	compact(document: string, merge: (updates: Uint8Array[]) => Uint8Array): Promise<void> {
		return this.#write(async (tx) => {
			const store = tx.objectStore('updates');
			const rows = await store.index('document').getAll(document);
			await deleteRows(tx, document);
			await store.add({ document, update: merge(rows.map(({ update }) => update)) });
		});
	}

	/**
	 * Empties a copy that the server will not take, or that is no longer this account's, and notes in the same
	 * transaction what comes back to the writer, and a fact. Resolves with the new epoch.
	 */
	drop(document: string, givenBack: OutboxEntry[] = [], fact?: Fact): Promise<number> {
		return this.#write(async (tx) => {
			const copy = await tx.objectStore('copies').get(document);
			const epoch = (copy?.epoch ?? 0) + 1;
			await deleteRows(tx, document);
			await tx.objectStore('copies').put({ name: document, epoch, version: 0 });
			for (const entry of givenBack) await tx.objectStore('outbox').put(entry);
			if (fact !== undefined) await tx.objectStore('facts').put(fact.value, fact.name);
			return epoch;
		}, true);
	}

	outbox(): Promise<OutboxEntry[]> {
		return this.#read([], (db) => db.getAll('outbox'));
	}

	deleteEntries(ids: string[]): Promise<void> {
		return this.#write(async (tx) => {
			for (const id of ids) await tx.objectStore('outbox').delete(id);
		});
	}

	/** A small value that survives restarts; undefined when it was never set. */
	fact(name: string): Promise<unknown> {
		return this.#read(undefined, (db) => db.get('facts', name));
	}

	setFact(name: string, value: unknown): Promise<void> {
		return this.#write(async (tx) => {
			await tx.objectStore('facts').put(value, name);
		});
	}

	close(): void {
		this.#db?.close();
		this.#db = undefined;
	}

	/** Reads what is there; `empty` where nothing can be read, which the owner has then been told. */
	async #read<T>(empty: T, read: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
		await this.#opened;
		if (this.#db === undefined) return empty;
		try {
			return await read(this.#db);
		} catch {
			this.#onFailure();
			return empty;
		}
	}

	#write<T>(run: (tx: Write) => Promise<T>, strict = false): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			this.#queue.push({ run, strict, resolve, reject });
			if (!this.#flushing) void this.#flush();
		});
	}

	async #flush(): Promise<void> {
		this.#flushing = true;
		while (this.#queue.length > 0) await this.#flushOnce(this.#queue.splice(0));
		this.#flushing = false;
	}

	async #flushOnce(batch: Queued[]): Promise<void> {
		await this.#opened;
		const outcomes: (() => void)[] = [];
		try {
			if (this.#db === undefined) throw new StorageFailedError('no database');
			// Chromium answers a relaxed write before it is on the disk; a sent message must not live in that gap.
			const durability = batch.some(({ strict }) => strict) ? 'strict' : 'default';
			const tx = this.#db.transaction(STORES, 'readwrite', { durability });
			// Its rejection is observed below; without this an abort in mid-batch would also be an unhandled rejection.
			tx.done.catch(() => undefined);
			for (const queued of batch) outcomes.push(await runOne(queued, tx));
			await tx.done;
		} catch (error) {
			this.#onFailure();
			const failed = new StorageFailedError('write failed', { cause: error });
			return batch.forEach(({ reject }) => reject(failed));
		}
		outcomes.forEach((settle) => settle());
	}
}

/** Deletes everything an account keeps on this device. */
export function deleteLocalStore(userId: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const request = indexedDB.deleteDatabase(databaseName(userId));
		request.onsuccess = () => resolve();
		request.onerror = () => reject(new StorageFailedError('delete failed', { cause: request.error }));
	});
}

/** A stale copy fails alone; whatever else goes wrong fails the transaction, so it is thrown. */
async function runOne(queued: Queued, tx: Write): Promise<() => void> {
	try {
		const value = await queued.run(tx);
		return () => queued.resolve(value as never);
	} catch (error) {
		if (error instanceof StaleCopyError) return () => queued.reject(error);
		throw error;
	}
}

function openDatabase(userId: string, terminated: () => void): Promise<IDBPDatabase<Schema>> {
	return openDB<Schema>(databaseName(userId), SCHEMA_VERSION, {
		terminated,
		upgrade(db) {
			db.createObjectStore('updates', { autoIncrement: true }).createIndex('document', 'document');
			db.createObjectStore('copies', { keyPath: 'name' });
			db.createObjectStore('outbox', { keyPath: 'id' });
			db.createObjectStore('facts');
		}
	});
}

async function deleteRows(tx: Write, document: string): Promise<void> {
	const store = tx.objectStore('updates');
	for (const key of await store.index('document').getAllKeys(document)) await store.delete(key);
}

/** Gives up on a database that does not open; one that opens later is closed, or it would block its own deletion. */
function withTimeout(opening: Promise<IDBPDatabase<Schema>>, ms: number): Promise<IDBPDatabase<Schema>> {
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
