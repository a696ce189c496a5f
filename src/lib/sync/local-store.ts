import {
	addToCopy,
	compactCopy,
	copyRow,
	putEntry,
	replaceCopy,
	rescueFrom,
	type Addition,
	type LocalCopy,
	type Outcome,
	type Place,
	type Rescue
} from './copies.ts';
import { withNewestWords } from './amended.ts';
import type { OutboxEntry } from './outbox.ts';
import {
	databaseName,
	openDatabase,
	SCHEMA_VERSION,
	StorageFailedError,
	type CopyRow,
	type Database,
	type Row,
	type SmallStore
} from './store-schema.ts';
import { WriteQueue } from './write-queue.ts';

/**
 * What ails a store: `failed`, something could not be read or written; `newer`, a newer version of the app has opened it,
 * so that this one must not.
 */
export type StoreTrouble = 'failed' | 'newer';

const NOTHING: Place = { version: 0, generation: 0 };

/**
 * Everything one account keeps on this device, in one IndexedDB database: document copies and the outbox, so that a
 * message and the document update that shows it are one transaction. See docs/decisions/0003.
 */
export class LocalStore {
	#db: Database | undefined;
	#newer = false;
	#onTrouble: (trouble: StoreTrouble) => void;
	/** Every read and write waits for it: a screen may ask for a document before the database has opened. */
	#opened: Promise<void>;
	#writes: WriteQueue;

