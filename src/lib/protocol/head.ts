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
	/** Every segment of the room, oldest first. */
	segments: SegmentInfo[];
}

/** Where a segment stands in its room: its first timeline entry has sequence `firstSeq`. */
export interface SegmentInfo {
	segment: number;
	firstSeq: number;
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

/** The segment every room begins with. Sequences start at 1, so that 0 can stand for "nothing yet". */
export const FIRST_SEGMENT: SegmentInfo = { segment: 0, firstSeq: 1 };
