import type { Tab } from '../device.ts';
import type { Composed } from '../checks/journal.ts';
import type { World } from '../world.ts';
import type { Happening } from './happening.ts';

export const EDIT: Happening = (world) => {
	const [tab, composed] = own(world);
	if (tab === undefined || composed === undefined) return undefined;
	const body = `${composed.message.body}, version ${composed.edits.length + 1}`;
	tab.edit(composed, body);
	return `${tab.name} edits “${composed.message.body}” to “${body}”`;
};

export const DELETE: Happening = (world) => {
	const [tab, composed] = own(world);
	if (tab === undefined || composed === undefined) return undefined;
	tab.delete(composed);
	return `${tab.name} deletes “${composed.message.body}”`;
};

export const UNDO: Happening = (world) => {
	const { journal, tabs, random } = world;
	const deleted = [...journal.composed.values()].filter(({ deletions }) => deletions.some(({ undone }) => !undone));
	const composed = deleted.at(-1);
	const tab = random.oneOf(
		tabs.filter(({ usable, device }) => usable && device.name === composed?.deletions.at(-1)?.device)
	);
	if (composed === undefined || tab === undefined) return undefined;
	tab.undoDeletion(composed);
	return `${tab.name} brings “${composed.message.body}” back`;
};

/** A message of an account, and a tab of it that may know the message: it is waiting there, or the server has it. */
function own({ journal, tabs, random, disk }: World): [Tab | undefined, Composed | undefined] {
	const tab = random.oneOf(tabs.filter(({ usable }) => usable));
	const messages = [...journal.composed.values()].filter((one) => {
		const { id, userId, roomId, kept, discarded } = one;
		if (!kept || discarded || userId !== tab?.device.userId || !tab.rooms.includes(roomId)) return false;
		return tab.engine?.outbox.get(id) !== undefined || disk.messages.has(id);
	});
	// What was just said is what is changed, mostly.
	return [tab, random.chance(0.5) ? messages.at(-1) : random.oneOf(messages)];
}
