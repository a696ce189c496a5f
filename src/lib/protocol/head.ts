import type * as Y from 'yjs';

/** Root names of a room's head document. Every one is written by the server only. */
export const HEAD_ROOTS = { meta: 'meta', members: 'members', reads: 'reads' } as const;

/**
 * - `public`: everyone of the workspace may find and join it.
 * - `private`: by invitation; it has a title.
 * - `group`: by invitation; it is called after its members where nobody has given it a title.
 * - `direct`: exactly two people, one room for each pair ({@link directRoomId}), whom nothing but a block can part.
 */
export type RoomKind = 'public' | 'private' | 'group' | 'direct';

/** What a member may do, from most to least. */
export const ROOM_ROLES = ['owner', 'moderator', 'member', 'read-only'] as const;
export type RoomRole = (typeof ROOM_ROLES)[number];

/** The keys of a head's `meta` root, with the type of each value. */
export interface RoomMeta {
	/** Empty in a direct room, and in a group that nobody has named. */
	title: string;
	kind: RoomKind;
	/** User id. */
	createdBy: string;
	/** Server's clock, milliseconds since the Unix epoch. */
	createdAt: number;
	/** Number of the segment that takes new messages; absent while it is the first. */
	segment: number;
	/** What the room is for; absent where nobody has said. */
	topic?: string;
	/** Id of the room's picture. */
	avatar?: string;
	/** Whether only moderators and owners may write; absent for no. */
	announcements?: boolean;
	/** How long a member waits between two messages, in seconds; absent for not at all. Moderators never wait. */
	slowSeconds?: number;
	/** The server's clock when it was archived: nobody writes in it, everyone reads; absent where it is in use. */
	archivedAt?: number;
}

/** A value of a head's `members` root, keyed by user id. Kept after someone leaves, so that their words keep a name. */
export interface Member {
	name: string;
	username: string;
	role: RoomRole;
	/** Server's clock, milliseconds since the Unix epoch. */
	joinedAt: number;
	/** Id of their picture; absent where they have none. */
	avatar?: string;
	/** The server's clock until which a moderator has muted them; absent where nobody has. */
	mutedUntil?: number;
	/** Present once the person is no longer a member. */
	leftAt?: number;
}

/**
 * Rooms of up to so many members say who has read how far: the head's `reads` root, user id → sequence. Everybody's reading
 * in a room of hundreds would be more traffic than its messages.
 */
export const READ_RECEIPTS_MAX_MEMBERS = 20;

/** Number of the segment that takes new messages, from a head's `meta` root. */
export function currentSegment(meta: Y.Map<unknown>): number {
	return (meta.get('segment') as number | undefined) ?? 0;
}
