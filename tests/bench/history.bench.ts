// What it takes to open a room, on a device without a copy, with 1,000 to 1,000,000 messages behind it.
import { Crowd } from './load/crowd.ts';
import { fill } from './load/fill.ts';
import { openRoom, type Opened } from './load/open-room.ts';
import { processUsage } from './report/process-usage.ts';
import { megabytes, printEnvironment, printTable, times } from './report/table.ts';
import { HOCUSPOCUS, KEEPERS, TIDINGS, Y_WEBSOCKET } from './targets/contestants.ts';
import type { Contestant, Target } from './targets/target.ts';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
/** What is beyond does not finish here: the document is one, and each opening is the whole of it. */
const LARGEST = new Map([
	[TIDINGS, 1_000_000],
	[HOCUSPOCUS, 100_000],
	[Y_WEBSOCKET, 100_000]
]);
/** The history is said before the clock starts, in updates of so many messages. */
const PER_UPDATE = 500;
const SHAPE = { rooms: 1, clientsPerRoom: 4, writersPerRoom: 4 };
const OPENINGS = 15;
/** However few they are by then, in milliseconds. */
const ENOUGH_MS = 10_000;

interface Measured {
	contestant: Contestant;
	messages: number;
	/** The first opening after a restart, when the server has to read the room from its disk. */
	first: Opened;
	/** The median one of those after it. */
	later: Opened;
	rssBytes: number;
}

await main();

async function main(): Promise<void> {
	printEnvironment();
	const measured: Measured[] = [];
	for (const contestant of KEEPERS) measured.push(...(await grow(contestant)));
	const small = (contestant: Contestant) => measured.find((one) => one.contestant === contestant);
	printTable(
		`Opening a room: as a multiple of ${SIZES[0]} messages`,
		measured.flatMap((one) => ratios(one, small(one.contestant)))
	);
	printTable('Opening a room', measured.map(numbers));
}

/** From the smallest to the largest that it can open. */
async function grow(contestant: Contestant): Promise<Measured[]> {
	const measured: Measured[] = [];
	try {
		for (const messages of SIZES.filter((size) => size <= (LARGEST.get(contestant) ?? 0))) {
			measured.push(await measure(contestant, messages));
			console.log(`${contestant.name}: ${messages} messages opened`);
		}
	} catch (error) {
		console.log(`${contestant.name}: no further than that, because ${String(error)}`);
	}
	return measured;
}

async function measure(contestant: Contestant, messages: number): Promise<Measured> {
	await using target = await startFilled(contestant, messages);
	// Not counted: what this process pays for doing it the first time.
	await open(target, messages);
	await target.restart();
	const first = await open(target, messages);
	const others: Opened[] = [];
	const began = performance.now();
	while (others.length < OPENINGS && performance.now() - began < ENOUGH_MS) others.push(await open(target, messages));
	const later = others.sort((a, b) => whole(a) - whole(b))[Math.floor(others.length / 2)] ?? first;
	return { contestant, messages, first, later, rssBytes: processUsage(target.pid).rssBytes };
}

async function startFilled(contestant: Contestant, messages: number): Promise<Target> {
	if (contestant.startFilled !== undefined) return contestant.startFilled(SHAPE, messages);
	const target = await contestant.start(SHAPE);
	await using crowd = await Crowd.enter(contestant, target, SHAPE);
	await fill(crowd, messages, PER_UPDATE);
	return target;
}

async function open(target: Target, messages: number): Promise<Opened> {
	const copy = target.copy(0);
	if (copy === undefined) throw new Error('nothing to open');
	return await openRoom(target, copy, messages - 1);
}

function whole({ waitMs, applyMs }: Opened): number {
	return waitMs + applyMs;
}

function ratios(one: Measured, small: Measured | undefined): Record<string, string>[] {
	if (small === undefined || small === one) return [];
	return [
		{
			server: one.contestant.name,
			messages: String(one.messages),
			'first opening': times(whole(one.first), whole(small.first)),
			'later opening': times(whole(one.later), whole(small.later)),
			bytes: times(one.later.bytes, small.later.bytes)
		}
	];
}

function numbers({ contestant, messages, first, later, rssBytes }: Measured): Record<string, string> {
	return {
		server: contestant.name,
		messages: String(messages),
		'first ms': whole(first).toFixed(1),
		'later ms': whole(later).toFixed(1),
		'of it applying': later.applyMs.toFixed(1),
		KB: (later.bytes / 1000).toFixed(0),
		'RSS MB': megabytes(rssBytes)
	};
}
