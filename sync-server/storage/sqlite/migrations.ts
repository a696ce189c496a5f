import type { Database } from 'better-sqlite3';
import { StartupError } from '../../startup-error.ts';
import { SECOND_SCHEMA } from './schema-2.ts';
import { THIRD_SCHEMA } from './schema-3.ts';
import { FOURTH_SCHEMA } from './schema-4.ts';
import { FIRST_SCHEMA } from './schema.ts';

/** What turns a store of version n into one of version n + 1, at index n. Never edit one that has been released. */
const MIGRATIONS: readonly string[] = [FIRST_SCHEMA, SECOND_SCHEMA, THIRD_SCHEMA, FOURTH_SCHEMA];

/** The store's version that this server reads and writes; kept in SQLite's `user_version`. */
const STORE_VERSION = MIGRATIONS.length;

/**
 * Brings a store up to {@link STORE_VERSION}, each step in its own transaction. Throws {@link StartupError} for a store
 * written by a newer server: an older one would not know what the new parts mean, and would lose them.
 */
export function migrate(db: Database): void {
	const found = Number(db.pragma('user_version', { simple: true }));
	if (found > STORE_VERSION) {
		throw new StartupError(
			`The data was written by a newer Tidings (store version ${found}, this one knows ${STORE_VERSION}): ` +
				'start that version, or restore a backup made before the update.'
		);
	}
	// Off, or dropping a table that is made anew would take what refers to it along; it cannot be changed in a transaction.
	db.pragma('foreign_keys = OFF');
	for (const [index, sql] of MIGRATIONS.entries()) {
		if (index < found) continue;
		db.transaction(() => {
			db.exec(sql);
			const broken = db.pragma('foreign_key_check') as unknown[];
			if (broken.length > 0) throw new Error(`migration ${index + 1} broke ${broken.length} references`);
			db.pragma(`user_version = ${index + 1}`);
		}).immediate();
	}
	db.pragma('foreign_keys = ON');
}
