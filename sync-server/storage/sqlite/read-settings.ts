import type { Database } from 'better-sqlite3';
import { DEFAULT_SETTINGS, type WorkspaceSettings } from '../../../src/lib/protocol/workspace.ts';
import type { Erasure } from '../workspace-store.ts';
import { statement } from './statement.ts';

/** What stands before the user id in the name of a setting that notes an erasure. No setting of the workspace has a slash. */
export const ERASURE_PREFIX = 'erasure/';

interface Row {
	name: string;
	value: string;
}

export function findSettings(db: Database): WorkspaceSettings {
	const rows = statement<Row>(db, 'SELECT name, value FROM settings').all();
	const known = rows.filter(({ name }) => Object.hasOwn(DEFAULT_SETTINGS, name));
	return { ...DEFAULT_SETTINGS, ...Object.fromEntries(known.map(({ name, value }) => [name, JSON.parse(value)])) };
}

export function listErasures(db: Database): Erasure[] {
	const sql = 'SELECT name, value FROM settings WHERE substr(name, 1, length(@prefix)) = @prefix ORDER BY name';
	return statement<Row>(db, sql)
		.all({ prefix: ERASURE_PREFIX })
		.map(({ value }) => JSON.parse(value) as Erasure);
}
