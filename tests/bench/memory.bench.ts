// What a server's memory goes into: being there, connections, rooms nobody writes in, messages. Resident memory, each time
// after the server has been made to collect its garbage.
import { setTimeout as pause } from 'node:timers/promises';
import { Crowd, type CrowdShape } from './load/crowd.ts';
import { fill } from './load/fill.ts';
import { processUsage } from './report/process-usage.ts';
import { megabytes, printEnvironment, printTable, times } from './report/table.ts';
import { CONTESTANTS, HOCUSPOCUS_DURABLE } from './targets/contestants.ts';
import type { Contestant, Target } from './targets/target.ts';

const CONNECTIONS = { rooms: 1, clientsPerRoom: 1_000, writersPerRoom: 1 };
/** Each with one client in it, who has said one thing. */
const ROOMS = { rooms: 500, clientsPerRoom: 1, writersPerRoom: 1 };
/** So many, because an account may not say more than a thousand things a minute. */
const TALK = { rooms: 1, clientsPerRoom: 100, writersPerRoom: 100 };
const MESSAGES = 100_000;
const PER_UPDATE = 100;
/** Memory that was given back is not gone at once. */
const SETTLE_MS = 1_500;

/** In bytes. */
interface Measured {
	contestant: Contestant;
	idle: number;
	perConnection: number;
	perRoom: number;
	afterMessages: number;
}

await main();

async function main(): Promise<void> {
	printEnvironment();
	const measured: Measured[] = [];
	// Debounce or not, Hocuspocus holds the same in memory.
	for (const contestant of CONTESTANTS.filter((one) => one !== HOCUSPOCUS_DURABLE)) {
		measured.push(await measure(contestant));
	}
	const [ours, ...others] = measured;
	if (ours === undefined) return;
	printTable(
		`Memory: ${ours.contestant.name} as a multiple of`,
		others.map((other) => ratios(ours, other))
	);
	printTable('Memory', measured.map(numbers));
}

async function measure(contestant: Contestant): Promise<Measured> {
	const [idle, connected] = await growth(contestant, CONNECTIONS, () => Promise.resolve());
	const perConnection = (connected - idle) / CONNECTIONS.clientsPerRoom;
	const [roomless, roomy] = await growth(contestant, ROOMS, (crowd) => fill(crowd, ROOMS.rooms, 1));
	const perRoom = (roomy - roomless) / ROOMS.rooms - perConnection;
	const [, afterMessages] = await growth(contestant, TALK, (crowd) => fill(crowd, MESSAGES, PER_UPDATE));
	return { contestant, idle, perConnection, perRoom, afterMessages };
}

/** Memory before anyone came, and after `happen`, with everyone still there. */
async function growth(contestant: Contestant, shape: CrowdShape, happen: (crowd: Crowd) => Promise<void>) {
	await using target = await contestant.start(shape);
	const before = await settled(target);
	await using crowd = await Crowd.enter(contestant, target, shape);
	await happen(crowd);
	return [before, await settled(target)] as const;
}

async function settled(target: Target): Promise<number> {
	target.collectGarbage();
	await pause(SETTLE_MS);
	return processUsage(target.pid).rssBytes;
}

function ratios(a: Measured, b: Measured): Record<string, string> {
	return {
		server: b.contestant.name,
		idle: times(a.idle, b.idle),
		'a connection': times(a.perConnection, b.perConnection),
		'an idle room': times(a.perRoom, b.perRoom),
		[`after ${MESSAGES} messages`]: times(a.afterMessages, b.afterMessages)
	};
}

function numbers({ contestant, idle, perConnection, perRoom, afterMessages }: Measured): Record<string, string> {
	return {
		server: contestant.name,
		'idle MB': megabytes(idle),
		'a connection, KB': (perConnection / 1000).toFixed(1),
		'an idle room, KB': (perRoom / 1000).toFixed(1),
		[`after ${MESSAGES} messages, MB`]: megabytes(afterMessages)
	};
}
