import type { Database } from 'better-sqlite3';
import { foldCase } from '../fold-case.ts';
import type { SessionRecord, UserRecord } from '../storage.ts';
import { statement } from './statement.ts';

const USER_COLUMNS = `users.id, users.email, users.username, users.display_name AS displayName,
	users.password_hash AS passwordHash, users.role, users.created_at AS createdAt`;
const SESSION_COLUMNS = 'token_hash AS tokenHash, user_id AS userId, expires_at AS expiresAt';

export function findUser(db: Database, id: string): UserRecord | undefined {
	return statement<UserRecord>(db, `SELECT ${USER_COLUMNS} FROM users WHERE id = ?`).get(id);
}

export function findUserByEmail(db: Database, email: string): UserRecord | undefined {
	return statement<UserRecord>(db, `SELECT ${USER_COLUMNS} FROM users WHERE email_key = ?`).get(foldCase(email));
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
		`SELECT ${SESSION_COLUMNS} FROM sessions WHERE user_id = ? ORDER BY expires_at, token_hash`
	).all(userId);
}
