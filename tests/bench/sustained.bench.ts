// The highest rate at which a room of 200 still works: everything arrives, p99 below a second, and, where the server says
// what is safe, it says so of everything as soon. Each server climbs the same ladder until it falls.
import { runLoad, type LoadResult } from './load/run-load.ts';
import { ms, percent, printEnvironment, printTable, times } from './report/table.ts';
import { KEEPERS, RAW_UWS } from './targets/contestants.ts';
import type { Contestant } from './targets/target.ts';

/** Messages a second, each about √2 times the one before. */
const LADDER = [25, 35, 50, 70, 100, 140, 200, 280, 400, 560, 800, 1_100, 1_600, 2_200, 3_200, 4_500, 6_400, 8_000];
/** A step that fails is tried again: one bad moment of the machine is not the server's limit. */
const TRIES = 2;
const LOAD = { rooms: 1, clientsPerRoom: 200, warmUpMs: 500, runMs: 2_500 };
const PER_WRITER = 40;
const SUSTAINED = { delivered: 0.99, p99Us: 1_000_000 };

interface Climb {
	contestant: Contestant;
	rate: number;
	/** At that rate. */
	result: LoadResult | undefined;
}

await main();

async function main(): Promise<void> {
	printEnvironment();
	const climbs: Climb[] = [];
	for (const contestant of [...KEEPERS, RAW_UWS]) climbs.push(await climb(contestant));
	const [ours, ...others] = climbs;
	if (ours === undefined) return;
	const what = `Sustained messages a second, one room, ${LOAD.clientsPerRoom} clients`;
	const ratios = others.map(({ contestant, rate }) => ({ server: contestant.name, 'msg/s': times(ours.rate, rate) }));
	printTable(`${what}: ${ours.contestant.name} as a multiple of`, ratios);
	printTable(what, climbs.map(numbers));
}

/** In strides of four steps up to the first that fails, then step by step from the last that did not. */
async function climb(contestant: Contestant): Promise<Climb> {
	const STRIDE = 4;
	let top: Climb = { contestant, rate: 0, result: undefined };
	const rises = async (step: number) => {
		const rate = LADDER[step] ?? 0;
		const result = await attempt(contestant, rate);
		const held = isSustained(contestant, result);
		const how = `${percent(result.delivered)} delivered, p99 ${ms(result.all.p99)} ms`;
		console.log(`${contestant.name} at ${rate} msg/s ${held ? 'holds' : 'falls'}: ${how}`);
		if (held) top = { contestant, rate, result };
		return held;
	};
	let sure = -1;
	while (sure + STRIDE < LADDER.length && (await rises(sure + STRIDE))) sure += STRIDE;
	const end = Math.min(sure + STRIDE, LADDER.length);
	while (sure + 1 < end && (await rises(sure + 1))) sure += 1;
	return top;
}

async function attempt(contestant: Contestant, rate: number): Promise<LoadResult> {
	const load = { ...LOAD, writersPerRoom: Math.max(10, Math.ceil(rate / PER_WRITER)), rate };
	let result = await runLoad(contestant, load);
	for (let tries = 1; tries < TRIES && !isSustained(contestant, result); tries++) {
		result = await runLoad(contestant, load);
	}
	return result;
}

function isSustained({ confirms }: Contestant, { delivered, all, confirmed, confirmations }: LoadResult): boolean {
	const safe = confirms !== 'on disk' || (confirmed >= SUSTAINED.delivered && confirmations.p99 < SUSTAINED.p99Us);
	return delivered >= SUSTAINED.delivered && all.p99 < SUSTAINED.p99Us && safe;
}

function numbers({ contestant, rate, result }: Climb): Record<string, string> {
	return {
		server: contestant.name,
		'msg/s': String(rate),
		delivered: percent(result?.delivered ?? 0),
		'p50 ms': ms(result?.all.p50 ?? NaN),
		'p99 ms': ms(result?.all.p99 ?? NaN),
		'safe p99 ms': contestant.confirms === 'on disk' ? ms(result?.confirmations.p99 ?? NaN) : '–',
		'CPU s': (result?.cpuSeconds ?? 0).toFixed(2),
		'load busy': percent(result?.busy ?? 0),
		writing: percent(result?.writing ?? 0)
	};
}
