import Sqlite, { type Database } from 'better-sqlite3';
import type { ProblemCode } from '../../../src/lib/protocol/problem.ts';
import { RefusedError, TakenError, VersionConflictError } from '../storage.ts';
import { lastVersion } from './read-histories.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';
import { messagesOf, perform, takesVersion, type WriteAnswer, type WriteOperation } from './write-operations.ts';
import { indexLogged } from './write-search.ts';

/** How one operation of a batch ended, in a form that can cross threads (error classes cannot). */
export type OperationResult =
	| { kind: 'done'; value: WriteAnswer }
	| { kind: 'taken'; field: 'email' | 'username' }
	| { kind: 'version-conflict'; message: string }
	| { kind: 'not-allowed'; code: ProblemCode; message: string }
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
		const results = runAll(db, operations, now);
		statement(db, 'COMMIT').run();
		return results;
	} catch (error) {
		// SQLite rolls back by itself after some errors and not after others.
		if (db.inTransaction) statement(db, 'ROLLBACK').run();
		throw error;
	}
}

/**
 * Numbers the operations as it goes. An operation that failed leaves its number to the next one, and a batch that is
 * rolled back takes the counter with it: nobody has seen those numbers, so nobody can mistake them.
 */
function runAll(db: Database, operations: WriteOperation[], now: number): OperationResult[] {
	const found = lastVersion(db);
	let version = found;
	const results = operations.map((operation) => {
		const result = runOne(db, operation, { now, version: version + 1 });
		if (result.kind === 'done' && takesVersion(operation)) version += 1;
		return result;
	});
	// At the end and at once: a savepoint makes FTS5 write what it has gathered, one segment of its index for each operation.
	indexLogged(db, operations.filter((_, index) => results[index]?.kind === 'done').flatMap(messagesOf));
	if (version > found) statement(db, 'UPDATE commit_counter SET last_version = ?').run(version);
	return results;
}

function runOne(db: Database, operation: WriteOperation, turn: Turn): OperationResult {
	statement(db, 'SAVEPOINT operation').run();
	try {
		const value = perform(db, operation, turn);
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
	if (error instanceof RefusedError) return { kind: 'not-allowed', code: error.code, message: error.message };
	if (error instanceof VersionConflictError) return { kind: 'version-conflict', message: error.message };
	if (error instanceof Sqlite.SqliteError && !FAILS_ALONE.test(error.code)) throw error;
	return { kind: 'refused', message: String(error) };
}
