import type { QueuedCommand } from '../../../src/lib/commands/command.ts';
import { LocalStore } from '../../../src/lib/sync/local-store.ts';
import type { OutboxEntry } from '../../../src/lib/sync/outbox.ts';
import { TabActor } from '../browser/tab-actor.ts';
import type { Device } from '../device.ts';
import type { World } from '../world.ts';
import { checkChanges } from './check-changes.ts';
import { checkDevice } from './check-device.ts';
import { checkDrafts } from './check-drafts.ts';
import { checkMessages } from './check-messages.ts';
import { checkRooms } from './check-rooms.ts';
import { contentOf, readServer, type Content } from './content.ts';

/** What a device has on its disk, as a fresh start would find it. */
export interface DeviceDisk {
	device: Device;
	copies: Map<string, Content>;
	outbox: OutboxEntry[];
	commands: QueuedCommand[];
}

/** Stops everybody, and compares every disk with the server's. */
export async function auditDevices(world: World): Promise<void> {
	const { scheduler, journal } = world;
	const actors = world.tabs.map(({ actor }) => actor);
	for (const tab of world.tabs) tab.do(() => tab.engine?.stop());
	await scheduler.runUntil(scheduler.now + 1_000);
	for (const actor of actors) {
		const timers = scheduler.timersOf(actor);
		if (timers > 0) journal.violate('I9', `${actor.name} has stopped and has left ${timers} timers`);
	}
	const disks: DeviceDisk[] = [];
	for (const device of world.devices) disks.push(await readDisk(world, device));
	const server = await readServer(world);
	checkRooms(world, server);
	checkMessages(world, server, disks);
	await checkChanges(world, server, disks);
	for (const disk of disks) checkDevice(world, server, disk);
	checkDrafts(world, server);
}

async function readDisk({ scheduler }: World, device: Device): Promise<DeviceDisk> {
	const found: DeviceDisk = { device, copies: new Map(), outbox: [], commands: [] };
	const reader = new TabActor(`${device.name} audit`, device.profile);
	scheduler.after(0, reader, () => {
		const store = new LocalStore(device.userId, () => undefined);
		void (async () => {
			for (const [name, { bytes }] of await store.copies()) {
				if (bytes > 0) found.copies.set(name, contentOf(await store.load(name)));
			}
			found.outbox = await store.outbox();
			found.commands = await store.rows('commands');
			store.close();
		})();
	});
	await scheduler.runUntil(scheduler.now + 1_000);
	return found;
}
