import type { Database } from 'better-sqlite3';
import { newId } from '../../../src/lib/protocol/ids.ts';
import type { HistoryStore } from '../storage.ts';
import type { Writes } from './group-commit.ts';
import { findSecret, knows } from './read-histories.ts';

export function sqliteHistoryStore(reader: Database, writes: Writes): HistoryStore {
	return {
		async beginHistory() {
			const id = newId();
			await writes.write({ kind: 'begin-history', id });
			return id;
		},
		knows: async (history, version) => knows(reader, history, version),
		secret: async (name) => findSecret(reader, name) ?? writes.write({ kind: 'make-secret', name }),
		audit: (record) => writes.write({ kind: 'audit', record })
	};
}
