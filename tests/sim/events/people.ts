import type { Tab } from '../device.ts';
import type { World } from '../world.ts';
import type { Happening } from './happening.ts';

export const SEND: Happening = (world) => {
	const [tab, roomId] = someone(world);
	if (tab === undefined || roomId === undefined) return undefined;
	const body = `message ${world.journal.composed.size}`;
	tab.send(roomId, body);
	return `${tab.name} sends “${body}” to room ${world.rooms.indexOf(roomId)}`;
};

export const DRAFT: Happening = (world) => {
	const [tab, roomId] = someone(world);
	if (tab === undefined || roomId === undefined) return undefined;
	const word = world.random.chance(0.8) ? `word${world.journal.drafts.length}` : undefined;
	tab.draft(roomId, word);
	return `${tab.name} ${word === undefined ? 'clears its draft' : `drafts “${word}”`} in room ${world.rooms.indexOf(roomId)}`;
};

export const FORGE: Happening = (world) => {
	const [tab, roomId] = someone(world);
	const victim = world.random.oneOf(
		[...world.journal.composed.values()].filter((one) => one.roomId === roomId && world.disk.messages.has(one.id))
	);
	if (tab === undefined || roomId === undefined || victim === undefined || victim.userId === tab.device.userId)
		return undefined;
	const overwrite = world.random.chance(0.5);
	tab.forge(roomId, victim.userId, overwrite ? victim.id : undefined);
	return `${tab.name} forges ${overwrite ? `“${victim.message.body}”` : 'a message'} in room ${world.rooms.indexOf(roomId)}`;
};

export const SCROLL: Happening = (world) => {
	const [tab, roomId] = someone(world);
	if (tab === undefined || roomId === undefined) return undefined;
	const segment = world.random.int(0, 3);
	tab.look(roomId, segment);
	return `${tab.name} looks at segment ${segment} of room ${world.rooms.indexOf(roomId)}`;
};

export const JOIN: Happening = (world) => {
	const { random, users, rooms } = world;
	const [userId, roomId] = [random.oneOf(users), random.oneOf(rooms)];
	if (userId === undefined || roomId === undefined) return undefined;
	world.command((server) => server.rooms?.join(userId, roomId));
	return `user ${users.indexOf(userId)} joins room ${rooms.indexOf(roomId)}`;
};

export const LEAVE: Happening = (world) => {
	const { random, users, rooms } = world;
	const [owner = '', ...others] = users;
	const [userId, roomId] = [random.oneOf(others), random.oneOf(rooms)];
	if (userId === undefined || roomId === undefined) return undefined;
	const removed = random.chance(0.6);
	world.command((server) =>
		removed ? server.moderation?.remove({ roomId, userId, by: owner, ban: false }) : server.rooms?.leave(userId, roomId)
	);
	return `user ${users.indexOf(userId)} ${removed ? 'is removed from' : 'leaves'} room ${rooms.indexOf(roomId)}`;
};

export const GIVE_UP: Happening = (world) => {
	const tab = world.random.oneOf(
		world.tabs.filter(({ usable, engine }) => usable && engine?.outbox.entries.some(isReturned))
	);
	const entry = tab?.engine?.outbox.entries.find(isReturned);
	const composed = world.journal.composed.get(entry?.id ?? '');
	if (tab === undefined || entry === undefined || composed === undefined) return undefined;
	const again = world.random.chance(0.7);
	tab.do(() => {
		if (again) return void tab.engine?.send(entry.roomId, entry.id, entry.message);
		composed.discarded = true;
		void tab.engine?.discard(entry.id);
	});
	return `${tab.name} ${again ? 'sends again' : 'discards'} “${entry.message.body}”`;
};

function someone(world: World): [Tab | undefined, string | undefined] {
	const tab = world.random.oneOf(world.tabs.filter(({ usable, rooms }) => usable && rooms.length > 0));
	return [tab, tab && world.random.oneOf(tab.rooms)];
}

function isReturned({ returned }: { returned?: unknown }): boolean {
	return returned !== undefined;
}
