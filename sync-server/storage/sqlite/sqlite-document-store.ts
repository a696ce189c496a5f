import type { Database } from 'better-sqlite3';
import type { DocumentStore } from '../storage.ts';
import type { Writes } from './group-commit.ts';
import { ownCopy } from './own-copy.ts';
import { loadDocument } from './read-documents.ts';
import { headsOf, headsOfRoom } from './read-heads.ts';

export function sqliteDocumentStore(reader: Database, writes: Writes): DocumentStore {
	return {
		loadDocument: async (document) => loadDocument(reader, document),
		headsOf: async (userId) => headsOf(reader, userId),
		headsOfRoom: async (roomId) => headsOfRoom(reader, roomId),
		appendCommit: (commit, record) => writes.write({ kind: 'append-commit', commit: ownCopy(commit), record }),
		compact: (document, at, snapshot) =>
			writes.write({ kind: 'compact', document, at, snapshot: new Uint8Array(snapshot) }),
		rebase: (commit) => writes.write({ kind: 'rebase', commit: ownCopy(commit) })
	};
}
