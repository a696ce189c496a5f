import type { RoomKind, RoomRole } from '../../src/lib/protocol/head.ts';
import type { RoomSummary, WorkspaceRole } from '../../src/lib/protocol/rest.ts';

/** A person's account. `passwordHash` is an argon2id string in PHC format. */
export interface UserRecord {
	id: string;
	email: string;
	username: string;
	displayName: string;
	passwordHash: string;
	role: WorkspaceRole;
	/** Milliseconds since the Unix epoch, like every time here. */
	createdAt: number;
}

/** A signed-in browser. Holds a hash of the cookie's token, so that a copied database signs nobody in. */
export interface SessionRecord {
	tokenHash: string;
	userId: string;
	expiresAt: number;
}

export interface RoomRecord {
	id: string;
	title: string;
	kind: RoomKind;
	createdBy: string;
	createdAt: number;
}

export interface MembershipRecord {
	roomId: string;
	userId: string;
	role: RoomRole;
	joinedAt: number;
}

/** A version of a message, as it goes into the append-only message log. */
export interface LoggedMessage {
	id: string;
	roomId: string;
	/** Its place in the room's order; the same for every version of the message. */
	seq: number;
	author: string;
	/** The message's JSON, as it stands in the document. */
	value: string;
	/** When the server accepted this version. */
	receivedAt: number;
}

/** The account a Yjs client id belongs to in one document (I4). The server's own ids belong to {@link SERVER_OWNER}. */
export interface ClientIdClaim {
	clientId: number;
	owner: string;
}

/** Owner of the client ids under which the server itself writes; no account has this id. */
export const SERVER_OWNER = 'server';

/**
 * Owner of every client id of a document's earlier generations. It is nobody's, so whatever an outdated copy still holds
 * under such an id is refused, and the copy renewed.
 */
export const RETIRED_OWNER = 'retired';

/** One change of one document. Everything in it becomes durable together or not at all. */
export interface Commit {
	document: string;
	/** The version it was made from, 0 for a document never written. The store refuses it if another commit came first. */
	base: number;
	/** A Yjs update (v1). */
	update: Uint8Array;
	/** Client ids seen for the first time in this document. */
	claims: ClientIdClaim[];
	messages: LoggedMessage[];
}

/**
 * A document's place in the store's history. Versions are numbers of commits, counted over the whole store: they rise with
 * every commit of a document, with gaps. The generation rises each time the document is rebased.
 */
export interface DocumentHead {
	name: string;
	/** 0 for a document never written. */
	version: number;
	generation: number;
}

/** A document as stored: apply `updates` in order to get the document at `version`. Version 0 is an empty document. */
export interface StoredDocument {
	version: number;
	generation: number;
	/** The newest snapshot, where there is one, then every update since. */
	updates: Uint8Array[];
	claims: ClientIdClaim[];
}

/** Something that is written to the audit log together with the change it speaks of. */
export interface AuditRecord {
	/** User id, or `server`. */
	actor: string;
	action: AuditAction;
	subject: string | null;
}

export type AuditAction =
	| 'account-created'
	| 'signed-in'
	| 'room-created'
	| 'room-joined'
	| 'room-left'
	| 'member-removed'
	| 'member-banned'
	| 'healing-began'
	| 'messages-healed';

/** How a membership ends: by its owner's own wish, or by somebody else's. */
export interface Removal {
	roomId: string;
	userId: string;
	/** Who ends it; the member themselves when they leave. */
	by: string;
	/** Whether the member may not come back. */
	ban: boolean;
}

/** The email or username belongs to another account already. */
export class TakenError extends Error {
	override name = 'TakenError';
	readonly field: 'email' | 'username';
	constructor(field: 'email' | 'username') {
		super(`${field} is taken`);
		this.field = field;
	}
}

/** Another commit to the document came first: load it again and decide anew. */
export class VersionConflictError extends Error {
	override name = 'VersionConflictError';
}

/** The store accepts no writes at the moment (full disk, read-only file, I/O error). Nothing was written. */
export class StorageUnavailableError extends Error {
	override name = 'StorageUnavailableError';
}

export interface AccountStore {
	/** Creates an account; the first of a workspace becomes its owner. Throws {@link TakenError}; compares without case. */
	createUser(user: Omit<UserRecord, 'role'>): Promise<UserRecord>;
	findUser(id: string): Promise<UserRecord | undefined>;
	/** Compares without case. */
	findUserByEmail(email: string): Promise<UserRecord | undefined>;
	createSession(session: SessionRecord): Promise<void>;
	findSession(tokenHash: string): Promise<{ session: SessionRecord; user: UserRecord } | undefined>;
	extendSession(tokenHash: string, expiresAt: number): Promise<void>;
	deleteSession(tokenHash: string): Promise<void>;
	listSessions(userId: string): Promise<SessionRecord[]>;
	deleteSessionsOf(userId: string): Promise<void>;
	deleteSessionsExpiredBy(now: number): Promise<void>;
}

