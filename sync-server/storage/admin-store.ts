import type { AdminMember, AuditEntry, StorageUse } from '../../src/lib/protocol/rest-accounts.ts';
import type { RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';

/** Which entries of the audit log are asked for; what is named must match. */
export interface AuditFilter {
	/** Only entries before this one. */
	before?: number;
	actor?: string;
	action?: string;
	room?: string;
}

/** A message of somebody, as its newest version stands in the log. */
export interface OwnMessage {
	id: string;
	roomId: string;
	seq: number;
	/** The message's JSON. */
	value: string;
	receivedAt: number;
}

/** What a person is told of what the server knows of them, besides their messages and documents. */
export interface OwnRecords {
	profile: Record<string, string | number | null>;
	memberships: { roomId: string; title: string; role: string; joinedAt: number }[];
	contacts: { userId: string; state: string; at: number }[];
	blocked: { userId: string; at: number }[];
}

/** What administrators look at, and what a person takes along. Reads only. */
export interface AdminStore {
	/** Every account that was not deleted, by name. */
	members(): Promise<AdminMember[]>;
	/** Every room, by title, without what was said in it. */
	allRooms(): Promise<RoomSummary[]>;
	/** Newest first, at most `limit`. */
	auditEntries(filter: AuditFilter, limit: number): Promise<AuditEntry[]>;
	storageUse(): Promise<StorageUse>;
	/** Number of the log's newest entry; 0 for an empty log. */
	lastLogEntry(): Promise<number>;
	/** Versions of messages by this author in the entries after `after` up to `upTo`, in the log's order. */
	loggedBy(author: string, after: number, upTo: number): Promise<OwnMessage[]>;
	recordsOf(userId: string): Promise<OwnRecords | undefined>;
	/** Ids of every room there has been, in their order, after this one. */
	roomsAfter(roomId: string, limit: number): Promise<string[]>;
}
