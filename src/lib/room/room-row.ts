import type { Edits } from '../commands/overlay-messages.ts';
import type { RoomChoice } from '../protocol/personal.ts';
import type { OutboxEntry } from '../sync/outbox.ts';
import { previewOf } from '../sync/summarise.ts';
import type { RoomDigest } from '../sync/summaries.ts';
import { otherOf, type HeadView } from './head-view.ts';
import type { LastMessagePreview, RoomListItem } from './model.ts';
import { roomTitle } from './room-title.ts';

/** What a row of the room list is made of. */
export interface RowSources {
	roomId: string;
	userId: string;
	head: HeadView;
	pending: boolean;
	digest: RoomDigest | undefined;
	/** Up to where the room has been read, with what has not reached the server. */
	readUpTo: number;
	/** The outbox entries of this room, oldest first. */
	outbox: readonly OutboxEntry[];
	/** Messages that this device has asked to be deleted. */
	deleting: ReadonlySet<string>;
	/** Messages that this device has changed. */
	edits: Edits;
	/** Whom this account has blocked. */
	blocked: ReadonlySet<string>;
	draft: boolean;
	choice: RoomChoice;
	nameOf: (userId: string) => string | undefined;
	avatarOf: (userId: string) => string | undefined;
	/** This device's clock, ms since the Unix epoch. */
	now: number;
}

export function roomRow(sources: RowSources): RoomListItem {
	const { roomId, userId, head, digest, choice, outbox, deleting, now } = sources;
	const otherId = otherOf(head, userId);
	const avatar = head.avatar ?? (otherId === undefined ? undefined : sources.avatarOf(otherId));
	// The count may be a moment behind a mark that has just been set here.
	const isRead = digest === undefined || sources.readUpTo >= digest.lastSeq;
	const last = lastMessage(sources);
	return {
		id: roomId,
		title: roomTitle(head, userId, sources.nameOf),
		kind: head.kind,
		topic: head.topic ?? '',
		...(avatar !== undefined && { avatar }),
		...(otherId !== undefined && { otherId }),
		archived: head.archivedAt !== undefined,
		pending: sources.pending,
		role: head.members.get(userId)?.role ?? 'member',
		unsent: outbox.filter(({ id, returned }) => returned === undefined && !deleting.has(id)).length,
		unread: isRead ? 0 : digest.unread,
		mentions: isRead ? 0 : digest.mentions,
		newest: digest?.lastSeq ?? 0,
		draft: sources.draft,
		...(last !== undefined && { last }),
		choice,
		muted: isMuted(choice, now)
	};
}

function isMuted({ mutedUntil }: RoomChoice, now: number): boolean {
	return mutedUntil === 0 || (mutedUntil !== undefined && mutedUntil > now);
}

/** The newest message; what this device has still to send is newer than anything that the server has. */
function lastMessage({
	outbox,
	digest,
	deleting,
	edits,
	blocked,
	head,
	...rest
}: RowSources): LastMessagePreview | undefined {
	const nameOf = (id: string) => rest.nameOf(id) ?? head.members.get(id)?.name ?? '';
	const own = outbox.findLast(({ id }) => !deleting.has(id));
	if (own !== undefined) {
		const state = own.returned === undefined ? 'pending' : 'refused';
		const { body, createdAt } = own.message;
		return { authorName: nameOf(rest.userId), mine: true, text: previewOf(body), at: createdAt, state };
	}
	if (digest?.last === undefined) return undefined;
	const { id, author, text, at, deleted } = digest.last;
	const edit = edits.get(id);
	const isDeleted = deleted === true || deleting.has(id);
	const state = isDeleted ? 'deleted' : blocked.has(author) ? 'blocked' : 'sent';
	return {
		authorName: nameOf(author),
		mine: author === rest.userId,
		text: state === 'sent' ? (edit === undefined ? text : previewOf(edit.body)) : '',
		at,
		state
	};
}

/** Outbox entries by their room, in the order in which they come. */
export function byRoom(entries: readonly OutboxEntry[]): Map<string, OutboxEntry[]> {
	const rooms = new Map<string, OutboxEntry[]>();
	for (const entry of entries) rooms.set(entry.roomId, [...(rooms.get(entry.roomId) ?? []), entry]);
	return rooms;
}
