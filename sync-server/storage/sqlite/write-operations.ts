import type { Database } from 'better-sqlite3';
import type {
	AuditRecord,
	Commit,
	MembershipRecord,
	Removal,
	RoomRecord,
	SessionRecord,
	UserRecord
} from '../storage.ts';
import { audit } from './audit.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';
import * as accounts from './write-accounts.ts';
import { appendCommit } from './write-commits.ts';
import * as histories from './write-histories.ts';
import * as rooms from './write-rooms.ts';
import * as snapshots from './write-snapshots.ts';

/** Every change the store can be asked for: what travels to the writer thread, and what comes back. */
interface Writes {
	'create-user': { asks: { user: Omit<UserRecord, 'role'> }; answers: UserRecord };
	'create-session': { asks: { session: SessionRecord }; answers: undefined };
	'extend-session': { asks: { tokenHash: string; expiresAt: number }; answers: undefined };
	'delete-session': { asks: { tokenHash: string }; answers: undefined };
	'delete-sessions-of': { asks: { userId: string }; answers: undefined };
	'delete-sessions-expired': { asks: { by: number }; answers: undefined };
	'create-room': { asks: { room: RoomRecord; creator: MembershipRecord; commits: Commit[] }; answers: number };
	'add-member': { asks: { membership: MembershipRecord; commit: Commit }; answers: number };
	'remove-member': { asks: { removal: Removal; commit: Commit }; answers: number };
	'roll-over': { asks: { roomId: string; segment: number; commits: Commit[] }; answers: number };
	'append-commit': { asks: { commit: Commit; record: AuditRecord | undefined }; answers: number };
	rebase: { asks: { commit: Commit }; answers: number };
	compact: {
		asks: { document: string; at: { version: number; generation: number }; snapshot: Uint8Array };
		answers: undefined;
	};
	'begin-history': { asks: { id: string }; answers: undefined };
	'make-secret': { asks: { name: string }; answers: Uint8Array };
	audit: { asks: { record: AuditRecord }; answers: undefined };
	probe: { asks: unknown; answers: undefined };
}

export type WriteKind = keyof Writes;
export type WriteOperation<K extends WriteKind = WriteKind> = { [P in K]: { kind: P } & Writes[P]['asks'] }[K];
export type WriteAnswer<K extends WriteKind = WriteKind> = Writes[K]['answers'];

const performers: { [K in WriteKind]: (db: Database, operation: WriteOperation<K>, turn: Turn) => WriteAnswer<K> } = {
	'create-user': (db, { user }, { now }) => accounts.createUser(db, user, now),
	'create-session': (db, { session }, { now }) => accounts.createSession(db, session, now),
	'extend-session': (db, { tokenHash, expiresAt }) => accounts.extendSession(db, tokenHash, expiresAt),
	'delete-session': (db, { tokenHash }) => accounts.deleteSession(db, tokenHash),
	'delete-sessions-of': (db, { userId }) => accounts.deleteSessionsOf(db, userId),
	'delete-sessions-expired': (db, { by }) => accounts.deleteSessionsExpiredBy(db, by),
	'create-room': (db, { room, creator, commits }, turn) => rooms.createRoom(db, room, creator, commits, turn),
	'add-member': (db, { membership, commit }, turn) => rooms.addMember(db, membership, commit, turn),
	'remove-member': (db, { removal, commit }, turn) => rooms.removeMember(db, removal, commit, turn),
	'roll-over': (db, { roomId, segment, commits }, turn) => rooms.rollOver(db, roomId, segment, commits, turn),
	'append-commit': (db, { commit, record }, { now, version }) => {
		if (record !== undefined) audit(db, now, record);
		return appendCommit(db, commit, version);
	},
	rebase: (db, { commit }, { version }) => snapshots.rebase(db, commit, version),
	compact: (db, { document, at, snapshot }) => snapshots.compact(db, document, at, snapshot),
	'begin-history': (db, { id }, turn) => histories.beginHistory(db, id, turn),
	'make-secret': (db, { name }) => histories.makeSecret(db, name),
	audit: (db, { record }, { now }) => audit(db, now, record),
	probe: (db) => probe(db)
};

/** Makes one change inside the caller's transaction. Throws TakenError, VersionConflictError and what SQLite throws. */
export function perform<K extends WriteKind>(db: Database, operation: WriteOperation<K>, turn: Turn): WriteAnswer<K> {
	return performers[operation.kind](db, operation, turn);
}

/** Whether an operation takes a version. Not whether it has commits at hand: a room can be made without documents. */
export function takesVersion(operation: WriteOperation): boolean {
	return 'commit' in operation || 'commits' in operation;
}

/** The documents' bytes that an operation carries: the part of it that has a size worth counting and moving. */
export function bytesOf(operation: WriteOperation): Uint8Array[] {
	if ('commits' in operation) return operation.commits.map(({ update }) => update);
	if ('commit' in operation) return [operation.commit.update];
	return 'snapshot' in operation ? [operation.snapshot] : [];
}

/**
 * Overwrites a row that nothing reads. With new bytes each time, because SQLite skips pages that stay the same, and with
 * as many as an ordinary batch, because a disk that still takes one page is full all the same.
 */
function probe(db: Database): undefined {
	statement(db, 'UPDATE write_probe SET filler = randomblob(65536) WHERE id = 1').run();
}
