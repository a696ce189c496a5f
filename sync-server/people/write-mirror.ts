import type { Documents, Write } from '../room/documents.ts';
import type { DocumentStore } from '../storage/storage.ts';

/** A change of one mirror that nothing in SQLite changes with. Throws what `Documents.write` throws. */
export function writeMirror(
	documents: Documents,
	store: Pick<DocumentStore, 'appendCommit'>,
	write: Write
): Promise<void> {
	return documents.write([write], async ([commit]) => {
		if (commit === undefined) throw new Error('a write came without its commit');
		return store.appendCommit(commit);
	});
}
