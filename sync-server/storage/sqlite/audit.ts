import type { Database } from 'better-sqlite3';
import { statement } from './statement.ts';

type AuditAction = 'account-created' | 'signed-in' | 'room-created' | 'room-joined' | 'room-left';

/** Records who did what, in the transaction that does it, so that neither can be without the other. */
export function audit(
	db: Database,
	at: number,
	actor: string,
	action: AuditAction,
	subject: string | null = null
): void {
	statement(db, 'INSERT INTO audit_log (at, actor, action, subject) VALUES (?, ?, ?, ?)').run(
		at,
		actor,
		action,
		subject
	);
}
