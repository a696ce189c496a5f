import type { Database } from 'better-sqlite3';
import type { ClientIdClaim, StoredDocument } from '../storage.ts';
import { statement } from './statement.ts';

interface Data {
	data: Buffer;
}

/** Reads the whole document as of one moment: without the transaction a commit could land between two statements. */
export function loadDocument(db: Database, name: string): StoredDocument {
	statement(db, 'BEGIN').run();
	try {
		return load(db, name);
	} finally {
		statement(db, 'COMMIT').run();
	}
}

function load(db: Database, name: string): StoredDocument {
	const document = statement<{ id: number; version: number; generation: number }>(
		db,
		'SELECT id, version, generation FROM documents WHERE name = ?'
	).get(name);
	if (document === undefined) return { version: 0, generation: 0, updates: [], claims: [] };
	const { id, version, generation } = document;
	return {
		version,
		generation,
		updates: [...readSnapshot(db, id), ...readUpdates(db, id)],
		claims: readClaims(db, id)
	};
}

/** One snapshot or none. */
function readSnapshot(db: Database, documentId: number): Uint8Array[] {
	const sql = 'SELECT data FROM document_snapshots WHERE document_id = ?';
	return statement<Data>(db, sql).all(documentId).map(plainBytes);
}

/** Every update since the snapshot: those before it were deleted when it was made. */
function readUpdates(db: Database, documentId: number): Uint8Array[] {
	const sql = 'SELECT data FROM document_updates WHERE document_id = ? ORDER BY version';
	return statement<Data>(db, sql).all(documentId).map(plainBytes);
}

function readClaims(db: Database, documentId: number): ClientIdClaim[] {
	const sql = 'SELECT client_id AS clientId, owner FROM client_ids WHERE document_id = ? ORDER BY client_id';
	return statement<ClientIdClaim>(db, sql).all(documentId);
}

/** Buffer's `slice` shares memory where Uint8Array's copies, so a Buffer must not pass for one. */
function plainBytes({ data }: Data): Uint8Array {
	return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
