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

/** One change of one document. Everything in it becomes durable together or not at all. */
export interface Commit {
	document: string;
	/** One more than the version it was made from: the store refuses it if another commit came first. */
	version: number;
	/** A Yjs update (v1). */
	update: Uint8Array;
	/** Client ids seen for the first time in this document. */
	claims: ClientIdClaim[];
	messages: LoggedMessage[];
}

/** A document as stored: apply `updates` in order to get the document at `version`. Version 0 is an empty document. */
export interface StoredDocument {
	version: number;
	updates: Uint8Array[];
	claims: ClientIdClaim[];
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
	/** Creates the room, its first membership and its documents in one transaction. */
	createRoom(room: RoomRecord, creator: MembershipRecord, commits: Commit[]): Promise<void>;
	findRoom(roomId: string): Promise<RoomRecord | undefined>;
	/** Adds the membership (or does nothing where it exists) together with the head's commit. */
	addMember(membership: MembershipRecord, commit: Commit): Promise<void>;
	/** Removes the membership together with the head's commit. */
	removeMember(roomId: string, userId: string, commit: Commit): Promise<void>;
	findMembership(roomId: string, userId: string): Promise<MembershipRecord | undefined>;
	/** Ids of the rooms the account is a member of. */
	joinedRooms(userId: string): Promise<string[]>;
	/** The account's rooms and every public one, by title without case, then by id. */
	listRooms(userId: string): Promise<RoomSummary[]>;
}

export interface DocumentStore {
	/** The document at its newest committed version; version 0 without updates for one never written. */
	loadDocument(document: string): Promise<StoredDocument>;
	/** The newest committed version of each, 0 for one never written, in the order asked. */
	documentVersions(documents: string[]): Promise<number[]>;
	/**
	 * Makes a commit durable: once the promise resolves, it survives `kill -9` and power loss (I1). Commits handed over
	 * in the same turn share one transaction on the disk (group commit), yet each succeeds or fails by itself; promises
	 * settle in the order of the calls. Throws {@link VersionConflictError}, {@link StorageUnavailableError}.
	 */
	appendCommit(commit: Commit): Promise<void>;
}

/**
 * Everything the server keeps. One contract suite (`contract.test.ts`) runs on every implementation. Every write is
 * durable when its promise resolves; a read sees every write that has resolved before it.
 */
export interface Storage extends AccountStore, RoomStore, DocumentStore {
	/** False from a failed write until the next one that succeeds. */
	isWritable(): boolean;
	/** Tries a write that changes nothing, so that a store which had failed can show that it works again. */
	probe(): Promise<void>;
	/** Finishes the writes in flight, then releases everything. */
	close(): Promise<void>;
}
