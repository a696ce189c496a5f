// One room, 200 clients: what it costs to show a message to everyone, on disk before anyone sees it, beside a server that
// does nothing but `publish` frames of the same size.
import { enter, enterToWrite } from './load/client.ts';
import { runLoad, type Load, type LoadResult } from './load/run-load.ts';
import { nowUs, readStamps } from './load/stamp.ts';
import { percentile } from './report/percentile.ts';
import { megabytes, ms, percent, printEnvironment, printTable, times } from './report/table.ts';
import { startRawUws } from './targets/raw-uws.ts';
import type { Target } from './targets/room.ts';
import { startTidings } from './targets/tidings.ts';

const RATES = [200, 1_000, 2_000];
const LOAD = { clients: 200, writers: 10, warmUpMs: 1_500, runMs: 3_500 };
/** How often each server is measured at each rate, in turns, so that a moment's noise does not decide between them. */
const ROUNDS = 2;

interface Measured {
	server: string;
	rate: number;
	result: LoadResult;
}

await main();

async function main(): Promise<void> {
	printEnvironment();
	const frameBytes = await measureFrame();
	const pairs: [Measured, Measured][] = [];
	for (const rate of RATES) pairs.push(await compare({ ...LOAD, rate }, frameBytes));
	const what = `One room, ${LOAD.clients} clients, ${frameBytes}-byte frames, ${LOAD.runMs / 1000} s`;
	printTable(`${what}: Tidings as a multiple of raw uWS publish`, pairs.map(ratios));
	printTable(`The same in numbers (of ${ROUNDS} rounds the less disturbed)`, pairs.flat().map(numbers));
}

async function compare(load: Load, frameBytes: number): Promise<[Measured, Measured]> {
	const [tidings, raw]: [LoadResult[], LoadResult[]] = [[], []];
	for (let round = 0; round < ROUNDS; round++) {
		raw.push(await run(() => startRawUws(frameBytes), load));
		tidings.push(await run(() => startTidings(LOAD.writers), load));
	}
	const { rate } = load;
	return [
		{ server: 'Tidings', rate, result: leastDisturbed(tidings) },
		{ server: 'raw publish', rate, result: leastDisturbed(raw) }
	];
}

/** Noise only ever adds to a latency, so the round with the lowest is nearest to the truth. */
function leastDisturbed(results: LoadResult[]): LoadResult {
	const p99 = (result: LoadResult) => percentile(result.latencies, 0.99);
	return results.reduce((best, result) => (p99(result) < p99(best) ? result : best));
}

/** A fresh server for each run: a room has no end yet, and a heap should not remember the run before. */
async function run(start: () => Promise<Target>, load: Load): Promise<LoadResult> {
	await using target = await start();
	return await runLoad(target, load);
}

/** How long the frame is in which Tidings shows one message to the room. */
async function measureFrame(): Promise<number> {
	await using target = await startTidings(1);
	const [reader, writer] = [await enter(target.room, 0), await enterToWrite(target.room, 0)];
	const length = reader.first((payload) => {
		let stamps = 0;
		readStamps(payload, () => stamps++);
		return stamps === 1 ? payload.length : undefined;
	});
	writer.wire.send(writer.compose({ sentUs: nowUs(), number: 0 }));
	const frameBytes = await length;
	reader.close();
	writer.wire.close();
	return frameBytes;
}

function ratios([tidings, raw]: [Measured, Measured]): Record<string, string> {
	const [a, b] = [tidings.result, raw.result];
	return {
		'msg/s': String(tidings.rate),
		'deliveries/s': times(a.deliveriesPerSecond, b.deliveriesPerSecond),
		'server CPU': times(a.cpuSeconds, b.cpuSeconds),
		p50: times(percentile(a.latencies, 0.5), percentile(b.latencies, 0.5)),
		p99: times(percentile(a.latencies, 0.99), percentile(b.latencies, 0.99)),
		RSS: times(a.rssBytes, b.rssBytes)
	};
}

function numbers({ server, rate, result }: Measured): Record<string, string> {
	return {
		server,
		'msg/s': String(rate),
		'deliveries/s': result.deliveriesPerSecond.toFixed(0),
		delivered: percent(result.delivered),
		'p50 ms': ms(percentile(result.latencies, 0.5)),
		'p99 ms': ms(percentile(result.latencies, 0.99)),
		'CPU s': result.cpuSeconds.toFixed(2),
		'RSS MB': megabytes(result.rssBytes),
		'frames/msg': result.framesPerMessage.toFixed(2),
		twice: String(result.duplicates),
		closed: String(result.closed),
		'load busy': percent(result.busy)
	};
}
