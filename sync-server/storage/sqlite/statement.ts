import type { Database, Statement } from 'better-sqlite3';

const prepared = new WeakMap<Database, Map<string, Statement>>();

/** The statement for `sql` on this connection, prepared once. `sql` is a constant of the program, never built from input. */
export function statement<Row = unknown>(db: Database, sql: string): Statement<unknown[], Row> {
	const ofConnection = prepared.get(db) ?? new Map<string, Statement>();
	prepared.set(db, ofConnection);
	const found = ofConnection.get(sql) ?? db.prepare(sql);
	ofConnection.set(sql, found);
	return found as Statement<unknown[], Row>;
}
