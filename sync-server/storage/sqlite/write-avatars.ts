import type { Database } from 'better-sqlite3';
import type { AvatarRecord } from '../people-store.ts';
import { statement } from './statement.ts';

/** The changes of the pictures that are kept. */
export const avatarWrites = {
	'save-avatar': (db: Database, { avatar }: { avatar: AvatarRecord }): undefined => {
		statement(
			db,
			`INSERT INTO avatars (id, media_type, data, created_by, created_at)
			VALUES (@id, @mediaType, @data, @createdBy, @createdAt)
			ON CONFLICT (id) DO UPDATE SET created_at = max(created_at, excluded.created_at)`
		).run(avatar);
	},
	'delete-unused-avatars': (db: Database, { before }: { before: number }): undefined => {
		statement(
			db,
			`DELETE FROM avatars WHERE created_at < ? AND id NOT IN (
				SELECT avatar FROM users WHERE avatar IS NOT NULL UNION SELECT avatar FROM rooms WHERE avatar IS NOT NULL
			)`
		).run(before);
	}
};
