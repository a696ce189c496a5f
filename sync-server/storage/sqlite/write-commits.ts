import type { Database } from 'better-sqlite3';
import { VersionConflictError, type ClientIdClaim, type Commit, type LoggedMessage } from '../storage.ts';
import { statement } from './statement.ts';

/** Appends the commits of one operation, which share its version. Throws {@link VersionConflictError}. */
export function appendCommits(db: Database, commits: Commit[], version: number): number {
	commits.forEach((commit) => appendCommit(db, commit, version));
	return version;
}

/** Appends one commit inside the caller's transaction. Throws {@link VersionConflictError}. */
export function appendCommit(db: Database, commit: Commit, version: number): number {
	const documentId = advanceVersion(db, commit, version);
	statement(db, 'INSERT INTO document_updates (document_id, version, data) VALUES (?, ?, ?)').run(
		documentId,
		version,
		commit.update
	);
	insertClaims(db, documentId, commit.claims);
	insertMessages(db, commit.messages);
	return version;
}

/**
 * Moves the document to the version and returns its row. A version may not be reached twice: two commits of one
 * operation to one document are one too many, even where the second guesses the number of the first.
 */
export function advanceVersion(db: Database, { document, base }: Commit, version: number): number {
	const row =
		base === 0
			? statement<{ id: number }>(
					db,
					'INSERT INTO documents (name, version) VALUES (?, ?) ON CONFLICT (name) DO NOTHING RETURNING id'
				).get(document, version)
			: statement<{ id: number }>(
					db,
					`UPDATE documents SET version = @version
					WHERE name = @document AND version = @base AND version < @version RETURNING id`
				).get({ document, base, version });
	if (row === undefined) throw new VersionConflictError(`${document} is not at version ${base}`);
	return row.id;
}

export function insertClaims(db: Database, documentId: number, claims: ClientIdClaim[]): void {
	const insert = statement(db, 'INSERT INTO client_ids (document_id, client_id, owner) VALUES (?, ?, ?)');
	claims.forEach(({ clientId, owner }) => insert.run(documentId, clientId, owner));
}

export function insertMessages(db: Database, messages: LoggedMessage[]): void {
	const insert = statement(
		db,
		`INSERT INTO message_log (message_id, room_id, seq, author, value, received_at)
		VALUES (@id, @roomId, @seq, @author, @value, @receivedAt)`
	);
	messages.forEach((message) => insert.run(message));
}
