import type * as Y from 'yjs';

/** Root names of a room's head document. Every one is written by the server only. */
export const HEAD_ROOTS = { meta: 'meta', members: 'members' } as const;

export type RoomKind = 'public' | 'private';
export type RoomRole = 'owner' | 'member';

/** The keys of a head's `meta` root, with the type of each value. */
export interface RoomMeta {
	title: string;
	kind: RoomKind;
	/** User id. */
	createdBy: string;
	/** Server's clock, milliseconds since the Unix epoch. */
	createdAt: number;
	/** Number of the segment that takes new messages; absent while it is the first. */
	segment: number;
}

/** A value of a head's `members` root, keyed by user id. Kept after someone leaves, so that their words keep a name. */
export interface Member {
	name: string;
	username: string;
	role: RoomRole;
	/** Server's clock, milliseconds since the Unix epoch. */
	joinedAt: number;
	/** Present once the person is no longer a member. */
	leftAt?: number;
}

/** Number of the segment that takes new messages, from a head's `meta` root. */
export function currentSegment(meta: Y.Map<unknown>): number {
	return (meta.get('segment') as number | undefined) ?? 0;
}
