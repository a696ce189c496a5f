import type { Database } from 'better-sqlite3';
import type { WritingRules } from '../room-store.ts';
import { findRoom } from './read-rooms.ts';
import { statement } from './statement.ts';

/**
 * How far back it is looked for who has written last, in messages: a segment's worth, so that it costs the same in an old
 * room. In a slow room so many come together only where moderators, who never wait, write most of them.
 */
const LOOKED_BACK = 1_000;

export function writingRules(db: Database, roomId: string): WritingRules | undefined {
	const room = findRoom(db, roomId);
	if (room === undefined || room.deletedAt !== null) return undefined;
	const { kind, announcements, slowSeconds, archivedAt } = room;
	const members = statement<WritingRules['members'][number]>(
		db,
		'SELECT user_id AS userId, role, muted_until AS mutedUntil FROM memberships WHERE room_id = ?'
	).all(roomId);
	const lastSaid = slowSeconds === 0 ? [] : readLastSaid(db, roomId);
	return { kind, archived: archivedAt !== null, announcements, slowSeconds, members, lastSaid };
}

/** The first version of each message counts: an edit is not said anew. */
function readLastSaid(db: Database, roomId: string): WritingRules['lastSaid'] {
	return statement<WritingRules['lastSaid'][number]>(
		db,
		`SELECT author AS userId, max(at) AS at FROM (
			SELECT author, min(received_at) AS at FROM message_log
			WHERE room_id = @roomId
				AND seq > (SELECT coalesce(max(seq), 0) FROM message_log WHERE room_id = @roomId) - @lookedBack
			GROUP BY seq, author
		) GROUP BY author`
	).all({ roomId, lookedBack: LOOKED_BACK });
}
