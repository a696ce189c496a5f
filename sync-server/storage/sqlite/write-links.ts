import type { Database } from 'better-sqlite3';
import { RefusedError } from '../refused-error.ts';
import type { LinkRecord, Reset } from '../security-store.ts';
import { audit } from './audit.ts';
import { findLink } from './read-links.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';
import { replaceEmail, replacePassword } from './write-accounts.ts';

export const linkWrites = {
	'create-link': (db: Database, { link, by }: { link: LinkRecord; by: string }, { now }: Turn): undefined => {
		const { userId, purpose } = link;
		statement(db, 'DELETE FROM one_time_links WHERE user_id = ? AND purpose = ?').run(userId, purpose);
		statement(
			db,
			`INSERT INTO one_time_links (token_hash, user_id, purpose, email, expires_at)
			VALUES (@tokenHash, @userId, @purpose, @email, @expiresAt)`
		).run(link);
		if (by !== userId) audit(db, now, { actor: by, action: 'reset-link-made', subject: userId });
	},
	'reset-password': (
		db: Database,
		{ tokenHash, passwordHash, at }: { tokenHash: string; passwordHash: string; at: number },
		{ now }: Turn
	): Reset => {
		const { userId } = useLink(db, tokenHash, 'password-reset', at);
		const ended = replacePassword(db, userId, passwordHash, '');
		audit(db, now, { actor: userId, action: 'password-reset', subject: null });
		return { userId, ended };
	},
	'confirm-email': (db: Database, { tokenHash, at }: { tokenHash: string; at: number }, { now }: Turn): undefined => {
		const { userId, email } = useLink(db, tokenHash, 'email-change', at);
		if (email === null) throw new RefusedError('link-over');
		replaceEmail(db, userId, email, now);
	}
};

/** Throws RefusedError `link-over`. What it opens is done in the same transaction, so a link opens once. */
function useLink(db: Database, tokenHash: string, purpose: LinkRecord['purpose'], now: number): LinkRecord {
	const link = findLink(db, tokenHash, purpose, now);
	if (link === undefined) throw new RefusedError('link-over');
	statement(db, 'DELETE FROM one_time_links WHERE token_hash = ?').run(tokenHash);
	return link;
}
