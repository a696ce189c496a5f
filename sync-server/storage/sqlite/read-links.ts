import type { Database } from 'better-sqlite3';
import type { LinkRecord, SecondFactorRecord } from '../security-store.ts';
import { statement } from './statement.ts';

export function findLink(
	db: Database,
	tokenHash: string,
	purpose: LinkRecord['purpose'],
	now: number
): LinkRecord | undefined {
	return statement<LinkRecord>(
		db,
		`SELECT token_hash AS tokenHash, user_id AS userId, purpose, one_time_links.email, expires_at AS expiresAt
		FROM one_time_links JOIN users ON users.id = one_time_links.user_id AND users.deleted_at IS NULL
		WHERE token_hash = ? AND purpose = ? AND expires_at > ?`
	).get(tokenHash, purpose, now);
}

export function findSecondFactor(db: Database, userId: string): SecondFactorRecord | undefined {
	return statement<SecondFactorRecord>(
		db,
		`SELECT totp_secret AS secret, totp_step AS step FROM users
		WHERE id = ? AND totp_secret IS NOT NULL AND deleted_at IS NULL`
	).get(userId);
}
