import { m } from '$lib/paraglide/messages';
import type { LastMessagePreview, RoomListItem } from '../../room/model.ts';

/** Counts above this are shown as "999+": more is no number that anybody reads. */
const COUNT_MAX = 999;

/** How many, in as little space as tells it. */
export function shortCount(count: number): string {
	return count > COUNT_MAX ? `${COUNT_MAX}+` : String(count);
}

/** How many messages are unread, as it is read aloud. */
export function unreadWords(count: number): string {
	return count > COUNT_MAX ? m.list_unread_many({ count: COUNT_MAX }) : m.list_unread({ count });
}

/** The newest message in a line: "Anna: Tea?", "You: Yes", and in a direct room what the other says without their name. */
export function previewLine(last: LastMessagePreview | undefined, kind: RoomListItem['kind']): string {
	if (last === undefined) return '';
	if (last.state === 'blocked') return m.msg_blocked();
	const text = last.state === 'deleted' ? m.list_deleted() : last.text;
	if (last.mine) return m.list_preview({ author: m.you(), text });
	return kind === 'direct' || last.authorName === ''
		? text
		: m.list_preview({ author: firstWord(last.authorName), text });
}

/** Of a name, as much as tells people apart in a line that has room for little. */
function firstWord(name: string): string {
	return name.split(/\s/, 1)[0] ?? name;
}

/** A row as it is read aloud: the room, what is new in it, and its last message. */
export function rowSentence(room: RoomListItem, preview: string, time: string | undefined): string {
	const parts = [
		room.title,
		room.kind === 'private' ? m.room_private() : undefined,
		room.unread > 0 ? unreadWords(room.unread) : undefined,
		room.mentions > 0 && room.kind !== 'direct' ? m.list_mentions({ count: room.mentions }) : undefined,
		room.muted ? m.list_muted() : undefined,
		room.draft ? m.list_draft() : undefined,
		room.unsent > 0 ? m.unsent_count({ count: room.unsent }) : undefined,
		room.last?.state === 'refused' ? m.delivery_refused() : undefined,
		preview === '' ? undefined : [preview, time].filter(Boolean).join(', ')
	];
	return parts.filter((part) => part !== undefined).join('. ');
}
