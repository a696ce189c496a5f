import type { Database } from 'better-sqlite3';
import type { OwnMessage, OwnRecords } from '../admin-store.ts';
import { statement } from './statement.ts';

export function lastLogEntry(db: Database): number {
	return statement<{ last: number | null }>(db, 'SELECT max(entry) AS last FROM message_log').get()?.last ?? 0;
}

/** By entries and not by rows: the log has no index by author, and this thread must not walk all of it in one go. */
export function loggedBy(db: Database, author: string, after: number, upTo: number): OwnMessage[] {
	return statement<OwnMessage>(
		db,
		`SELECT message_id AS id, room_id AS roomId, seq, value, received_at AS receivedAt FROM message_log
		WHERE entry > ? AND entry <= ? AND author = ? ORDER BY entry`
	).all(after, upTo, author);
}

export function recordsOf(db: Database, userId: string): OwnRecords | undefined {
	const profile = statement<OwnRecords['profile']>(
		db,
		`SELECT id, email, username, display_name AS displayName, role, created_at AS createdAt, about,
			time_zone AS timeZone, status_emoji AS statusEmoji, status_text AS statusText, status_until AS statusUntil,
			availability, last_seen_at AS lastSeenAt
		FROM users WHERE id = ? AND deleted_at IS NULL`
	).get(userId);
	if (profile === undefined) return undefined;
	return {
		profile,
		memberships: statement<OwnRecords['memberships'][number]>(
			db,
			`SELECT rooms.id AS roomId, rooms.title, memberships.role, memberships.joined_at AS joinedAt
			FROM memberships JOIN rooms ON rooms.id = memberships.room_id WHERE memberships.user_id = ? ORDER BY rooms.id`
		).all(userId),
		contacts: statement<OwnRecords['contacts'][number]>(
			db,
			'SELECT other_id AS userId, state, at FROM contacts WHERE user_id = ? ORDER BY other_id'
		).all(userId),
		blocked: statement<OwnRecords['blocked'][number]>(
			db,
			'SELECT blocked_id AS userId, at FROM blocks WHERE user_id = ? ORDER BY blocked_id'
		).all(userId)
	};
}

export function roomsAfter(db: Database, roomId: string, limit: number): string[] {
	return statement<{ id: string }>(db, 'SELECT id FROM rooms WHERE id > ? ORDER BY id LIMIT ?')
		.all(roomId, limit)
		.map(({ id }) => id);
}
