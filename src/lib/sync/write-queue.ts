import { StaleCopyError } from './copies.ts';
import { StorageFailedError, STORES, type Database, type Write } from './store-schema.ts';

interface Queued {
	run: (tx: Write) => Promise<unknown>;
	strict: boolean;
	resolve: (value: never) => void;
	reject: (error: Error) => void;
}

/** Writes to one database: they queue while a transaction runs and leave together with the next, in order. */
export class WriteQueue {
	#database: () => Promise<Database | undefined>;
	#onFailure: () => void;
	#queue: Queued[] = [];
	#flushing = false;

	/** `onFailure` is called at every transaction that did not reach the disk. */
	constructor(database: () => Promise<Database | undefined>, onFailure: () => void) {
		this.#database = database;
		this.#onFailure = onFailure;
	}

	/** Resolves when the write is on the disk; a `strict` one survives a power cut from then on. */
	write<T>(run: (tx: Write) => Promise<T>, strict = false): Promise<T> {
		return new Promise<T>((resolve, reject) => {
			this.#queue.push({ run, strict, resolve, reject });
			if (!this.#flushing) void this.#flush();
		});
	}

	/** Resolves when everything that was queued before has reached the disk, or has failed to. */
	flushed(): Promise<void> {
		return this.#flushing ? this.write(async () => undefined).catch(() => undefined) : Promise.resolve();
	}

	async #flush(): Promise<void> {
		this.#flushing = true;
		while (this.#queue.length > 0) await this.#flushOnce(this.#queue.splice(0));
		this.#flushing = false;
	}

	async #flushOnce(batch: Queued[]): Promise<void> {
		const outcomes: (() => void)[] = [];
		try {
			const db = await this.#database();
			if (db === undefined) throw new StorageFailedError('no database');
			// Chromium answers a relaxed write before it is on the disk; a sent message must not live in that gap.
			const durability = batch.some(({ strict }) => strict) ? 'strict' : 'default';
			const tx = db.transaction(STORES, 'readwrite', { durability });
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
