import type { Database } from 'better-sqlite3';
import type { Commit, MembershipRecord, RoomRecord, SessionRecord, UserRecord } from '../storage.ts';
import { statement } from './statement.ts';
import * as accounts from './write-accounts.ts';
import { appendCommit } from './write-commits.ts';
import * as rooms from './write-rooms.ts';

/** Every change the store can be asked for, as it travels to the writer thread. */
export type WriteOperation =
	| { kind: 'create-user'; user: Omit<UserRecord, 'role'> }
	| { kind: 'create-session'; session: SessionRecord }
	| { kind: 'extend-session'; tokenHash: string; expiresAt: number }
	| { kind: 'delete-session'; tokenHash: string }
	| { kind: 'delete-sessions-of'; userId: string }
	| { kind: 'delete-sessions-expired'; by: number }
	| { kind: 'create-room'; room: RoomRecord; creator: MembershipRecord; commits: Commit[] }
	| { kind: 'add-member'; membership: MembershipRecord; commit: Commit }
	| { kind: 'remove-member'; roomId: string; userId: string; commit: Commit }
	| { kind: 'append-commit'; commit: Commit }
	| { kind: 'probe' };

/**
 * Makes one change inside the caller's transaction; `now` dates the audit log. Returns what the operation answers: the
 * user for `create-user`, undefined otherwise. Throws TakenError, VersionConflictError and what SQLite throws.
 */
export function perform(db: Database, operation: WriteOperation, now: number): UserRecord | undefined {
	switch (operation.kind) {
		case 'create-user':
			return accounts.createUser(db, operation.user, now);
		case 'create-session':
			return accounts.createSession(db, operation.session, now);
		case 'extend-session':
			return accounts.extendSession(db, operation.tokenHash, operation.expiresAt);
		case 'delete-session':
			return accounts.deleteSession(db, operation.tokenHash);
		case 'delete-sessions-of':
			return accounts.deleteSessionsOf(db, operation.userId);
		case 'delete-sessions-expired':
			return accounts.deleteSessionsExpiredBy(db, operation.by);
		case 'create-room':
			return rooms.createRoom(db, operation.room, operation.creator, operation.commits, now);
		case 'add-member':
			return rooms.addMember(db, operation.membership, operation.commit, now);
		case 'remove-member':
			return rooms.removeMember(db, operation.roomId, operation.userId, operation.commit, now);
		case 'append-commit':
			return appendCommit(db, operation.commit);
		case 'probe':
			return probe(db);
		default:
			throw operation satisfies never;
	}
}

/** The commits an operation carries: the part of it that has a size worth counting. */
export function commitsOf(operation: WriteOperation): Commit[] {
	if ('commits' in operation) return operation.commits;
	return 'commit' in operation ? [operation.commit] : [];
}

/**
 * Overwrites a row that nothing reads. With new bytes each time, because SQLite skips pages that stay the same, and with
 * as many as an ordinary batch, because a disk that still takes one page is full all the same.
 */
function probe(db: Database): undefined {
	statement(db, 'UPDATE write_probe SET filler = randomblob(65536) WHERE id = 1').run();
}
