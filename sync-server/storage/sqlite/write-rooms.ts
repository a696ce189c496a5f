import type { Database } from 'better-sqlite3';
import type { Commit, MembershipRecord, RoomRecord } from '../storage.ts';
import { audit } from './audit.ts';
import { statement } from './statement.ts';
import { appendCommit } from './write-commits.ts';

export function createRoom(
	db: Database,
	room: RoomRecord,
	creator: MembershipRecord,
	commits: Commit[],
	now: number
): undefined {
	statement(
		db,
		'INSERT INTO rooms (id, title, kind, created_by, created_at) VALUES (@id, @title, @kind, @createdBy, @createdAt)'
	).run(room);
	insertMembership(db, creator);
	commits.forEach((commit) => appendCommit(db, commit));
	audit(db, now, room.createdBy, 'room-created', room.id);
}

export function addMember(db: Database, membership: MembershipRecord, commit: Commit, now: number): undefined {
	const isNew = insertMembership(db, membership);
	appendCommit(db, commit);
	if (isNew) audit(db, now, membership.userId, 'room-joined', membership.roomId);
}

export function removeMember(db: Database, roomId: string, userId: string, commit: Commit, now: number): undefined {
	const { changes } = statement(db, 'DELETE FROM memberships WHERE room_id = ? AND user_id = ?').run(roomId, userId);
	appendCommit(db, commit);
	if (changes > 0) audit(db, now, userId, 'room-left', roomId);
}

function insertMembership(db: Database, membership: MembershipRecord): boolean {
	const { changes } = statement(
		db,
		`INSERT INTO memberships (room_id, user_id, role, joined_at) VALUES (@roomId, @userId, @role, @joinedAt)
		ON CONFLICT (room_id, user_id) DO NOTHING`
	).run(membership);
	return changes > 0;
}
