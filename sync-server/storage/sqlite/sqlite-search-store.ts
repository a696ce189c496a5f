import type { Database } from 'better-sqlite3';
import type { SearchStore } from '../search-store.ts';
import type { Writes } from './group-commit.ts';
import { search } from './read-search.ts';

export function sqliteSearchStore(reader: Database, writes: Writes): SearchStore {
	return {
		searchMessages: async (ask) => search(reader, ask),
		indexBacklog: () => writes.write({ kind: 'index-backlog' })
	};
}
