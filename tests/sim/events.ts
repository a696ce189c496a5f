import type { Device } from './device.ts';
import * as changes from './events/changes.ts';
import * as faults from './events/faults.ts';
import type { Happening } from './events/happening.ts';
import * as people from './events/people.ts';
import type { World } from './world.ts';

/** What may be switched on for a whole run: two of them together would make each other's checks meaningless. */
export interface Plot {
	/** People join, leave and are removed. */
	membership: boolean;
	/** The server is put back to a backup once. */
	backup: boolean;
}

const ORDINARY: [Happening, number][] = [
	[people.SEND, 46],
	[people.DRAFT, 12],
	[faults.CUT, 6],
	[faults.OFFLINE, 5],
	[faults.SLOW, 3],
	[faults.OPEN_TAB, 5],
	[faults.CLOSE_TAB, 3],
	[faults.KILL_TAB, 4],
	[faults.POWER_CUT, 2],
	[faults.SLEEP, 2],
	[faults.SERVER_CRASH, 3],
	[faults.DISK_FAILS, 2],
	[faults.DISK_SLOW, 2],
	[people.FORGE, 1],
	[people.SCROLL, 2]
];

const MEMBERSHIP: [Happening, number][] = [
	[people.JOIN, 5],
	[people.LEAVE, 4],
	[people.GIVE_UP, 3]
];

/** Not where the server is put back to a backup: an edit that it loses has no proof, and comes back to nobody (decision 0009). */
const CHANGES: [Happening, number][] = [
	[changes.EDIT, 8],
	[changes.DELETE, 4],
	[changes.UNDO, 2]
];

/** Lets one thing happen. */
export function happen(world: World, plot: Plot): void {
	const choices = [...ORDINARY, ...(plot.membership ? MEMBERSHIP : []), ...(plot.backup ? [] : CHANGES)];
	let draw = world.random.between(
		0,
		choices.reduce((sum, [, weight]) => sum + weight, 0)
	);
	for (const [happening, weight] of choices) {
		draw -= weight;
		if (draw > 0) continue;
		const what = happening(world);
		if (what !== undefined) world.journal.note(what);
		return;
	}
}

/** Opens a first tab where a device has none, so that it can pay what it owes. */
export function wake(world: World, device: Device): void {
	if (device.tabs.length === 0) world.openTab(device);
}
