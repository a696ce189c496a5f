import type { Contact, ReadMark } from '../../src/lib/protocol/personal.ts';
import type { Availability } from '../../src/lib/protocol/rest-people.ts';
import type { PersonStatus, WorkspaceRole } from '../../src/lib/protocol/workspace.ts';
import type { Commit } from './storage.ts';

/** An account as other people know it. Times are milliseconds since the Unix epoch, like every time here. */
export interface ProfileRecord {
	id: string;
	email: string;
	username: string;
	displayName: string;
	role: WorkspaceRole;
	/** Id of their picture. */
	avatar: string | null;
	about: string;
	/** IANA name. */
	timeZone: string | null;
	status: PersonStatus | null;
	availability: Availability;
	/** When they were last here, to the minute where the server was killed, and as far as others may know. */
	lastSeenAt: number | null;
	deleted: boolean;
}

/** What of a profile changes; what is not named stays. */
export type ProfileChange = Partial<
	Pick<ProfileRecord, 'username' | 'displayName' | 'avatar' | 'about' | 'timeZone' | 'status' | 'availability'>
>;

/** A picture, under the hash of its bytes. */
export interface AvatarRecord {
	/** SHA-256 of `data` in base64url. */
	id: string;
	mediaType: string;
	data: Uint8Array;
	/** User id. */
	createdBy: string;
	createdAt: number;
}

/** One side of what two people are to each other; null for nothing. */
export interface ContactChange {
	userId: string;
	otherId: string;
	contact: Contact | null;
}

/** `userId` does not want to hear of `blockedId`. */
export interface BlockRecord {
	userId: string;
	blockedId: string;
}

/** What one command changes between two people. */
export interface ContactWrite {
	contacts: ContactChange[];
	/** A block that begins (`at`) or ends (null). */
	block?: BlockRecord & { at: number | null };
}

/** An account's place in a room. */
export interface ReadPlace {
	userId: string;
	roomId: string;
}

/** Every write with commits stores them in its transaction, resolves with their version and throws VersionConflictError. */
export interface PeopleStore {
	findProfile(userId: string): Promise<ProfileRecord | undefined>;
	/** Every account there ever was, by id. */
	listProfiles(): Promise<ProfileRecord[]>;
	/** Accounts whose status is over by then. */
	statusesOverBy(now: number): Promise<string[]>;
	/**
	 * Changes a profile. `inHeads` notes, in the same transaction, that the heads of the person's rooms are to follow.
	 * Throws TakenError; compares usernames without case.
	 */
	changeProfile(userId: string, change: ProfileChange, inHeads: boolean, commits: Commit[]): Promise<number>;
	/** Accounts whose rooms' heads have not followed their profile yet, each with what {@link PeopleStore.headsFollowed} takes. */
	headsToFollow(): Promise<{ userId: string; mark: string }[]>;
	/** The heads have followed the change of this mark; does nothing where there was a later one. */
	headsFollowed(userId: string, mark: string): Promise<void>;
	/** Ids of those who are in a room with this account; not its own. */
	companionsOf(userId: string): Promise<string[]>;
	/** Does nothing where an account has been deleted: its last socket closes after that. */
	markLastSeen(userIds: string[], at: number): Promise<void>;

	/** Everyone this account has asked, is asked by or has agreed with, by id. */
	listContacts(userId: string): Promise<{ userId: string; contact: Contact }[]>;
	/** Contacts whose account has been deleted: `userId` has `otherId`, who is nobody any more. */
	contactsOfDeleted(): Promise<{ userId: string; otherId: string }[]>;
	listBlocks(): Promise<BlockRecord[]>;
	/** Blocks of accounts that have been deleted: `blockedId` is nobody any more. */
	blocksOfDeleted(): Promise<BlockRecord[]>;
	changeContacts(write: ContactWrite, commits: Commit[]): Promise<number>;

	/** Keeps a picture; the same one twice is one, kept as long as the later. */
	saveAvatar(avatar: AvatarRecord): Promise<void>;
	findAvatar(id: string): Promise<{ mediaType: string; data: Uint8Array } | undefined>;
	/** Removes pictures that nobody and no room has, and that were last stored before then. */
	deleteUnusedAvatars(before: number): Promise<void>;

	findReadMark(place: ReadPlace): Promise<ReadMark | undefined>;
	/** Sequence of the room's newest message; 0 where there is none. */
	lastSequence(roomId: string): Promise<number>;
	memberCount(roomId: string): Promise<number>;
	/** Writes a mark; its sequence never falls. */
	writeReadMark(place: ReadPlace, mark: ReadMark, at: number, commits: Commit[]): Promise<number>;
	deleteReadMark(place: ReadPlace, commits: Commit[]): Promise<number>;
}