	/** Opens the account's database. When it cannot be opened, reads are empty and writes fail. */
	constructor(userId: string, onTrouble: (trouble: StoreTrouble) => void) {
		this.#onTrouble = onTrouble;
		this.#opened = this.#open(userId);
		this.#writes = new WriteQueue(
			() => this.#opened.then(() => this.#db),
			() => this.#fail()
		);
	}

	async #open(userId: string): Promise<void> {
		try {
			// The browser may close a database by itself: cleared site data, a storage process that died. Open it again.
			const reopen = () => {
				this.#opened = this.#open(userId);
			};
			this.#db = await openDatabase(userId, reopen);
			// Another tab is deleting the database (sign-out), or is newer than this one and upgrading it: let it.
			this.#db.addEventListener('versionchange', ({ newVersion }) => {
				this.close();
				if (newVersion !== null && newVersion > SCHEMA_VERSION) this.#outgrown();
			});
		} catch (error) {
			this.#db = undefined;
			if (error instanceof DOMException && error.name === 'VersionError') this.#outgrown();
			else this.#fail();
		}
	}

	/** The copy on this device; an empty one where it cannot be read. */
	async load(document: string): Promise<LocalCopy> {
		// A document that is closed and opened again at once must not come back without its last words.
		await this.#writes.flushed();
		return this.#read({ epoch: 0, ...NOTHING, updates: [] }, async (db) => {
			const tx = db.transaction(['copies', 'updates']);
			const [copy, rows] = await Promise.all([
				tx.objectStore('copies').get(document),
				tx.objectStore('updates').index('document').getAll(document)
			]);
			const { epoch = 0, version = 0, generation = 0 } = copy ?? {};
			return { epoch, version, generation, updates: rows.map(({ update }) => update) };
		});
	}

	/** What is known of every copy on this device, by document. */
	copies(): Promise<Map<string, CopyRow>> {
		return this.#read(new Map<string, CopyRow>(), async (db) => {
			return new Map((await db.getAll('copies')).map((row) => [row.name, row]));
		});
	}

	/**
	 * Adds to the copy of epoch `expected`, or to whichever there is. With an outbox entry it asks for strict durability:
	 * it resolves when the disk has it (I2). Throws {@link StaleCopyError} and {@link StorageFailedError}.
	 */
	add(
		document: string,
		expected: number | undefined,
		addition: Addition
	): Promise<{ epoch: number; outcome: Outcome }> {
		return this.#writes.write((tx) => addToCopy(tx, document, expected, addition), addition.entry !== undefined);
	}

	/** Replaces a copy's rows by one. `merge` must be synchronous: the transaction ends with the first idle moment. */
	compact(document: string, merge: (updates: Uint8Array[]) => Uint8Array): Promise<void> {
		return this.#writes.write((tx) => compactCopy(tx, document, merge));
	}

	/**
	 * Puts the server's copy in place of one that it will not take, and notes in the same transaction what comes back to
	 * the writer, and what is rescued from the old copy (D6, D10). Resolves with the new epoch.
	 */
	replace(
		document: string,
		update: Uint8Array,
		at: Place,
		{ givenBack, rescue }: { givenBack: OutboxEntry[]; rescue?: Rescue | undefined }
	): Promise<number> {
		return this.#writes.write(async (tx) => {
			if (rescue !== undefined) await rescueFrom(tx, document, rescue);
			for (const entry of givenBack) await putEntry(tx, entry);
			return replaceCopy(tx, document, update, at);
		}, true);
	}

	/**
	 * Empties a copy that is no longer this account's, and notes in the same transaction what comes back to the writer (D9).
	 * Resolves with the new epoch.
	 */
	drop(document: string, givenBack: OutboxEntry[] = []): Promise<number> {
		return this.#writes.write(async (tx) => {
			for (const entry of givenBack) await putEntry(tx, entry);
			return replaceCopy(tx, document, undefined, NOTHING);
		}, true);
	}

	/** Frees the space of copies that the server can give again. Resolves with their new epochs. */
	forget(documents: string[]): Promise<number[]> {
		return this.#writes.write(async (tx) => {
			const epochs: number[] = [];
			for (const document of documents) epochs.push(await replaceCopy(tx, document, undefined, NOTHING));
			return epochs;
		});
	}

	/**
	 * Takes back what the copies say of their versions, all where none is named: content and generation stay. `fact` is
	 * noted with it.
	 */
	forgetVersions(documents?: string[], fact?: { name: string; value: unknown }): Promise<void> {
		return this.#writes.write(async (tx) => {
			const copies = tx.objectStore('copies');
			for (const name of documents ?? (await copies.getAllKeys())) {
				await copies.put({ ...(await copyRow(tx, name)), version: 0 });
			}
			if (fact !== undefined) await tx.objectStore('facts').put(fact.value, fact.name);
		}, true);
	}

	outbox(): Promise<OutboxEntry[]> {
		return this.#read([], (db) => db.getAll('outbox'));
	}

	/**
	 * Deletes entries; of those that are `known`, only where the words on the disk are still the ones that are known. Resolves
	 * with the ids of those that stay.
	 */
	deleteEntries(ids: string[], known: OutboxEntry[] = []): Promise<string[]> {
		const amendments = new Map(known.map(({ id, amended }) => [id, amended]));
		return this.#writes.write(async (tx) => {
			const outbox = tx.objectStore('outbox');
			const left: string[] = [];
			for (const id of ids) {
				const there = await outbox.get(id);
				if (amendments.has(id) && there !== undefined && there.amended !== amendments.get(id)) left.push(id);
				else await outbox.delete(id);
			}
			return left;
		});
	}

	/** Puts an entry in place of another one, where that is still there. */
	replaceEntry(id: string, entry: OutboxEntry): Promise<void> {
		return this.#writes.write(async (tx) => {
			const outbox = tx.objectStore('outbox');
			const there = await outbox.get(id);
			if (there === undefined) return;
			await outbox.delete(id);
			await outbox.put(withNewestWords(entry, there));
		}, true);
	}

	/** Every row of a store of small things. */
	rows<S extends SmallStore>(store: S): Promise<Row<S>[]> {
		return this.#read<Row<S>[]>([], (db) => db.getAll(store));
	}

	/** Puts and deletes rows in one transaction; where it is `strict`, it resolves when the disk has them. */
	changeRows<S extends SmallStore>(store: S, put: Row<S>[], remove: string[], strict = false): Promise<void> {
		return this.#writes.write(async (tx) => {
			for (const key of remove) await tx.objectStore(store).delete(key);
			for (const row of put) await tx.objectStore(store).put(row);
		}, strict);
	}

	/** A small value that survives restarts; undefined when it was never set. */
	fact(name: string): Promise<unknown> {
		return this.#read(undefined, (db) => db.get('facts', name));
	}

	setFact(name: string, value: unknown): Promise<void> {
		return this.#writes.write(async (tx) => {
			await tx.objectStore('facts').put(value, name);
		});
	}

	close(): void {
		this.#db?.close();
		this.#db = undefined;
	}

	/** Reads what is there; `empty` where nothing can be read, which the owner has then been told. */
	async #read<T>(empty: T, read: (db: Database) => Promise<T>): Promise<T> {
		await this.#opened;
		if (this.#db === undefined) return empty;
		try {
			return await read(this.#db);
		} catch {
			this.#fail();
			return empty;
		}
	}

	/** Nothing is wrong with a disk that has been upgraded: the data is whole, and a newer app reads it. */
	#fail(): void {
		if (!this.#newer) this.#onTrouble('failed');
	}

	#outgrown(): void {
		this.#newer = true;
		this.#onTrouble('newer');
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
