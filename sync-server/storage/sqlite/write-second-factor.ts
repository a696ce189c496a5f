import type { Database } from 'better-sqlite3';
import { RefusedError } from '../refused-error.ts';
import { audit } from './audit.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';

export const secondFactorWrites = {
	'begin-second-factor': (db: Database, { userId, secret }: { userId: string; secret: string }): undefined => {
		// One that counts stays: a stolen cookie must not be able to put another in its place.
		const sql = 'UPDATE users SET totp_secret = ? WHERE id = ? AND totp_step IS NULL AND deleted_at IS NULL';
		if (statement(db, sql).run(secret, userId).changes === 0) throw new RefusedError('too-many');
	},
	'confirm-second-factor': (
		db: Database,
		asks: { userId: string; secret: string; step: number; recoveryHashes: string[] },
		{ now }: Turn
	) => {
		const { userId, secret, step, recoveryHashes } = asks;
		const sql = 'UPDATE users SET totp_step = ? WHERE id = ? AND totp_secret = ? AND totp_step IS NULL';
		if (statement(db, sql).run(step, userId, secret).changes === 0) return false;
		statement(db, 'DELETE FROM recovery_codes WHERE user_id = ?').run(userId);
		const insert = statement(db, 'INSERT INTO recovery_codes (user_id, code_hash) VALUES (?, ?)');
		recoveryHashes.forEach((hash) => insert.run(userId, hash));
		audit(db, now, { actor: userId, action: 'second-factor-added', subject: null });
		return true;
	},
	'accept-step': (db: Database, { userId, step }: { userId: string; step: number }) =>
		statement(db, 'UPDATE users SET totp_step = @step WHERE id = @userId AND totp_step < @step').run({ userId, step })
			.changes > 0,
	'use-recovery-code': (db: Database, { userId, codeHash }: { userId: string; codeHash: string }, { now }: Turn) => {
		const sql = 'DELETE FROM recovery_codes WHERE user_id = ? AND code_hash = ?';
		const used = statement(db, sql).run(userId, codeHash).changes > 0;
		if (used) audit(db, now, { actor: userId, action: 'recovery-code-used', subject: null });
		return used;
	},
	'remove-second-factor': (db: Database, { userId }: { userId: string }, { now }: Turn): undefined => {
		statement(db, 'UPDATE users SET totp_secret = NULL, totp_step = NULL WHERE id = ?').run(userId);
		statement(db, 'DELETE FROM recovery_codes WHERE user_id = ?').run(userId);
		audit(db, now, { actor: userId, action: 'second-factor-removed', subject: null });
	}
};
