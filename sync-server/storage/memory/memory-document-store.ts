import { personalName } from '../../../src/lib/protocol/document-name.ts';
import type { DocumentStore } from '../storage.ts';
import type { MemoryDocuments } from './memory-documents.ts';
import type { MemoryRooms } from './memory-rooms.ts';

/** The documents as the store's callers see them. What goes to the audit log is dropped: no caller can read it back. */
export function memoryDocumentStore(rooms: MemoryRooms, documents: MemoryDocuments): DocumentStore {
	const heads = (names: string[]) => names.map((name) => documents.head(name));
	return {
		loadDocument: async (document) => documents.load(document),
		headsOf: async (userId) =>
			heads([personalName(userId), ...rooms.joined(userId).flatMap((roomId) => rooms.documentNames(roomId))]),
		headsOfRoom: async (roomId) => heads(rooms.documentNames(roomId)),
		appendCommit: async (commit) => documents.append([commit]),
		compact: async (document, at, snapshot) => documents.compact(document, at, snapshot),
		rebase: async (commit) => documents.rebase(commit)
	};
}
