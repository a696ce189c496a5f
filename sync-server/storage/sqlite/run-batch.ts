import Sqlite, { type Database } from 'better-sqlite3';
import { TakenError, VersionConflictError, type UserRecord } from '../storage.ts';
import { perform, type WriteOperation } from './write-operations.ts';
import { statement } from './statement.ts';

/** How one operation of a batch ended, in a form that can cross threads (error classes cannot). */
export type OperationResult =
	| { kind: 'done'; value: UserRecord | undefined }
	| { kind: 'taken'; field: 'email' | 'username' }
	| { kind: 'version-conflict'; message: string }
	| { kind: 'refused'; message: string };

/** SQLite's verdicts on one statement's values; any other failure is the store's own and concerns the whole batch. */
const FAILS_ALONE = /^SQLITE_(CONSTRAINT|TOOBIG|MISMATCH)/;

/**
 * Runs the operations in one transaction, each able to fail by itself, and returns when they are on the disk. Throws
 * when the transaction as a whole fails (full disk, I/O error, read-only file); nothing of it is kept then.
 */
export function runBatch(db: Database, operations: WriteOperation[], now: number): OperationResult[] {
	try {
		statement(db, 'BEGIN IMMEDIATE').run();
		const results = operations.map((operation) => runOne(db, operation, now));
		statement(db, 'COMMIT').run();
		return results;
	} catch (error) {
		// SQLite rolls back by itself after some errors and not after others.
		if (db.inTransaction) statement(db, 'ROLLBACK').run();
		throw error;
	}
}

function runOne(db: Database, operation: WriteOperation, now: number): OperationResult {
	statement(db, 'SAVEPOINT operation').run();
	try {
		const value = perform(db, operation, now);
		statement(db, 'RELEASE operation').run();
		return { kind: 'done', value };
	} catch (error) {
		const result = failureOf(error);
		statement(db, 'ROLLBACK TO operation').run();
		statement(db, 'RELEASE operation').run();
		return result;
	}
}

function failureOf(error: unknown): OperationResult {
	if (error instanceof TakenError) return { kind: 'taken', field: error.field };
	if (error instanceof VersionConflictError) return { kind: 'version-conflict', message: error.message };
	if (error instanceof Sqlite.SqliteError && !FAILS_ALONE.test(error.code)) throw error;
	return { kind: 'refused', message: String(error) };
}
