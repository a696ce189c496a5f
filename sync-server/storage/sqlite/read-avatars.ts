import type { Database } from 'better-sqlite3';
import { statement } from './statement.ts';

export function findAvatar(db: Database, id: string): { mediaType: string; data: Uint8Array } | undefined {
	const row = statement<{ mediaType: string; data: Buffer }>(
		db,
		'SELECT media_type AS mediaType, data FROM avatars WHERE id = ?'
	).get(id);
	return row && { mediaType: row.mediaType, data: new Uint8Array(row.data) };
}
