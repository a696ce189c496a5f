import type { RoomKind, RoomRole } from '../../src/lib/protocol/head.ts';
import type { RoomDetails, RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';
import type { Commit } from './storage.ts';

export interface RoomRecord {
	id: string;
	title: string;
	kind: RoomKind;
	/** User id. */
	createdBy: string;
	/** Milliseconds since the Unix epoch, like every time here. */
	createdAt: number;
	topic: string;
	/** Id of the room's picture. */
	avatar: string | null;
	announcements: boolean;
	slowSeconds: number;
	archivedAt: number | null;
	/** When it was deleted: its row stays, so that its id is never another room's. */
	deletedAt: number | null;
}

export interface MembershipRecord {
	roomId: string;
	userId: string;
	role: RoomRole;
	joinedAt: number;
	mutedUntil: number | null;
}

/** What can be changed about a room. */
export type RoomSetting = 'title' | 'topic' | 'avatar' | 'announcements' | 'slowSeconds' | 'archivedAt';

/** A change of a room's settings: those that are named. */
export interface RoomChange {
	roomId: string;
	/** User id of who does it. */
	by: string;
	set: Partial<Pick<RoomRecord, RoomSetting>>;
}

/** A change of what one member may do. */
export interface MemberChange {
	roomId: string;
	userId: string;
	/** User id of who does it. */
	by: string;
	set: { role: RoomRole } | { mutedUntil: number | null };
}

/** How a membership ends: by its owner's own wish, or by somebody else's. */
export interface Removal {
	roomId: string;
	userId: string;
	/** Who ends it; the member themselves when they leave. */
	by: string;
	/** Whether the member may not come back. */
	ban: boolean;
}

/** Somebody does something to a room as a whole. */
export interface RoomAct {
	roomId: string;
	/** User id of who does it. */
	by: string;
	at: number;
}

/** Somebody who may not come back into a room. */
export interface BanRecord {
	userId: string;
	/** User id. */
	bannedBy: string;
	bannedAt: number;
}

/** What decides who may write in a room. */
export interface WritingRules {
	kind: RoomKind;
	archived: boolean;
	announcements: boolean;
	slowSeconds: number;
	members: { userId: string; role: RoomRole; mutedUntil: number | null }[];
	/** Where the room is slow: who has written one of its newest messages, and when the last of theirs was received. */
	lastSaid: { userId: string; at: number }[];
}

/** What a message said at one time, as the log has it. */
export interface LoggedVersion {
	/** The message's JSON. */
	value: string;
	receivedAt: number;
}

/** A message as the log has it. */
export interface FoundMessage {
	seq: number;
	author: string;
}

export interface RoomStore {
	/** Creates the room, its first memberships and its documents in one transaction. Resolves with the commits' version. */
	createRoom(room: RoomRecord, members: MembershipRecord[], commits: Commit[]): Promise<number>;
	/** The room, also one that was deleted. */
	findRoom(roomId: string): Promise<RoomRecord | undefined>;
	/** Changes settings together with the head's commit. Resolves with its version. */
	changeRoom(change: RoomChange, commit: Commit): Promise<number>;
	/** Ends the room: every membership and every invitation to it, together with the head's commit. The log stays. */
	deleteRoom(act: RoomAct, commit: Commit): Promise<number>;
	/**
	 * Adds the membership (or does nothing where it exists) together with the head's commit. `by`: who adds them, where it is
	 * not they themselves. Resolves with its version.
	 */
	addMember(membership: MembershipRecord, commit: Commit, by?: string): Promise<number>;
	/** Changes a member's role or mute together with the head's commit. Resolves with its version. */
	changeMember(change: MemberChange, commit: Commit): Promise<number>;
	/** Removes the membership, and notes the ban, together with the head's commit. Resolves with its version. */
	removeMember(removal: Removal, commit: Commit): Promise<number>;
	/** Lets somebody come back who was banned; nothing happens where they were not. */
	unban(ban: { roomId: string; userId: string; by: string }): Promise<void>;
	/** Who is banned, the newest first. */
	listBans(roomId: string): Promise<BanRecord[]>;
	findMembership(roomId: string, userId: string): Promise<MembershipRecord | undefined>;
	isBanned(roomId: string, userId: string): Promise<boolean>;
	/** Ids of the rooms the account is a member of. */
	joinedRooms(userId: string): Promise<string[]>;
	/** Whether the two are members of one room. */
	shareRoom(one: string, other: string): Promise<boolean>;
	/** Id of the account with this username, compared without case. */
	findUserIdByUsername(username: string): Promise<string | undefined>;
	/** The members with their names, in the order in which they joined. */
	listMembers(roomId: string): Promise<RoomDetails['members']>;
	/**
	 * The account's rooms and, unless it is a guest, every public one that it is not banned from; by title without case, then
	 * by id.
	 */
	listRooms(userId: string): Promise<RoomSummary[]>;
	/** One room as the account would see it in its list; undefined for one that does not exist any more. */
	summaryOf(roomId: string, userId: string): Promise<RoomSummary | undefined>;
	/** Undefined for a room that does not exist. */
	writingRules(roomId: string): Promise<WritingRules | undefined>;
	/** A message of the room, in whichever of its segments. */
	findMessage(roomId: string, messageId: string): Promise<FoundMessage | undefined>;
	/** The newest `limit` versions of a message, oldest first, and how many came before them. */
	versionsOf(roomId: string, messageId: string, limit: number): Promise<{ versions: LoggedVersion[]; earlier: number }>;
	/**
	 * Closes a room's current segment and opens the next: the commits of the closed segment, the new one and the head, and the
	 * room's `segment`, in one transaction. Resolves with the commits' version. Throws VersionConflictError also when
	 * `segment` is not the one after the room's current one.
	 */
	rollOver(roomId: string, segment: number, commits: Commit[]): Promise<number>;
	/** Number of the room's current segment; 0 for a room that does not exist. */
	currentSegment(roomId: string): Promise<number>;
	/** The sequences of those of the ids that are messages of this room, in whichever of its segments. */
	sequencesOf(roomId: string, messageIds: string[]): Promise<Map<string, number>>;
}
