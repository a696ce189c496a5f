import type { Database } from 'better-sqlite3';
import type { Message } from '../../../src/lib/protocol/message.ts';
import type { LastMessage, RoomDetails, RoomSummary } from '../../../src/lib/protocol/rest-rooms.ts';
import { byTitle } from '../room-order.ts';
import { statement } from './statement.ts';

/** A room with its newest message's newest version, which is found by the log's index however long the log is (I8). */
type Row = Omit<RoomSummary, 'lastMessage'> & {
	lastId: string | null;
	lastSeq: number | null;
	lastAuthor: string;
	lastValue: string;
	lastAt: number;
};

/** Of a room that the account is not in, the list says nothing that was written there. */
const SUMMARIES = `
	SELECT rooms.id, rooms.title, rooms.topic, rooms.avatar, rooms.kind, rooms.created_by AS createdBy,
		rooms.created_at AS createdAt, rooms.archived_at AS archivedAt,
		(SELECT count(*) FROM memberships WHERE room_id = rooms.id) AS memberCount,
		own.role,
		CASE WHEN own.role IS NULL THEN NULL ELSE coalesce(last.seq, 0) END AS messageCount,
		last.message_id AS lastId, last.seq AS lastSeq, last.author AS lastAuthor, last.value AS lastValue,
		(SELECT min(received_at) FROM message_log WHERE room_id = rooms.id AND seq = last.seq) AS lastAt
	FROM rooms
	LEFT JOIN memberships AS own ON own.room_id = rooms.id AND own.user_id = @userId
	LEFT JOIN message_log AS last ON own.role IS NOT NULL AND last.entry =
		(SELECT entry FROM message_log WHERE room_id = rooms.id ORDER BY seq DESC, entry DESC LIMIT 1)
	WHERE rooms.deleted_at IS NULL`;

export function listRooms(db: Database, userId: string): RoomSummary[] {
	const rows = statement<Row>(
		db,
		`${SUMMARIES} AND (own.user_id IS NOT NULL OR (rooms.kind = 'public'
			AND EXISTS (SELECT 1 FROM users WHERE id = @userId AND role <> 'guest')
			AND NOT EXISTS (SELECT 1 FROM bans WHERE bans.room_id = rooms.id AND bans.user_id = @userId)))`
	).all({ userId });
	return rows.map(summary).sort(byTitle);
}

export function summaryOf(db: Database, roomId: string, userId: string): RoomSummary | undefined {
	const row = statement<Row>(db, `${SUMMARIES} AND rooms.id = @roomId`).get({ roomId, userId });
	return row && summary(row);
}

export function listMembers(db: Database, roomId: string): RoomDetails['members'] {
	return statement<RoomDetails['members'][number]>(
		db,
		`SELECT users.id, users.display_name AS name, users.username, memberships.role, memberships.joined_at AS joinedAt,
			memberships.muted_until AS mutedUntil
		FROM memberships JOIN users ON users.id = memberships.user_id
		WHERE memberships.room_id = ? ORDER BY memberships.joined_at, users.id`
	).all(roomId);
}

function summary({ lastId, lastSeq, lastAuthor, lastValue, lastAt, ...room }: Row): RoomSummary {
	if (lastId === null || lastSeq === null) return { ...room, lastMessage: null };
	const said = { id: lastId, seq: lastSeq, author: lastAuthor, at: lastAt };
	return { ...room, lastMessage: { ...said, ...words(JSON.parse(lastValue) as Partial<Message>) } };
}

function words({ body = '', deleted, editedAt }: Partial<Message>): Pick<LastMessage, 'body' | 'state'> {
	if (deleted !== undefined) return { body: '', state: 'deleted' };
	return { body, state: editedAt === undefined ? 'sent' : 'edited' };
}
