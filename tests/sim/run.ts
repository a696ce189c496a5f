import { auditDevices } from './checks/audit.ts';
import { debts } from './checks/debts.ts';
import type { Violation } from './checks/journal.ts';
import { happen, wake, type Plot } from './events.ts';
import { takeOver } from './time/globals.ts';
import { Random } from './time/random.ts';
import { Scheduler } from './time/scheduler.ts';
import { World, type Sabotage } from './world.ts';

/** When every run begins, ms since the Unix epoch. */
const EPOCH = Date.UTC(2026, 0, 5, 9);

/** How many things happen in one run. */
const EVENTS: [number, number] = [30, 90];

/** How long everything may take to come to rest, in ms: several of the longest pauses, one after the other. */
const REST_MAX_MS = 420_000;

/** How often it is looked whether it has. */
const LOOK_MS = 5_000;

/** How long after that: a document that could not be synced is tried again within a minute. */
const REST_MORE_MS = 130_000;

/** What came of a seed. */
export interface Outcome {
	seed: number;
	violations: Violation[];
	events: string[];
	/** A number that two runs of one seed share, unless something is left to chance. */
	fingerprint: number;
}

/** Lives through one seed from the first account to the last check. */
export async function runSeed(seed: number, sabotage?: Sabotage): Promise<Outcome> {
	const [scheduler, random] = [new Scheduler(EPOCH), new Random(seed)];
	const giveBack = takeOver(scheduler, random);
	try {
		const world = new World(scheduler, random, sabotage);
		await settleIn(world);
		await liveThrough(world);
		await comeToRest(world);
		await auditDevices(world);
		const { violations, events } = world.journal;
		return { seed, violations, events, fingerprint: random.uint32() };
	} finally {
		giveBack();
	}
}

/** A team of three with two rooms and a handful of devices. */
async function settleIn(world: World): Promise<void> {
	const { random, scheduler } = world;
	const users = [await world.signUp('anna'), await world.signUp('boris'), await world.signUp('clara')];
	world.startServer();
	await scheduler.runUntil(scheduler.now + 100);
	for (const title of ['General', 'Random']) {
		world.command(async (server) => {
			const room = await server.rooms?.create(users[0] ?? '', { title, kind: 'public' });
			if (room !== undefined) world.rooms.push(room.id);
		});
		await scheduler.runUntil(scheduler.now + 100);
	}
	for (const userId of users.slice(1))
		for (const roomId of world.rooms) world.command((server) => server.rooms?.join(userId, roomId));
	await scheduler.runUntil(scheduler.now + 200);
	users.forEach((userId, index) => {
		const devices = random.int(1, index === 0 ? 2 : 1 + Number(random.chance(0.3)));
		for (let number = 0; number < devices; number++) {
			const device = world.addDevice(`${['anna', 'boris', 'clara'][index] ?? ''} ${number}`, userId);
			world.openTab(device);
		}
	});
	await scheduler.runUntil(scheduler.now + 2_000);
}

async function liveThrough(world: World): Promise<void> {
	const { random, scheduler, journal } = world;
	const plot: Plot = { membership: random.chance(0.3), backup: random.chance(0.15) };
	if (plot.backup) plot.membership = false;
	world.membership = plot.membership;
	const events = random.int(...EVENTS);
	const [backUpAt, restoreAt] = [random.int(0, events), random.int(0, events)].sort((a, b) => a - b);
	let backup = 0;
	for (let event = 0; event < events; event++) {
		if (plot.backup && event === backUpAt) backup = world.disk.length;
		if (plot.backup && event === restoreAt && backup > 0) {
			journal.note('the server is put back to a backup');
			world.restored = true;
			world.crashServer();
			await world.disk.restore(backup);
			world.startServer();
		}
		happen(world, plot);
		await scheduler.runUntil(scheduler.now + pause(random));
	}
}

/** Mostly a moment, sometimes none, now and then long enough for documents to leave the server's memory. */
function pause(random: Random): number {
	if (random.chance(0.25)) return random.between(0, 3);
	if (random.chance(0.05)) return random.between(10_000, 100_000);
	return random.between(0, random.chance(0.2) ? 4_000 : 300);
}

/** Everything works again: whatever is owed must now be paid. */
async function comeToRest(world: World): Promise<void> {
	const { scheduler, weather, journal } = world;
	journal.note('everything works again');
	Object.assign(weather, { failsUntil: 0, latency: 4 });
	if (world.restored) {
		world.crashServer();
		world.startServer(24 * 60);
	} else if (world.server === undefined) world.startServer();
	for (const device of world.devices) {
		Object.assign(device.profile.network, { up: true, latency: [1, 40] });
		wake(world, device);
	}
	const deadline = scheduler.now + REST_MAX_MS;
	do await scheduler.runUntil(scheduler.now + LOOK_MS);
	while (debts(world).length > 0 && scheduler.now < deadline);
	await scheduler.runUntil(scheduler.now + REST_MORE_MS);
	for (const { invariant, what } of debts(world)) journal.violate(invariant, what);
	for (const { actor, error } of scheduler.errors)
		journal.violate('no error goes unseen', `${actor.name}: ${stackOf(error)}`);
}

function stackOf(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
