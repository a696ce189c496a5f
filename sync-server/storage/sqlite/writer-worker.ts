import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting } from './open-database.ts';
import { runBatch, type OperationResult } from './run-batch.ts';
import type { WriteOperation } from './write-operations.ts';

/** What the main thread starts this one with. */
export interface WriterData {
	file: string;
	maxBytes: number | undefined;
}

/** From the main thread: the next batch, sent only once the last one was answered, or the end. */
export type WriterRequest = { kind: 'batch'; operations: WriteOperation[] } | { kind: 'close' };

/** The answer to a batch: one result for each operation, or why there are none. */
export type WriterReply = { kind: 'committed'; results: OperationResult[] } | { kind: 'failed'; message: string };

if (parentPort === null) throw new Error('the writer runs as a worker thread');
const port = parentPort;
const { file, maxBytes } = workerData as WriterData;
const db = openForWriting(file, maxBytes);

port.on('message', (request: WriterRequest) => {
	if (request.kind === 'batch') {
		port.postMessage(answer(request.operations));
	} else {
		db.close();
		port.close();
	}
});

function answer(operations: WriteOperation[]): WriterReply {
	try {
		return { kind: 'committed', results: runBatch(db, operations, Date.now()) };
	} catch (error) {
		return { kind: 'failed', message: String(error) };
	}
}
