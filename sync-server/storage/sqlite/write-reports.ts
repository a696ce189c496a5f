import type { Database } from 'better-sqlite3';
import type { ReportRecord } from '../report-store.ts';
import { audit } from './audit.ts';
import { findReport } from './read-reports.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';

function addReport(db: Database, { report }: { report: ReportRecord }, { now }: Turn): undefined {
	const { id, roomId, messageId, reporter } = report;
	const open = statement(
		db,
		'SELECT 1 FROM reports WHERE room_id = ? AND message_id = ? AND reporter = ? AND resolved_at IS NULL'
	).get(roomId, messageId, reporter);
	if (open !== undefined) return;
	statement(
		db,
		`INSERT INTO reports (id, room_id, message_id, reporter, reason, at)
		VALUES (@id, @roomId, @messageId, @reporter, @reason, @at)`
	).run(report);
	audit(db, now, { actor: reporter, action: 'message-reported', subject: id, roomId, detail: { messageId } });
}

function resolveReport(db: Database, { id, by, at }: { id: string; by: string; at: number }, { now }: Turn): undefined {
	const sql = 'UPDATE reports SET resolved_by = ?, resolved_at = ? WHERE id = ? AND resolved_at IS NULL';
	const { changes } = statement(db, sql).run(by, at, id);
	if (changes === 0) return;
	audit(db, now, { actor: by, action: 'report-resolved', subject: id, roomId: findReport(db, id)?.roomId ?? null });
}

export const reportWrites = { 'add-report': addReport, 'resolve-report': resolveReport };
