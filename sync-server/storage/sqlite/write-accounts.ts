import type { Database } from 'better-sqlite3';
import { foldCase } from '../fold-case.ts';
import { TakenError, type SessionRecord, type UserRecord } from '../storage.ts';
import { audit } from './audit.ts';
import { statement } from './statement.ts';

/** Inserts an account, as owner when it is the first. There is one writer, so looking first is no race. */
export function createUser(db: Database, user: Omit<UserRecord, 'role'>, now: number): UserRecord {
	const emailKey = foldCase(user.email);
	const usernameKey = foldCase(user.username);
	if (statement(db, 'SELECT 1 FROM users WHERE email_key = ?').get(emailKey)) throw new TakenError('email');
	if (statement(db, 'SELECT 1 FROM users WHERE username_key = ?').get(usernameKey)) throw new TakenError('username');
	const role = statement(db, 'SELECT 1 FROM users LIMIT 1').get() === undefined ? 'owner' : 'member';
	statement(
		db,
		`INSERT INTO users
			(id, email, email_key, username, username_key, display_name, password_hash, role, created_at)
		VALUES
			(@id, @email, @emailKey, @username, @usernameKey, @displayName, @passwordHash, @role, @createdAt)`
	).run({ ...user, emailKey, usernameKey, role });
	audit(db, now, { actor: user.id, action: 'account-created', subject: null });
	return { ...user, role };
}

export function createSession(db: Database, session: SessionRecord, now: number): undefined {
	statement(db, 'INSERT INTO sessions (token_hash, user_id, expires_at) VALUES (@tokenHash, @userId, @expiresAt)').run(
		session
	);
	audit(db, now, { actor: session.userId, action: 'signed-in', subject: null });
}

export function extendSession(db: Database, tokenHash: string, expiresAt: number): undefined {
	statement(db, 'UPDATE sessions SET expires_at = ? WHERE token_hash = ?').run(expiresAt, tokenHash);
}

export function deleteSession(db: Database, tokenHash: string): undefined {
	statement(db, 'DELETE FROM sessions WHERE token_hash = ?').run(tokenHash);
}

export function deleteSessionsOf(db: Database, userId: string): undefined {
	statement(db, 'DELETE FROM sessions WHERE user_id = ?').run(userId);
}

export function deleteSessionsExpiredBy(db: Database, now: number): undefined {
	statement(db, 'DELETE FROM sessions WHERE expires_at <= ?').run(now);
}
