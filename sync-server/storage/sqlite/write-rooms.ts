import type { Database } from 'better-sqlite3';
import {
	VersionConflictError,
	type AuditRecord,
	type Commit,
	type MembershipRecord,
	type Removal,
	type RoomRecord
} from '../storage.ts';
import { audit } from './audit.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';
import { appendCommit, appendCommits } from './write-commits.ts';

export function createRoom(
	db: Database,
	room: RoomRecord,
	creator: MembershipRecord,
	commits: Commit[],
	{ now, version }: Turn
): number {
	statement(
		db,
		'INSERT INTO rooms (id, title, kind, created_by, created_at) VALUES (@id, @title, @kind, @createdBy, @createdAt)'
	).run(room);
	insertMembership(db, creator);
	audit(db, now, { actor: room.createdBy, action: 'room-created', subject: room.id });
	return appendCommits(db, commits, version);
}

export function addMember(db: Database, membership: MembershipRecord, commit: Commit, { now, version }: Turn): number {
	const { roomId, userId } = membership;
	const isNew = insertMembership(db, membership);
	if (isNew) audit(db, now, { actor: userId, action: 'room-joined', subject: roomId });
	return appendCommit(db, commit, version);
}

export function removeMember(db: Database, removal: Removal, commit: Commit, { now, version }: Turn): number {
	const { roomId, userId, by, ban } = removal;
	const left = statement(db, 'DELETE FROM memberships WHERE room_id = ? AND user_id = ?').run(roomId, userId);
	const isBanNew = ban && insertBan(db, roomId, userId, by, now);
	if (left.changes > 0 || isBanNew) audit(db, now, recordOf(removal));
	return appendCommit(db, commit, version);
}

export function rollOver(db: Database, roomId: string, segment: number, commits: Commit[], { version }: Turn): number {
	const { changes } = statement(db, 'UPDATE rooms SET segment = ? WHERE id = ? AND segment = ? - 1').run(
		segment,
		roomId,
		segment
	);
	if (changes === 0) throw new VersionConflictError(`${roomId} is not at segment ${segment - 1}`);
	return appendCommits(db, commits, version);
}

function insertMembership(db: Database, membership: MembershipRecord): boolean {
	const { changes } = statement(
		db,
		`INSERT INTO memberships (room_id, user_id, role, joined_at) VALUES (@roomId, @userId, @role, @joinedAt)
		ON CONFLICT (room_id, user_id) DO NOTHING`
	).run(membership);
	return changes > 0;
}

function insertBan(db: Database, roomId: string, userId: string, by: string, now: number): boolean {
	const { changes } = statement(
		db,
		`INSERT INTO bans (room_id, user_id, banned_by, banned_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (room_id, user_id) DO NOTHING`
	).run(roomId, userId, by, now);
	return changes > 0;
}

function recordOf({ roomId, userId, by, ban }: Removal): AuditRecord {
	if (by === userId) return { actor: by, action: 'room-left', subject: roomId };
	return { actor: by, action: ban ? 'member-banned' : 'member-removed', subject: `${roomId}/${userId}` };
}
