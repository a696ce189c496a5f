import type { Database } from 'better-sqlite3';
import { VersionConflictError, type Commit } from '../storage.ts';
import { statement } from './statement.ts';

/** Appends one commit inside the caller's transaction. Throws {@link VersionConflictError}. */
export function appendCommit(db: Database, commit: Commit): undefined {
	const documentId = advanceVersion(db, commit);
	statement(db, 'INSERT INTO document_updates (document_id, version, data) VALUES (?, ?, ?)').run(
		documentId,
		commit.version,
		commit.update
	);
	for (const { clientId, owner } of commit.claims) {
		statement(db, 'INSERT INTO client_ids (document_id, client_id, owner) VALUES (?, ?, ?)').run(
			documentId,
			clientId,
			owner
		);
	}
	for (const message of commit.messages) {
		statement(
			db,
			`INSERT INTO message_log (message_id, room_id, seq, author, value, received_at)
			VALUES (@id, @roomId, @seq, @author, @value, @receivedAt)`
		).run(message);
	}
}

function advanceVersion(db: Database, { document, version }: Commit): number {
	const row =
		version === 1
			? statement<{ id: number }>(
					db,
					'INSERT INTO documents (name, version) VALUES (?, 1) ON CONFLICT (name) DO NOTHING RETURNING id'
				).get(document)
			: statement<{ id: number }>(
					db,
					'UPDATE documents SET version = ? WHERE name = ? AND version = ? - 1 RETURNING id'
				).get(version, document, version);
	if (row === undefined) throw new VersionConflictError(`${document} is not at version ${version - 1}`);
	return row.id;
}
