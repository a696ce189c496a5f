import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { processUsage } from '../report/process-usage.ts';
import type { Target } from '../targets/room.ts';
import type { ReceiversData, ReceiversReport, ReportRequest } from './receivers.worker.ts';
import type { WritersData, WritersNews } from './writers.worker.ts';

export interface Load {
	/** Who listens. The writers come on top, so that the bytes of those who are counted hold no acknowledgements. */
	clients: number;
	writers: number;
	/** Messages a second, of all writers together. */
	rate: number;
	warmUpMs: number;
	runMs: number;
}

export interface LoadResult extends ReceiversReport {
	deliveriesPerSecond: number;
	/** CPU of the server, in seconds, from the end of the warm-up until everything had arrived. */
	cpuSeconds: number;
	/** The server's resident memory at the end, in bytes. */
	rssBytes: number;
}

/** One client in twenty: enough for percentiles, few enough to cost nothing beside the counting. */
const SAMPLE_EVERY = 20;

/** Puts a room under load and reports what its clients saw. */
export async function runLoad({ pid, room }: Target, load: Load): Promise<LoadResult> {
	const { clients, ...writing } = load;
	const receivers = worker('receivers', { room, clients, sampleEvery: SAMPLE_EVERY } satisfies ReceiversData);
	await next(receivers);
	const writers = worker('writers', { room, ...writing } satisfies WritersData);
	await heard(writers, 'ready');
	writers.postMessage('go');
	const { first, startUs } = await heard(writers, 'warm');
	const before = processUsage(pid);
	const { sent } = await heard(writers, 'done');
	receivers.postMessage({ first, sent } satisfies ReportRequest);
	const report = (await next(receivers)) as ReceiversReport;
	const after = processUsage(pid);
	await Promise.all([end(writers), end(receivers)]);
	const seconds = (report.lastUs - startUs) / 1_000_000;
	return {
		...report,
		deliveriesPerSecond: (report.delivered * (sent - first) * clients) / seconds,
		cpuSeconds: after.cpuSeconds - before.cpuSeconds,
		rssBytes: after.rssBytes
	};
}

function worker(name: string, workerData: unknown): Worker {
	return new Worker(new URL(`${name}.worker.mjs`, import.meta.url), { workerData });
}

/** The next message of a worker; its failure is ours. */
async function next(from: Worker): Promise<unknown> {
	const [message] = (await once(from, 'message')) as [unknown];
	return message;
}

async function heard<K extends WritersNews['kind']>(from: Worker, kind: K): Promise<WritersNews & { kind: K }> {
	const news = (await next(from)) as WritersNews;
	if (news.kind !== kind) throw new Error(`expected ${kind}, heard ${news.kind}`);
	return news as WritersNews & { kind: K };
}

async function end(worker: Worker): Promise<void> {
	const exited = once(worker, 'exit');
	worker.postMessage('end');
	await exited;
}
