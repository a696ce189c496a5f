import type { Database } from 'better-sqlite3';
import type { SessionRecord, UserRecord } from '../account-store.ts';
import { foldCase } from '../fold-case.ts';
import { statement } from './statement.ts';

const USER_COLUMNS = `users.id, users.email, users.username, users.display_name AS displayName,
	users.password_hash AS passwordHash, users.role, users.created_at AS createdAt`;
const SESSION_COLUMNS = `token_hash AS tokenHash, user_id AS userId, expires_at AS expiresAt, created_at AS createdAt,
	last_used_at AS lastUsedAt, device`;

/** Nothing for an account that was deleted: nobody can do anything with it any more. */
export function findUser(db: Database, id: string): UserRecord | undefined {
	return statement<UserRecord>(db, `SELECT ${USER_COLUMNS} FROM users WHERE id = ? AND deleted_at IS NULL`).get(id);
}

export function findUserByEmail(db: Database, email: string): UserRecord | undefined {
	const sql = `SELECT ${USER_COLUMNS} FROM users WHERE email_key = ? AND deleted_at IS NULL`;
	return statement<UserRecord>(db, sql).get(foldCase(email));
}

export function findSession(db: Database, tokenHash: string): { session: SessionRecord; user: UserRecord } | undefined {
	const session = statement<SessionRecord>(db, `SELECT ${SESSION_COLUMNS} FROM sessions WHERE token_hash = ?`).get(
		tokenHash
	);
	const user = session && findUser(db, session.userId);
	return session && user && { session, user };
}

export function listSessions(db: Database, userId: string): SessionRecord[] {
	return statement<SessionRecord>(
		db,
		`SELECT ${SESSION_COLUMNS} FROM sessions WHERE user_id = ? ORDER BY last_used_at DESC, token_hash`
	).all(userId);
}
