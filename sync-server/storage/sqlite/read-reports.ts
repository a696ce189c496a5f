import type { Database } from 'better-sqlite3';
import type { Message } from '../../../src/lib/protocol/message.ts';
import type { Report } from '../../../src/lib/protocol/rest-rooms.ts';
import { REPORTS_LISTED, type ReportRecord } from '../report-store.ts';
import { statement } from './statement.ts';

export function findReport(db: Database, id: string): ReportRecord | undefined {
	return statement<ReportRecord>(
		db,
		'SELECT id, room_id AS roomId, message_id AS messageId, reporter, reason, at FROM reports WHERE id = ?'
	).get(id);
}

/** What was said is read from the log, as it stood when it was reported: its author may have changed it since. */
export function listReports(db: Database, roomIds: string[] | undefined): Report[] {
	const rows = statement<Omit<Report, 'body'> & { value: string | null }>(
		db,
		`SELECT reports.id, reports.room_id AS roomId, reports.message_id AS messageId, reporter, reason, at,
			resolved_by AS resolvedBy, resolved_at AS resolvedAt, coalesce(said.author, '') AS author, said.value
		FROM reports LEFT JOIN message_log AS said ON said.entry = (
			SELECT entry FROM message_log
			WHERE room_id = reports.room_id AND message_id = reports.message_id AND received_at <= reports.at
			ORDER BY seq, entry DESC LIMIT 1
		)
		WHERE @rooms IS NULL OR reports.room_id IN (SELECT value FROM json_each(@rooms))
		ORDER BY resolved_at IS NOT NULL, at DESC, reports.id LIMIT @limit`
	).all({ rooms: roomIds === undefined ? null : JSON.stringify(roomIds), limit: REPORTS_LISTED });
	return rows.map(({ value, ...report }) => ({ ...report, body: bodyOf(value) }));
}

export function moderatedRooms(db: Database, userId: string): string[] {
	const sql = `SELECT room_id AS roomId FROM memberships WHERE user_id = ? AND role IN ('owner', 'moderator')`;
	return statement<{ roomId: string }>(db, sql)
		.all(userId)
		.map(({ roomId }) => roomId);
}

function bodyOf(value: string | null): string {
	return value === null ? '' : ((JSON.parse(value) as Partial<Message>).body ?? '');
}
