import type { AccountStore } from './account-store.ts';
import type { AdminStore } from './admin-store.ts';
import type { AuditRecord } from './audit-record.ts';
import type { LogStore } from './log-store.ts';
import type { InviteStore } from './invite-store.ts';
import type { PeopleStore } from './people-store.ts';
import type { SecurityStore } from './security-store.ts';
import type { SearchStore } from './search-store.ts';
import type { WorkspaceStore } from './workspace-store.ts';
import type { ReportStore } from './report-store.ts';
import type { RoomStore } from './room-store.ts';

export { TakenError } from './account-store.ts';
export type { AccountStore, SessionRecord, UserRecord } from './account-store.ts';
export type { AuditRecord } from './audit-record.ts';
export { RefusedError } from './refused-error.ts';
export type { Removal, RoomStore } from './room-store.ts';

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

/** Another commit to the document came first: load it again and decide anew. */
export class VersionConflictError extends Error {
	override name = 'VersionConflictError';
}

/** The store accepts no writes at the moment (full disk, read-only file, I/O error). Nothing was written. */
export class StorageUnavailableError extends Error {
	override name = 'StorageUnavailableError';
}

export interface DocumentStore {
	/** The document at its newest committed version; version 0 without updates for one never written. */
	loadDocument(document: string): Promise<StoredDocument>;
	/** The personal document, the workspace document but for guests, and the head and current segment of every joined room (C3). */
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
export interface Storage
	extends
		AccountStore,
		SecurityStore,
		WorkspaceStore,
		AdminStore,
		RoomStore,
		InviteStore,
		ReportStore,
		LogStore,
		SearchStore,
		DocumentStore,
		HistoryStore,
		PeopleStore {
	/** False from a failed write until the next one that succeeds. */
	isWritable(): boolean;
	/** Tries a write that changes nothing, so that a store which had failed can show that it works again. */
	probe(): Promise<void>;
	/** Finishes the writes in flight, then releases everything. */
	close(): Promise<void>;
}
