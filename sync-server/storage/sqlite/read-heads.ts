import type { Database } from 'better-sqlite3';
import { headName, personalName, segmentName, WORKSPACE_NAME } from '../../../src/lib/protocol/document-name.ts';
import type { DocumentHead } from '../storage.ts';
import { statement } from './statement.ts';

/** Heads of documents by name, whether written or not, from a table `named` of names with the room each belongs to. */
const HEADS_OF_NAMED = `
	SELECT named.name, coalesce(documents.version, 0) AS version, coalesce(documents.generation, 0) AS generation
	FROM named LEFT JOIN documents ON documents.name = named.name
	ORDER BY named.room_id NULLS FIRST, named.is_segment`;

/**
 * Lets SQL name the documents it looks for: a connection of this server spells them the way the protocol does, and in no
 * way of its own.
 */
export function teachDocumentNames(db: Database): void {
	db.function('head_name', { deterministic: true }, headName as (...ids: unknown[]) => string);
	db.function('segment_name', { deterministic: true }, segmentName as (...ids: unknown[]) => string);
}

/**
 * The workspace document for everyone but guests. One query however many rooms there are: this is asked at every connect, by everybody at once after a restart.
 */
export function headsOf(db: Database, userId: string): DocumentHead[] {
	return statement<DocumentHead>(
		db,
		`WITH joined AS (
			SELECT rooms.id, rooms.segment FROM memberships JOIN rooms ON rooms.id = memberships.room_id
			WHERE memberships.user_id = @userId
		), named (room_id, is_segment, name) AS (
			SELECT NULL, 0, @personal
			UNION ALL SELECT NULL, 1, @workspace FROM users WHERE id = @userId AND role <> 'guest'
			UNION ALL SELECT id, 0, head_name(id) FROM joined
			UNION ALL SELECT id, 1, segment_name(id, segment) FROM joined
		) ${HEADS_OF_NAMED}`
	).all({ userId, personal: personalName(userId), workspace: WORKSPACE_NAME });
}

export function headsOfRoom(db: Database, roomId: string): DocumentHead[] {
	return statement<DocumentHead>(
		db,
		`WITH named (room_id, is_segment, name) AS (
			SELECT id, 0, head_name(id) FROM rooms WHERE id = @roomId
			UNION ALL SELECT id, 1, segment_name(id, segment) FROM rooms WHERE id = @roomId
		) ${HEADS_OF_NAMED}`
	).all({ roomId });
}
