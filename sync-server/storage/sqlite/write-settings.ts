import type { Database } from 'better-sqlite3';
import type { WorkspaceSettings } from '../../../src/lib/protocol/workspace.ts';
import type { Commit } from '../storage.ts';
import { audit } from './audit.ts';
import { ERASURE_PREFIX } from './read-settings.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';
import { appendCommits } from './write-commits.ts';

export const settingsWrites = {
	'change-settings': (
		db: Database,
		{ change, by, commits }: { change: Partial<WorkspaceSettings>; by: string; commits: Commit[] },
		{ now, version }: Turn
	) => {
		for (const [name, value] of Object.entries(change)) writeSetting(db, name, value);
		audit(db, now, { actor: by, action: 'workspace-changed', subject: null, detail: { ...change } });
		return appendCommits(db, commits, version);
	},
	'finish-erasure': (db: Database, { userId }: { userId: string }): undefined =>
		void statement(db, 'DELETE FROM settings WHERE name = ?').run(`${ERASURE_PREFIX}${userId}`)
};

/** Sets one thing, whatever it was. */
export function writeSetting(db: Database, name: string, value: unknown): void {
	statement(
		db,
		'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
	).run(name, JSON.stringify(value));
}
