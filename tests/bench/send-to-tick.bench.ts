// How long a writer looks at the clock icon: from sending a message to the server's word that it is on the disk, and to
// its arrival, with its place in the timeline, at someone else. Beside it: the same bytes echoed, and the disk alone.
import { until } from '../support/until.ts';
import { echoWriter, enter } from './load/client.ts';
import { nowUs, readStamps } from './load/stamp.ts';
import { offered, oneInFlight, TickingWriter } from './load/tick-load.ts';
import { Wire } from './load/wire.ts';
import { percentile } from './report/percentile.ts';
import { ms, printEnvironment, printTable } from './report/table.ts';
import { startRawUws } from './targets/raw-uws.ts';
import type { Room } from './targets/room.ts';
import { measureCommits } from './targets/sqlite-loop.ts';
import { startTidings } from './targets/tidings.ts';

const WRITERS = 5;
const ONE_BY_ONE = { warmUp: 300, messages: 1_000 };
const OFFERED = { rate: 500, warmUpMs: 2_000, runMs: 5_000 };
/** About what a Tidings update of one message is, in bytes. */
const FRAME_BYTES = 240;

type Latencies = Record<string, Float64Array>;

await main();

async function main(): Promise<void> {
	printEnvironment();
	const commit = await measureCommits(ONE_BY_ONE.warmUp, ONE_BY_ONE.messages);
	const one: Latencies = { 'raw uWS echo': await echoOneByOne(), 'SQLite commit': commit, ...(await tickOneByOne()) };
	const many: Latencies = { 'raw uWS echo': await echoOffered(), 'SQLite commit': commit, ...(await tickOffered()) };
	const whats = [`one message in flight`, `${OFFERED.rate} msg/s offered by ${WRITERS} writers`] as const;
	printTable(`${whats[0]}: tick as a multiple of (echo + commit)`, [ratios(one)]);
	printTable(`${whats[1]}: tick as a multiple of (echo + commit)`, [ratios(many)]);
	printTable(`Milliseconds, ${whats[0]}`, Object.entries(one).map(numbers));
	printTable(`Milliseconds, ${whats[1]}`, Object.entries(many).map(numbers));
}

async function echoOneByOne(): Promise<Float64Array> {
	await using target = await startRawUws(FRAME_BYTES);
	return await oneInFlight(await echoing(target.room), ONE_BY_ONE.warmUp, ONE_BY_ONE.messages);
}

async function echoOffered(): Promise<Float64Array> {
	await using target = await startRawUws(FRAME_BYTES);
	const writers = await Promise.all(Array.from({ length: WRITERS }, () => echoing(target.room)));
	return await offered(writers, OFFERED);
}

async function echoing({ port }: Room): Promise<TickingWriter> {
	return new TickingWriter(echoWriter(await Wire.open({ port, path: '/echo' }), FRAME_BYTES));
}

async function tickOneByOne(): Promise<Latencies> {
	await using target = await startTidings(2);
	const seen = await watch(target.room, 1);
	const writer = await TickingWriter.enter(target.room, 0);
	const tick = await oneInFlight(writer, ONE_BY_ONE.warmUp, ONE_BY_ONE.messages);
	await until('everything is seen', () => seen.length === ONE_BY_ONE.warmUp + ONE_BY_ONE.messages);
	return { 'Tidings tick': tick, 'Tidings seen by another': Float64Array.from(seen.slice(ONE_BY_ONE.warmUp)) };
}

async function tickOffered(): Promise<Latencies> {
	await using target = await startTidings(WRITERS + 1);
	const seen = await watch(target.room, WRITERS);
	const entering = Array.from({ length: WRITERS }, (_, index) => TickingWriter.enter(target.room, index));
	const tick = await offered(await Promise.all(entering), OFFERED);
	const [warmUp, messages] = [OFFERED.warmUpMs, OFFERED.runMs].map((time) => (OFFERED.rate * time) / 1000);
	await until('everything is seen', () => seen.length === (warmUp ?? 0) + (messages ?? 0));
	return { 'Tidings tick': tick, 'Tidings seen by another': Float64Array.from(seen.slice(warmUp)) };
}

/** Someone else in the room; the list fills with what each message took to reach them, in microseconds. */
async function watch(room: Room, index: number): Promise<number[]> {
	const latencies: number[] = [];
	const wire = await enter(room, index);
	wire.listen((payload) => readStamps(payload, ({ sentUs }) => latencies.push(nowUs() - sentUs)));
	return latencies;
}

function ratios(latencies: Latencies): Record<string, string> {
	const at = (name: string, part: number) => percentile(latencies[name] ?? new Float64Array(), part);
	const ratio = (part: number) =>
		`${(at('Tidings tick', part) / (at('raw uWS echo', part) + at('SQLite commit', part))).toFixed(2)}×`;
	return { '': 'Tidings tick', p50: ratio(0.5), p95: ratio(0.95), p99: ratio(0.99) };
}

function numbers([name, latencies]: [string, Float64Array]): Record<string, string> {
	const at = (part: number) => ms(percentile(latencies, part));
	return { '': name, messages: String(latencies.length), p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
