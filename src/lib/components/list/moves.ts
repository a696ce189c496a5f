import type { RoomChoice } from '../../protocol/personal.ts';
import type { RoomListItem } from '../../room/model.ts';
import { keyBetween, keysFor, ORDER_MAX_CHARS } from './order-keys.ts';
import { defaultKey, type RoomSection } from './sections.ts';

/** What changes for each room, by its id. */
export type RoomChanges = Map<string, Partial<RoomChoice>>;

/** Whether a room may be put into a section: what it is by default, one's own and the favourites take it. */
export function mayStandIn(room: RoomListItem, { key, kind }: Pick<RoomSection, 'key' | 'kind'>): boolean {
	if (room.archived || room.choice.hidden === true) return false;
	return kind === 'favourites' || kind === 'own' || key === defaultKey(room.kind);
}

/** What puts a room into a section. */
function choiceOfSection({ kind, name }: Pick<RoomSection, 'kind' | 'name'>): Partial<RoomChoice> {
	if (kind === 'favourites') return { favourite: true };
	return { favourite: undefined, section: kind === 'own' ? name : undefined };
}

/**
 * Puts `room` into `section` as its `index`-th room, not counting itself. Rooms above it that have no place of their own get
 * one, because those without stand after those with one.
 */
export function moveRoom(room: RoomListItem, section: RoomSection, index: number): RoomChanges {
	const others = section.rooms.filter(({ id }) => id !== room.id);
	const above = others.slice(0, index);
	const changes: RoomChanges = new Map();
	const keys: string[] = [];
	for (const { id, choice } of above) {
		const key = choice.order ?? keyBetween(keys.at(-1));
		keys.push(key);
		if (choice.order === undefined) changes.set(id, { order: key });
	}
	const below = others[index]?.choice.order;
	const order = isRoomBetween(keys, below) ? keyBetween(keys.at(-1), below) : undefined;
	if (order === undefined || order.length > ORDER_MAX_CHARS) return spread(room, section, others, index);
	return changes.set(room.id, { ...choiceOfSection(section), order });
}

/** Two devices may have given two rooms the same place, between which nothing fits. */
function isRoomBetween(keys: readonly string[], below: string | undefined): boolean {
	const ascending = keys.every((key, index) => key > (keys[index - 1] ?? '') && key.length <= ORDER_MAX_CHARS);
	return ascending && (below === undefined || below > (keys.at(-1) ?? ''));
}

/** New places for all that have one, and for all above the room. */
function spread(room: RoomListItem, section: RoomSection, others: RoomListItem[], index: number): RoomChanges {
	const placed = others.filter(({ choice }, at) => at < index || choice.order !== undefined);
	const rooms = placed.toSpliced(index, 0, room);
	const keys = keysFor(rooms.length);
	return new Map(
		rooms.map(({ id }, at) => [id, { ...(id === room.id && choiceOfSection(section)), order: keys[at] }] as const)
	);
}
