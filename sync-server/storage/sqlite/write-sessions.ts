import type { Database } from 'better-sqlite3';
import type { SessionRecord } from '../account-store.ts';
import { audit } from './audit.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';

export const sessionWrites = {
	'create-session': (db: Database, { session }: { session: SessionRecord }, { now }: Turn): undefined => {
		statement(
			db,
			`INSERT INTO sessions (token_hash, user_id, expires_at, created_at, last_used_at, device)
			VALUES (@tokenHash, @userId, @expiresAt, @createdAt, @lastUsedAt, @device)`
		).run(session);
		audit(db, now, { actor: session.userId, action: 'signed-in', subject: null, detail: { device: session.device } });
	},
	'extend-session': (db: Database, { tokenHash, expiresAt }: { tokenHash: string; expiresAt: number }): undefined =>
		void statement(db, 'UPDATE sessions SET expires_at = ? WHERE token_hash = ?').run(expiresAt, tokenHash),
	'touch-session': (db: Database, { tokenHash, usedAt }: { tokenHash: string; usedAt: number }): undefined =>
		void statement(db, 'UPDATE sessions SET last_used_at = max(last_used_at, ?) WHERE token_hash = ?').run(
			usedAt,
			tokenHash
		),
	'delete-session': (db: Database, { tokenHash }: { tokenHash: string }): undefined =>
		void statement(db, 'DELETE FROM sessions WHERE token_hash = ?').run(tokenHash),
	'end-session': (db: Database, { userId, tokenHash }: { userId: string; tokenHash: string }, { now }: Turn) => {
		const sql = 'DELETE FROM sessions WHERE user_id = ? AND token_hash = ?';
		const ended = statement(db, sql).run(userId, tokenHash).changes > 0;
		if (ended) audit(db, now, { actor: userId, action: 'session-ended', subject: null });
		return ended;
	},
	'end-other-sessions': (db: Database, { userId, keep }: { userId: string; keep: string }, { now }: Turn) => {
		const ended = endSessionsOf(db, userId, keep);
		if (ended.length > 0) audit(db, now, { actor: userId, action: 'other-sessions-ended', subject: null });
		return ended;
	},
	'delete-sessions-of': (db: Database, { userId }: { userId: string }): undefined => void endSessionsOf(db, userId, ''),
	'delete-sessions-expired': (db: Database, { by }: { by: number }): undefined =>
		void statement(db, 'DELETE FROM sessions WHERE expires_at <= ?').run(by)
};

/** Ends an account's sessions but the one to keep; no session has the empty name. Answers which have ended. */
export function endSessionsOf(db: Database, userId: string, keep: string): string[] {
	return statement<{ tokenHash: string }>(
		db,
		'DELETE FROM sessions WHERE user_id = ? AND token_hash <> ? RETURNING token_hash AS tokenHash'
	)
		.all(userId, keep)
		.map(({ tokenHash }) => tokenHash);
}
