import { randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { findSecret } from './read-histories.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';

const SECRET_BYTES = 32;

/** Begins a history with the next commit: the batch's own earlier commits still belong to the one before. */
export function beginHistory(db: Database, id: string, { now, version }: Turn): undefined {
	statement(db, 'INSERT INTO histories (id, first_version, started_at) VALUES (?, ?, ?)').run(id, version, now);
}

/** The secret of that name; made here, because two callers that both find none must still get the same. */
export function makeSecret(db: Database, name: string): Uint8Array {
	statement(db, 'INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING').run(
		name,
		randomBytes(SECRET_BYTES)
	);
	const kept = findSecret(db, name);
	if (kept === undefined) throw new Error('the secret was not kept');
	return kept;
}
