import type { Database } from 'better-sqlite3';
import { foldCase } from '../fold-case.ts';
import type { BanRecord, FoundMessage, LoggedVersion, MembershipRecord, RoomRecord } from '../room-store.ts';
import { statement } from './statement.ts';

export function findRoom(db: Database, roomId: string): RoomRecord | undefined {
	const row = statement<Omit<RoomRecord, 'announcements'> & { announcements: number }>(
		db,
		`SELECT id, title, kind, created_by AS createdBy, created_at AS createdAt, topic, avatar, announcements,
			slow_seconds AS slowSeconds, archived_at AS archivedAt, deleted_at AS deletedAt
		FROM rooms WHERE id = ?`
	).get(roomId);
	return row && { ...row, announcements: row.announcements === 1 };
}

export function findMembership(db: Database, roomId: string, userId: string): MembershipRecord | undefined {
	return statement<MembershipRecord>(
		db,
		`SELECT room_id AS roomId, user_id AS userId, role, joined_at AS joinedAt, muted_until AS mutedUntil
		FROM memberships WHERE room_id = ? AND user_id = ?`
	).get(roomId, userId);
}

export function isBanned(db: Database, roomId: string, userId: string): boolean {
	return statement(db, 'SELECT 1 FROM bans WHERE room_id = ? AND user_id = ?').get(roomId, userId) !== undefined;
}

export function listBans(db: Database, roomId: string): BanRecord[] {
	return statement<BanRecord>(
		db,
		`SELECT user_id AS userId, banned_by AS bannedBy, banned_at AS bannedAt
		FROM bans WHERE room_id = ? ORDER BY banned_at DESC, user_id`
	).all(roomId);
}

export function shareRoom(db: Database, one: string, other: string): boolean {
	const sql = `SELECT 1 FROM memberships AS a JOIN memberships AS b ON b.room_id = a.room_id AND b.user_id = ?
		WHERE a.user_id = ? LIMIT 1`;
	return statement(db, sql).get(other, one) !== undefined;
}

export function findUserIdByUsername(db: Database, username: string): string | undefined {
	const sql = 'SELECT id FROM users WHERE username_key = ? AND deleted_at IS NULL';
	return statement<{ id: string }>(db, sql).get(foldCase(username))?.id;
}

export function currentSegment(db: Database, roomId: string): number {
	return statement<{ segment: number }>(db, 'SELECT segment FROM rooms WHERE id = ?').get(roomId)?.segment ?? 0;
}

/** From the log and not from the documents: a message is of the room, whichever segment it is in. */
export function sequencesOf(db: Database, roomId: string, messageIds: string[]): Map<string, number> {
	const rows = statement<{ id: string; seq: number }>(
		db,
		`SELECT message_id AS id, min(seq) AS seq FROM message_log
		WHERE room_id = ? AND message_id IN (SELECT value FROM json_each(?)) GROUP BY message_id`
	).all(roomId, JSON.stringify(messageIds));
	return new Map(rows.map(({ id, seq }) => [id, seq]));
}

export function findMessage(db: Database, roomId: string, messageId: string): FoundMessage | undefined {
	return statement<FoundMessage>(
		db,
		`SELECT seq, author FROM message_log WHERE room_id = ? AND message_id = ? ORDER BY seq, entry DESC LIMIT 1`
	).get(roomId, messageId);
}

export function versionsOf(
	db: Database,
	roomId: string,
	messageId: string,
	limit: number
): { versions: LoggedVersion[]; earlier: number } {
	const rows = statement<LoggedVersion & { total: number }>(
		db,
		`SELECT value, received_at AS receivedAt, count(*) OVER () AS total FROM message_log
		WHERE room_id = ? AND message_id = ? ORDER BY entry DESC LIMIT ?`
	).all(roomId, messageId, limit);
	const versions = rows.map(({ value, receivedAt }) => ({ value, receivedAt })).reverse();
	return { versions, earlier: (rows[0]?.total ?? 0) - rows.length };
}

export function joinedRooms(db: Database, userId: string): string[] {
	const rows = statement<{ roomId: string }>(
		db,
		'SELECT room_id AS roomId FROM memberships WHERE user_id = ? ORDER BY room_id'
	).all(userId);
	return rows.map(({ roomId }) => roomId);
}
