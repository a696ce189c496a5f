import type { Database } from 'better-sqlite3';
import { RETIRED_OWNER, type Commit } from '../storage.ts';
import { statement } from './statement.ts';
import { advanceVersion, insertClaims, insertMessages } from './write-commits.ts';

/**
 * Puts the snapshot in the place of the updates it stands for. It was made while commits went on, so by now the document
 * may have begun another generation or have a newer snapshot; this one is worth nothing then.
 */
export function compact(
	db: Database,
	document: string,
	{ version, generation }: { version: number; generation: number },
	snapshot: Uint8Array
): undefined {
	const row = statement<{ id: number }>(
		db,
		`SELECT documents.id FROM documents LEFT JOIN document_snapshots AS snapshot ON snapshot.document_id = documents.id
		WHERE documents.name = @document AND documents.generation = @generation
			AND documents.version >= @version AND coalesce(snapshot.version, 0) <= @version`
	).get({ document, version, generation });
	if (row !== undefined) replaceUpdates(db, row.id, version, snapshot);
}

/** Begins the document's next generation inside the caller's transaction. Throws VersionConflictError. */
export function rebase(db: Database, commit: Commit, version: number): number {
	const documentId = advanceVersion(db, commit, version);
	statement(db, 'UPDATE documents SET generation = generation + 1 WHERE id = ?').run(documentId);
	replaceUpdates(db, documentId, version, commit.update);
	statement(db, 'UPDATE client_ids SET owner = ? WHERE document_id = ?').run(RETIRED_OWNER, documentId);
	insertClaims(db, documentId, commit.claims);
	insertMessages(db, commit.messages);
	return version;
}

function replaceUpdates(db: Database, documentId: number, version: number, snapshot: Uint8Array): void {
	statement(
		db,
		`INSERT INTO document_snapshots (document_id, version, data) VALUES (?, ?, ?)
		ON CONFLICT (document_id) DO UPDATE SET version = excluded.version, data = excluded.data`
	).run(documentId, version, snapshot);
	statement(db, 'DELETE FROM document_updates WHERE document_id = ? AND version <= ?').run(documentId, version);
}
