import type { RoomListItem } from '../../room/model.ts';

/** A room of a list, for tests: a public one with nothing in it, but for what is said. */
export function aRoom(id: string, more: Partial<RoomListItem> = {}): RoomListItem {
	return {
		id,
		title: id,
		kind: 'public',
		topic: '',
		archived: false,
		pending: false,
		role: 'member',
		unsent: 0,
		unread: 0,
		mentions: 0,
		newest: 0,
		draft: false,
		choice: {},
		muted: false,
		...more
	};
}
