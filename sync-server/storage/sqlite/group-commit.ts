import { RefusedError, StorageUnavailableError, TakenError, VersionConflictError } from '../storage.ts';
import type { OperationResult } from './run-batch.ts';
import { bytesOf, type WriteAnswer, type WriteOperation } from './write-operations.ts';

/**
 * What may wait for the disk, in bytes: about a second's work of a slow one. Beyond it the disk has stalled or is being
 * flooded, and an honest "later" is worth more than a queue that ends in an out-of-memory kill.
 */
export const WAITING_MAX_BYTES = 64 * 1024 * 1024;

/** What an operation weighs besides its documents' bytes, in bytes: its other fields and two closures, rounded up. */
const OPERATION_BYTES = 1024;

/** The way to the store's writes: settles once the operation is durable or refused. */
export interface Writes {
	/** Throws {@link TakenError}, {@link VersionConflictError}, {@link StorageUnavailableError}. */
	write<Operation extends WriteOperation>(operation: Operation): Promise<WriteAnswer<Operation['kind']>>;
}

interface Waiting {
	operation: WriteOperation;
	bytes: number;
	resolve: (answer: WriteAnswer) => void;
	reject: (error: Error) => void;
}

/**
 * Gathers writes while a batch is at the disk and sends them together when it comes back: the busier the disk, the
 * larger the groups, and no timer that a lone write would have to wait for.
 */
export class GroupCommit implements Writes {
	#run: (operations: WriteOperation[]) => Promise<OperationResult[]>;
	#waiting: Waiting[] = [];
	#waitingBytes = 0;
	#running: Promise<void> | undefined;
	#writable = true;
	#closed = false;

	constructor(run: (operations: WriteOperation[]) => Promise<OperationResult[]>) {
		this.#run = run;
	}

	/** False from a failed batch until the next one that succeeds. */
	get writable(): boolean {
		return this.#writable;
	}

	/**
	 * Settles once the operation is durable or refused, in the order of the calls; only a refusal for want of room
	 * comes at once. Throws {@link TakenError}, {@link VersionConflictError}, {@link StorageUnavailableError}.
	 */
	write<Operation extends WriteOperation>(operation: Operation): Promise<WriteAnswer<Operation['kind']>> {
		const bytes = bytesOf(operation).reduce((sum, { byteLength }) => sum + byteLength, OPERATION_BYTES);
		if (this.#closed) return Promise.reject(new StorageUnavailableError('the store is closed'));
		if (this.#waitingBytes + bytes > WAITING_MAX_BYTES) {
			return Promise.reject(new StorageUnavailableError('too many writes are waiting for the disk'));
		}
		this.#waitingBytes += bytes;
		return new Promise((resolve, reject) => {
			// Results come back by position, which the types cannot follow: `perform` has answered this one by its own kind.
			this.#waiting.push({ operation, bytes, resolve: resolve as Waiting['resolve'], reject });
			this.#running ??= this.#runAll();
		});
	}

	/** Refuses further writes and returns when those already taken have settled. */
	async close(): Promise<void> {
		this.#closed = true;
		await this.#running;
	}

	async #runAll(): Promise<void> {
		// After the poll phase, so that everything the sockets bring in one turn of the loop shares the first transaction.
		await new Promise((resolve) => setImmediate(resolve));
		while (this.#waiting.length > 0) {
			const batch = this.#waiting;
			this.#waiting = [];
			this.#waitingBytes = 0;
			await this.#runBatch(batch);
		}
		this.#running = undefined;
	}

	async #runBatch(batch: Waiting[]): Promise<void> {
		try {
			const results = await this.#run(batch.map(({ operation }) => operation));
			this.#writable = true;
			batch.forEach((waiting, index) => settle(waiting, results[index]));
		} catch (error) {
			this.#writable = false;
			const unavailable =
				error instanceof StorageUnavailableError ? error : new StorageUnavailableError(String(error), { cause: error });
			batch.forEach(({ reject }) => reject(unavailable));
		}
	}
}

function settle({ resolve, reject }: Waiting, result: OperationResult | undefined): void {
	if (result?.kind === 'done') resolve(result.value);
	else reject(failureOf(result));
}

/** Why an operation was not done, as its caller is told. */
export function failureOf(result: Exclude<OperationResult, { kind: 'done' }> | undefined): Error {
	switch (result?.kind) {
		case 'taken':
			return new TakenError(result.field);
		case 'version-conflict':
			return new VersionConflictError(result.message);
		case 'not-allowed':
			return new RefusedError(result.code, result.message);
		case 'refused':
			return new Error(`the store refused a write: ${result.message}`);
		case undefined:
			return new StorageUnavailableError('the writer left an operation unanswered');
		default:
			throw result satisfies never;
	}
}
