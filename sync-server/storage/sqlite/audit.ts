import type { Database } from 'better-sqlite3';
import type { AuditRecord } from '../storage.ts';
import { statement } from './statement.ts';

/** Records who did what, in the transaction that does it, so that neither can be without the other. */
export function audit(db: Database, at: number, { actor, action, subject }: AuditRecord): undefined {
	statement(db, 'INSERT INTO audit_log (at, actor, action, subject) VALUES (?, ?, ?, ?)').run(
		at,
		actor,
		action,
		subject
	);
}
