// How long a writer looks at the clock icon: from sending a message to the server's word that it is safe, at rising rates,
// beside what cannot be avoided: the bytes published back, and the disk alone.
import { runLoad, type LoadResult } from './load/run-load.ts';
import type { Percentiles } from './load/swarm.ts';
import { percentile } from './report/percentile.ts';
import { ms, percent, printEnvironment, printTable } from './report/table.ts';
import { KEEPERS, RAW_UWS } from './targets/contestants.ts';
import { measureCommits } from './targets/sqlite-loop.ts';
import type { Contestant } from './targets/target.ts';

const RATES = [100, 500, 2_000];
const LOAD = { rooms: 1, clientsPerRoom: 50, writersPerRoom: 50, warmUpMs: 1_000, runMs: 2_500 };
const COMMITS = { warmUp: 300, rows: 1_000 };

interface Measured {
	contestant: Contestant;
	rate: number;
	result: LoadResult;
}

await main();

async function main(): Promise<void> {
	printEnvironment();
	const commits = await measureCommits(COMMITS.warmUp, COMMITS.rows);
	const commit = { p50: percentile(commits, 0.5), p99: percentile(commits, 0.99) };
	const measured: Measured[] = [];
	for (const rate of RATES) {
		for (const contestant of [RAW_UWS, ...KEEPERS]) {
			measured.push({ contestant, rate, result: await runLoad(contestant, { ...LOAD, rate }) });
		}
	}
	const floorAt = (rate: number) => measured.find(({ contestant, rate: at }) => contestant === RAW_UWS && at === rate);
	const what = 'Send to the word that it is safe, 50 writers in one room';
	const multiples = measured.flatMap((one) => ratios(one, floorAt(one.rate)?.result.own, commit));
	printTable(`${what}: as a multiple of (published back by raw uWS + SQLite commit)`, multiples);
	printTable(what, measured.map(numbers));
	console.log(`A SQLite commit of one row, synchronous=FULL: p50 ${ms(commit.p50)} ms, p99 ${ms(commit.p99)} ms`);
}

/** A server that gives no word is held to the message's own return, which is the most its writer can know. */
function word({ contestant, result }: Measured): Percentiles {
	return contestant.confirms === undefined ? result.own : result.confirmations;
}

function ratios(one: Measured, echo: Percentiles | undefined, commit: { p50: number; p99: number }) {
	if (echo === undefined || one.contestant === RAW_UWS) return [];
	const ratio = (part: 'p50' | 'p99') => `${(word(one)[part] / (echo[part] + commit[part])).toFixed(2)}×`;
	return [{ ...who(one), p50: ratio('p50'), p99: ratio('p99') }];
}

function numbers(one: Measured): Record<string, string> {
	const { confirms } = one.contestant;
	return {
		...who(one),
		'p50 ms': ms(word(one).p50),
		'p95 ms': ms(word(one).p95),
		'p99 ms': ms(word(one).p99),
		'got it': percent(confirms === undefined ? one.result.delivered : one.result.confirmed)
	};
}

function who({ contestant, rate }: Measured): Record<string, string> {
	return { 'msg/s': String(rate), server: contestant.name, 'safe means': contestant.confirms ?? 'came back' };
}
