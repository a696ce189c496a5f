import type { Database } from 'better-sqlite3';
import type { AuditRecord } from '../audit-record.ts';
import { statement } from './statement.ts';

/** Records who did what, in the transaction that does it, so that neither can be without the other. */
export function audit(db: Database, at: number, record: AuditRecord): undefined {
	const { actor, action, subject, roomId = null, detail = null } = record;
	statement(db, 'INSERT INTO audit_log (at, actor, action, subject, room_id, detail) VALUES (?, ?, ?, ?, ?, ?)').run(
		at,
		actor,
		action,
		subject,
		roomId,
		detail && JSON.stringify(detail)
	);
}
