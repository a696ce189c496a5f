import { Worker } from 'node:worker_threads';
import { StorageUnavailableError } from '../storage.ts';
import type { OperationResult } from './run-batch.ts';
import { bytesOf, type WriteOperation } from './write-operations.ts';
import type { WriterData, WriterReply, WriterRequest } from './writer-worker.ts';

interface Waiting {
	resolve: (results: OperationResult[]) => void;
	reject: (error: StorageUnavailableError) => void;
}

/**
 * The main thread's end of the writer: hands over a batch, brings back its results. A thread that has died is started
 * again with the next batch, so that one crash does not leave the server read-only until someone notices.
 */
export class WriterThread {
	#url: URL;
	#data: WriterData;
	#worker: Worker | undefined;
	#waiting: Waiting | undefined;

	constructor(url: URL, data: WriterData) {
		this.#url = url;
		this.#data = data;
	}

	/** One batch at a time. Throws {@link StorageUnavailableError} when nothing of it was kept, or nobody can tell. */
	run(operations: WriteOperation[]): Promise<OperationResult[]> {
		return new Promise((resolve, reject) => {
			this.#waiting = { resolve, reject };
			this.#worker ??= this.#start();
			const request: WriterRequest = { kind: 'batch', operations };
			this.#worker.postMessage(request, operations.flatMap(bytesOf).map(transferable));
		});
	}

	/** Ends the thread once it has closed the database. */
	async close(): Promise<void> {
		const worker = this.#worker;
		if (worker === undefined) return;
		const exited = new Promise((resolve) => worker.once('exit', resolve));
		worker.postMessage({ kind: 'close' } satisfies WriterRequest);
		await exited;
	}

	#start(): Worker {
		const worker = new Worker(this.#url, { workerData: this.#data });
		let cause = 'the writer thread ended';
		worker.on('message', (reply: WriterReply) => this.#settle(reply));
		worker.on('error', (error) => (cause = `the writer thread failed: ${error.message}`));
		worker.on('exit', () => {
			if (this.#worker === worker) this.#worker = undefined;
			this.#settle({ kind: 'failed', message: cause });
		});
		return worker;
	}

	#settle(reply: WriterReply): void {
		const waiting = this.#waiting;
		this.#waiting = undefined;
		if (reply.kind === 'committed') waiting?.resolve(reply.results);
		else waiting?.reject(new StorageUnavailableError(reply.message));
	}
}

/** The bytes, to be moved rather than copied: the storage made them its own when it took them. */
function transferable(bytes: Uint8Array): ArrayBuffer {
	return bytes.buffer as ArrayBuffer;
}
