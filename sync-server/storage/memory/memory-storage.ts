import Sqlite, { type Database } from 'better-sqlite3';
import { failureOf, type Writes } from '../sqlite/group-commit.ts';
import { migrate } from '../sqlite/migrations.ts';
import { teachDocumentNames } from '../sqlite/read-heads.ts';
import { runBatch } from '../sqlite/run-batch.ts';
import { sqliteStores } from '../sqlite/sqlite-stores.ts';
import type { WriteAnswer, WriteOperation } from '../sqlite/write-operations.ts';
import type { Storage } from '../storage.ts';

/** A new store's database, once for each process: making its tables costs more than most tests that want one. */
let blank: Buffer | undefined;

/**
 * The store in memory, for tests: SQLite without a disk and without the writer's thread, so that a write is done when it
 * is asked for. What is true of one store is true of the other, because they share every statement.
 */
export function createMemoryStorage(): Storage {
	blank ??= makeBlank();
	const db = new Sqlite(blank);
	db.pragma('foreign_keys = ON');
	teachDocumentNames(db);
	return {
		...sqliteStores(db, immediate(db)),
		isWritable: () => true,
		probe: async () => {},
		close: async () => void db.close()
	};
}

function makeBlank(): Buffer {
	const db = new Sqlite(':memory:');
	migrate(db);
	const image = db.serialize();
	db.close();
	return image;
}

function immediate(db: Database): Writes {
	return {
		async write<Operation extends WriteOperation>(operation: Operation): Promise<WriteAnswer<Operation['kind']>> {
			const [result] = runBatch(db, [operation], Date.now());
			if (result?.kind !== 'done') throw failureOf(result);
			return result.value as WriteAnswer<Operation['kind']>;
		}
	};
}
