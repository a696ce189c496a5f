import type { World } from '../world.ts';
import type { DeviceDisk } from './audit.ts';
import type { ServerContent } from './content.ts';
import type { Composed } from './journal.ts';

/** Two tabs that change a message within this time, in ms, may reach the disk in either order. */
const AT_ONCE_MS = 50;

/** How many versions of a message are looked through: all of them. */
const ALL = 1_000;

/**
 * Promise 1 for what was changed: the last words that a device gave a message are in the message's history, or came back to the
 * device. And what was deleted stays deleted, unless it was brought back: then it stays.
 */
export async function checkChanges(world: World, server: ServerContent, disks: DeviceDisk[]): Promise<void> {
	const { journal, disk } = world;
	for (const composed of journal.composed.values()) {
		const { id, roomId, edits, deletions, message } = composed;
		if (edits.length + deletions.length === 0) continue;
		const { versions } = await disk.storage.versionsOf(roomId, id, ALL);
		const said = versions.map(({ value }) => (JSON.parse(value) as { body: string }).body);
		for (const found of disks) {
			const last = lastOf(composed, found.device.name);
			const words = [...said, ...givenBack(found, id)];
			if (last !== undefined && !isTakenBack(composed) && !words.includes(last)) {
				journal.violate('I2', `“${last}” of ${found.device.name} (${id}) is nowhere`);
			}
		}
		const stands = (server.segments.get(roomId) ?? []).map(({ messages }) => messages.get(id)).find((one) => one);
		const isRefused = disks.some(({ commands }) => commands.some(({ command }) => isDeletionOf(command, id)));
		// Somebody who was removed meanwhile is told that there is no such message, and it is no longer theirs to delete.
		if (stands === undefined || isRefused || world.membership) continue;
		if (isTakenBack(composed) && stands.deleted === undefined && deletions.every(({ kept }) => kept)) {
			journal.violate('I2', `“${message.body}” (${id}) was deleted, and is there`);
		}
		if (stands.deleted !== undefined && deletions.every(({ undone }) => undone)) {
			journal.violate('I2', `“${message.body}” (${id}) was brought back, and is deleted`);
		}
	}
}

/** The last words that a device has given a message for certain; undefined where it gave none, or two at once. */
function lastOf({ edits }: Composed, device: string): string | undefined {
	const own = edits.filter((edit) => edit.device === device);
	const last = own.at(-1);
	const before = own.at(-2);
	if (last?.kept !== true || (before !== undefined && last.at - before.at < AT_ONCE_MS)) return undefined;
	return last.body;
}

function isTakenBack({ deletions, discarded }: Composed): boolean {
	return discarded || deletions.some(({ undone }) => !undone);
}

/** What a device has of a message that the server would not take. */
function givenBack({ outbox, commands }: DeviceDisk, id: string): string[] {
	const edits = commands.flatMap(({ command }) =>
		command.kind === 'edit-message' && command.messageId === id ? [command.edit.body] : []
	);
	return [...edits, ...outbox.filter((entry) => entry.id === id).map(({ message }) => message.body)];
}

function isDeletionOf(command: DeviceDisk['commands'][number]['command'], id: string): boolean {
	return command.kind === 'delete-message' && command.messageId === id;
}
