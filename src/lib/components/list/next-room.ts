import type { RoomListItem } from '../../room/model.ts';

/** Whether a room waits to be read: something new where notices are on, or somebody who has named this person. */
export function wantsReading({ unread, mentions, muted }: RoomListItem): boolean {
	return mentions > 0 || (unread > 0 && !muted);
}

/** The room before or after the one on screen; from elsewhere, the last or the first. */
export function nextRoom(shown: readonly RoomListItem[], current: string | undefined, step: 1 | -1) {
	const index = shown.findIndex(({ id }) => id === current);
	return index === -1 ? shown.at(step === 1 ? 0 : -1) : shown[index + step];
}

/** The next one that waits to be read, on past the end; undefined where there is no other. */
export function nextUnread(shown: readonly RoomListItem[], current: string | undefined, step: 1 | -1) {
	const index = shown.findIndex(({ id }) => id === current);
	const around = index === -1 ? shown : [...shown.slice(index + 1), ...shown.slice(0, index)];
	return step === 1 ? around.find(wantsReading) : around.findLast(wantsReading);
}
