// 1,000 clients come back at once after a restart of the server, each lacking the last 100 messages of a room: how long
// until all of them are current, and what memory that takes at most.
import { setTimeout as pause } from 'node:timers/promises';
import { Crowd } from './load/crowd.ts';
import { fill } from './load/fill.ts';
import { openRoom } from './load/open-room.ts';
import { nowUs } from './load/stamp.ts';
import { Swarm } from './load/swarm.ts';
import { processUsage } from './report/process-usage.ts';
import { megabytes, percent, printEnvironment, printTable, times } from './report/table.ts';
import { CONTESTANTS, HOCUSPOCUS_DURABLE } from './targets/contestants.ts';
import type { Contestant, Copy, ReadyWhen, Target } from './targets/target.ts';

const CLIENTS = 1_000;
/** Said while all were there, and after they had gone. */
const [KNOWN, MISSED] = [2_000, 100];
const SHAPE = { rooms: 1, clientsPerRoom: 10, writersPerRoom: 10 };
const GIVE_UP_MS = 30_000;

interface Measured {
	contestant: Contestant;
	startMs: number;
	/** From the first packet until the last of them was current. */
	currentMs: number;
	current: number;
	cpuSeconds: number;
	idleBytes: number;
	peakBytes: number;
	busy: number;
}

await main();

async function main(): Promise<void> {
	printEnvironment();
	const measured: Measured[] = [];
	// With debounce 0 Hocuspocus has the same on its disk after a restart, and answers in the same way.
	for (const contestant of CONTESTANTS.filter((one) => one !== HOCUSPOCUS_DURABLE)) {
		measured.push(await measure(contestant));
	}
	const what = `${CLIENTS} clients at once after a restart, ${MISSED} messages behind`;
	const [ours, ...others] = measured;
	if (ours === undefined) return;
	printTable(
		`${what}: ${ours.contestant.name} as a multiple of`,
		others.map((other) => ratios(ours, other))
	);
	printTable(what, measured.map(numbers));
}

async function measure(contestant: Contestant): Promise<Measured> {
	await using target = await contestant.start(SHAPE);
	const copy = await converse(contestant, target);
	const startMs = await target.restart();
	const idleBytes = processUsage(target.pid).rssBytes;
	await using swarm = new Swarm();
	swarm.startRun(0, 1);
	const began = nowUs();
	for (let client = 0; client < CLIENTS; client++) {
		const entrance = target.enter(0, client, copy);
		const ready: ReadyWhen = copy === undefined ? entrance.ready : { message: KNOWN + MISSED - 1 };
		swarm.open({ port: target.port, entrance: { ...entrance, ready }, talks: false, writer: -1 });
	}
	const all = await Promise.race([swarm.allReady(), pause(GIVE_UP_MS, undefined, { ref: false })]);
	const { cpuSeconds, peakBytes } = processUsage(target.pid);
	const { busy } = await swarm.report();
	const currentMs = all === undefined ? GIVE_UP_MS : (all - began) / 1000;
	return { contestant, startMs, currentMs, current: swarm.ready, cpuSeconds, idleBytes, peakBytes, busy };
}

/** Fills the room. Resolves with the copy of a device that left before the last messages. */
async function converse(contestant: Contestant, target: Target): Promise<Copy | undefined> {
	await using crowd = await Crowd.enter(contestant, target, SHAPE);
	await fill(crowd, KNOWN, 20);
	const copy = target.copy(0);
	if (copy !== undefined) await openRoom(target, copy, KNOWN - 1);
	await fill(crowd, MISSED, 1);
	return copy;
}

function ratios(a: Measured, b: Measured): Record<string, string> {
	return {
		server: b.contestant.name,
		'all current': times(a.currentMs, b.currentMs),
		CPU: times(a.cpuSeconds, b.cpuSeconds),
		'peak memory': times(a.peakBytes, b.peakBytes)
	};
}

function numbers(one: Measured): Record<string, string> {
	return {
		server: one.contestant.name,
		current: String(one.current),
		'start ms': one.startMs.toFixed(0),
		'all current ms': one.currentMs.toFixed(0),
		'CPU s': one.cpuSeconds.toFixed(2),
		'RSS before MB': megabytes(one.idleBytes),
		'peak MB': megabytes(one.peakBytes),
		'load busy': percent(one.busy)
	};
}
