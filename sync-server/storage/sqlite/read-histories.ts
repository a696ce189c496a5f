import type { Database } from 'better-sqlite3';
import { statement } from './statement.ts';

/** Number of the newest commit of the whole store. */
export function lastVersion(db: Database): number {
	const counter = statement<{ last: number }>(db, 'SELECT last_version AS last FROM commit_counter').get();
	if (counter === undefined) throw new Error('the store has lost its commit counter');
	return counter.last;
}

/** A history ends where the next one begins; the newest one has come as far as the store. */
export function knows(db: Database, history: string, version: number): boolean {
	const found = statement<{ last: number }>(
		db,
		`SELECT coalesce(
			(SELECT min(later.first_version) - 1 FROM histories AS later WHERE later.ordinal > histories.ordinal),
			(SELECT last_version FROM commit_counter)
		) AS last FROM histories WHERE id = ?`
	).get(history);
	return found !== undefined && version <= found.last;
}

export function findSecret(db: Database, name: string): Uint8Array | undefined {
	const kept = statement<{ value: Buffer }>(db, 'SELECT value FROM secrets WHERE name = ?').get(name);
	return kept && new Uint8Array(kept.value);
}
