import type { Database } from 'better-sqlite3';
import type { ClientIdClaim, StoredDocument } from '../storage.ts';
import { statement } from './statement.ts';

/** Reads the whole document as of one moment: without the transaction a commit could land between two statements. */
export function loadDocument(db: Database, name: string): StoredDocument {
	statement(db, 'BEGIN').run();
	try {
		return load(db, name);
	} finally {
		statement(db, 'COMMIT').run();
	}
}

/** The newest committed version of each, in the order asked; one statement each is one B-tree lookup each. */
export function documentVersions(db: Database, names: string[]): number[] {
	const find = statement<{ version: number }>(db, 'SELECT version FROM documents WHERE name = ?');
	return names.map((name) => find.get(name)?.version ?? 0);
}

function load(db: Database, name: string): StoredDocument {
	const document = statement<{ id: number; version: number }>(
		db,
		'SELECT id, version FROM documents WHERE name = ?'
	).get(name);
	if (document === undefined) return { version: 0, updates: [], claims: [] };
	const updates = statement<{ data: Buffer }>(
		db,
		'SELECT data FROM document_updates WHERE document_id = ? ORDER BY version'
	).all(document.id);
	const claims = statement<ClientIdClaim>(
		db,
		'SELECT client_id AS clientId, owner FROM client_ids WHERE document_id = ? ORDER BY client_id'
	).all(document.id);
	return { version: document.version, updates: updates.map(({ data }) => plainBytes(data)), claims };
}

/** Buffer's `slice` shares memory where Uint8Array's copies, so a Buffer must not pass for one. */
function plainBytes(data: Buffer): Uint8Array {
	return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