export interface RoomStore {
	/** Creates the room, its first membership and its documents in one transaction. Resolves with the commits' version. */
	createRoom(room: RoomRecord, creator: MembershipRecord, commits: Commit[]): Promise<number>;
	findRoom(roomId: string): Promise<RoomRecord | undefined>;
	/** Adds the membership (or does nothing where it exists) together with the head's commit. Resolves with its version. */
	addMember(membership: MembershipRecord, commit: Commit): Promise<number>;
	/** Removes the membership, and notes the ban, together with the head's commit. Resolves with its version. */
	removeMember(removal: Removal, commit: Commit): Promise<number>;
	findMembership(roomId: string, userId: string): Promise<MembershipRecord | undefined>;
	isBanned(roomId: string, userId: string): Promise<boolean>;
	/** Ids of the rooms the account is a member of. */
	joinedRooms(userId: string): Promise<string[]>;
	/** The account's rooms and every public one that it is not banned from, by title without case, then by id. */
	listRooms(userId: string): Promise<RoomSummary[]>;
	/**
	 * Closes a room's current segment and opens the next: the commits of the closed segment, the new one and the head, and the
	 * room's `segment`, in one transaction. Resolves with the commits' version. Throws {@link VersionConflictError} also when
	 * `segment` is not the one after the room's current one.
	 */
	rollOver(roomId: string, segment: number, commits: Commit[]): Promise<number>;
	/** Number of the room's current segment; 0 for a room that does not exist. */
	currentSegment(roomId: string): Promise<number>;
	/** The sequences of those of the ids that are messages of this room, in whichever of its segments. */
	sequencesOf(roomId: string, messageIds: string[]): Promise<Map<string, number>>;
}

export interface DocumentStore {
	/** The document at its newest committed version; version 0 without updates for one never written. */
	loadDocument(document: string): Promise<StoredDocument>;
	/** The personal document, and the head and current segment of every room the account is a member of (C3). */
	headsOf(userId: string): Promise<DocumentHead[]>;
	/** A room's head and current segment; nothing for a room that does not exist. */
	headsOfRoom(roomId: string): Promise<DocumentHead[]>;
	/**
	 * Makes a commit durable: once the promise resolves, it survives `kill -9` and power loss (I1). Commits handed over
	 * in the same turn share one transaction on the disk (group commit), yet each succeeds or fails by itself; promises
	 * settle in the order of the calls. Resolves with the document's new version. Throws {@link VersionConflictError},
	 * {@link StorageUnavailableError}.
	 */
	appendCommit(commit: Commit, audit?: AuditRecord): Promise<number>;
	/**
	 * Replaces the updates up to `version` by one snapshot of the document at that version; later ones stay. Does nothing where
	 * the document is of another generation by now.
	 */
	compact(document: string, at: { version: number; generation: number }, snapshot: Uint8Array): Promise<void>;
	/**
	 * Begins a document's next generation: `commit.update` is all there is from now on, `commit.claims` its only client ids,
	 * and every earlier id belongs to {@link RETIRED_OWNER}. Resolves with the version. Throws {@link VersionConflictError}.
	 */
	rebase(commit: Commit): Promise<number>;
}

/** What tells a store from an older copy of itself. */
export interface HistoryStore {
	/**
	 * Begins a new history and returns its id: once for each start of a server. Two servers that start from copies of one
	 * store have different histories from then on.
	 */
	beginHistory(): Promise<string>;
	/** Whether this store has lived through `version` in that history; false when it was restored from an older backup. */
	knows(history: string, version: number): Promise<boolean>;
	/** 32 random bytes under a name, the same for as long as the store and its backups live. Made when first asked for. */
	secret(name: string): Promise<Uint8Array>;
	/** Writes a record to the audit log by itself. */
	audit(record: AuditRecord): Promise<void>;
}

/**
 * Everything the server keeps. One contract suite (`contract/`) runs on every implementation. Every write is
 * durable when its promise resolves; a read sees every write that has resolved before it.
 */
export interface Storage extends AccountStore, RoomStore, DocumentStore, HistoryStore {
	/** False from a failed write until the next one that succeeds. */
	isWritable(): boolean;
	/** Tries a write that changes nothing, so that a store which had failed can show that it works again. */
	probe(): Promise<void>;
	/** Finishes the writes in flight, then releases everything. */
	close(): Promise<void>;
}
