import Database from 'better-sqlite3';
import { join } from 'node:path';

/** The actions in a server's audit log, in order, as an operator would read them. */
export function auditedActions(dataDir: string): string[] {
	const db = new Database(join(dataDir, 'tidings.db'), { readonly: true });
	try {
		return db.prepare<[], string>('SELECT action FROM audit_log ORDER BY entry').pluck().all();
	} finally {
		db.close();
	}
}
