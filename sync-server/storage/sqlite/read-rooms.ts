import type { Database } from 'better-sqlite3';
import type { RoomSummary } from '../../../src/lib/protocol/rest.ts';
import { byTitle } from '../room-order.ts';
import type { MembershipRecord, RoomRecord } from '../storage.ts';
import { statement } from './statement.ts';

export function findRoom(db: Database, roomId: string): RoomRecord | undefined {
	return statement<RoomRecord>(
		db,
		'SELECT id, title, kind, created_by AS createdBy, created_at AS createdAt FROM rooms WHERE id = ?'
	).get(roomId);
}

export function findMembership(db: Database, roomId: string, userId: string): MembershipRecord | undefined {
	return statement<MembershipRecord>(
		db,
		`SELECT room_id AS roomId, user_id AS userId, role, joined_at AS joinedAt
		FROM memberships WHERE room_id = ? AND user_id = ?`
	).get(roomId, userId);
}

export function isBanned(db: Database, roomId: string, userId: string): boolean {
	return statement(db, 'SELECT 1 FROM bans WHERE room_id = ? AND user_id = ?').get(roomId, userId) !== undefined;
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

export function joinedRooms(db: Database, userId: string): string[] {
	const rows = statement<{ roomId: string }>(
		db,
		'SELECT room_id AS roomId FROM memberships WHERE user_id = ? ORDER BY room_id'
	).all(userId);
	return rows.map(({ roomId }) => roomId);
}

export function listRooms(db: Database, userId: string): RoomSummary[] {
	const rows = statement<RoomSummary>(
		db,
		`SELECT rooms.id, rooms.title, rooms.kind, rooms.created_at AS createdAt,
			(SELECT count(*) FROM memberships WHERE room_id = rooms.id) AS memberCount,
			own.role
		FROM rooms LEFT JOIN memberships AS own ON own.room_id = rooms.id AND own.user_id = ?
		WHERE own.user_id IS NOT NULL OR (rooms.kind = 'public'
			AND NOT EXISTS (SELECT 1 FROM bans WHERE bans.room_id = rooms.id AND bans.user_id = ?))`
	).all(userId, userId);
	return rows.sort(byTitle);
}
