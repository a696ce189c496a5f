import { runLoad, type Load, type LoadResult } from '../load/run-load.ts';
import type { Contestant } from '../targets/target.ts';
import { megabytes, ms, percent, printTable, times } from './table.ts';

interface Measured {
	contestant: Contestant;
	result: LoadResult;
}

/** How often each server is measured under each load, in turns, so that a moment's noise does not decide between them. */
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 1);

/** Puts each server under the same load, prints what became of it, and each as a multiple of the first. */
export async function compareLoads(contestants: Contestant[], load: Load): Promise<void> {
	const rounds: Measured[][] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const measured: Measured[] = [];
		for (const contestant of contestants) measured.push({ contestant, result: await runLoad(contestant, load) });
		rounds.push(measured);
	}
	const best = contestants.map((_, index) => leastDisturbed(rounds.flatMap((round) => round[index] ?? [])));
	const who = load.rooms === 1 ? `One room, ${load.clientsPerRoom} clients` : roomsOf(load);
	const title = `${who}, ${load.rate} msg/s from ${load.rooms * load.writersPerRoom} writers`;
	const [first, ...others] = best;
	if (first === undefined) return;
	printTable(
		`${title}: ${first.contestant.name} as a multiple of`,
		others.map((other) => ratios(first, other))
	);
	printTable(title, best.map(numbers));
}

function roomsOf({ rooms, clientsPerRoom }: Load): string {
	return `${rooms * clientsPerRoom} clients in ${rooms} rooms`;
}

/** Noise only ever adds to a latency, so the round with the lowest is nearest to the truth, if everything arrived. */
function leastDisturbed(rounds: Measured[]): Measured {
	const disturbance = ({ result }: Measured) => result.all.p99 / result.delivered ** 10;
	return rounds.reduce((best, next) => (disturbance(next) < disturbance(best) ? next : best));
}

function ratios({ result: a }: Measured, { contestant, result: b }: Measured): Record<string, string> {
	return {
		server: contestant.name,
		'deliveries/s': times(a.deliveriesPerSecond, b.deliveriesPerSecond),
		p50: times(a.all.p50, b.all.p50),
		p99: times(a.all.p99, b.all.p99),
		'server CPU': times(a.cpuSeconds, b.cpuSeconds),
		RSS: times(a.rssBytes, b.rssBytes)
	};
}

function numbers({ contestant, result }: Measured): Record<string, string> {
	return {
		server: contestant.name,
		'deliveries/s': Math.max(0, result.deliveriesPerSecond).toFixed(0),
		delivered: percent(result.delivered),
		'p50 ms': ms(result.all.p50),
		'p99 ms': ms(result.all.p99),
		'CPU s': result.cpuSeconds.toFixed(2),
		'RSS MB': megabytes(result.rssBytes),
		'msg/frame': result.arrivals === 0 ? '–' : (result.arrivals / result.messageFrames).toFixed(2),
		twice: String(result.repeated),
		closed: String(result.closed),
		'load busy': percent(result.busy),
		writing: percent(result.writing)
	};
}
