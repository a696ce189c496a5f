import type { Database } from 'better-sqlite3';
import type { WorkspaceRole } from '../../../src/lib/protocol/workspace.ts';
import { RefusedError } from '../refused-error.ts';
import type { Deletion } from '../workspace-store.ts';
import { audit } from './audit.ts';
import { ERASURE_PREFIX } from './read-settings.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';
import { endSessionsOf } from './write-sessions.ts';
import { writeSetting } from './write-settings.ts';

export const workspaceMemberWrites = {
	'change-workspace-role': (
		db: Database,
		{ change }: { change: { userId: string; role: WorkspaceRole; by: string } },
		{ now }: Turn
	): undefined => {
		const { userId, role, by } = change;
		if (role !== 'owner') requireAnotherOwner(db, userId);
		statement(db, 'UPDATE users SET role = ? WHERE id = ? AND deleted_at IS NULL').run(role, userId);
		audit(db, now, { actor: by, action: 'workspace-role-changed', subject: userId, detail: { role } });
	},
	'delete-account': (db: Database, { deletion }: { deletion: Deletion }, { now }: Turn) => {
		const { userId, by, messages, at } = deletion;
		requireAnotherOwner(db, userId);
		const ended = endSessionsOf(db, userId, '');
		forgetPerson(db, userId, at);
		writeSetting(db, `${ERASURE_PREFIX}${userId}`, { userId, by, messages });
		audit(db, now, { actor: by, action: 'account-deleted', subject: userId, detail: { messages } });
		return ended;
	}
};

/** Somebody else must own the workspace once this account no longer does. */
function requireAnotherOwner(db: Database, userId: string): void {
	const sql = `SELECT id FROM users WHERE role = 'owner' AND deleted_at IS NULL`;
	const owners = statement<{ id: string }>(db, sql).all();
	if (owners.length === 1 && owners[0]?.id === userId) throw new RefusedError('last-owner');
}

/**
 * Leaves the row, which what they wrote points to, and nothing of the person in it. An email has an @ and a username no
 * colon, so the keys that take their place are nobody's.
 */
function forgetPerson(db: Database, userId: string, at: number): void {
	const avatar = statement<{ avatar: string | null }>(db, 'SELECT avatar FROM users WHERE id = ?').get(userId)?.avatar;
	statement(
		db,
		`UPDATE users SET email = '', email_key = 'deleted:' || id, username = '', username_key = 'deleted:' || id,
			display_name = '', password_hash = '', role = 'member', avatar = NULL, about = '', time_zone = NULL,
			status_emoji = NULL, status_text = NULL, status_until = NULL, availability = 'auto', last_seen_at = NULL,
			totp_secret = NULL, totp_step = NULL, deleted_at = @at
		WHERE id = @userId`
	).run({ userId, at });
	for (const sql of [
		'DELETE FROM one_time_links WHERE user_id = ?',
		'DELETE FROM recovery_codes WHERE user_id = ?',
		'DELETE FROM contacts WHERE user_id = ?',
		'DELETE FROM blocks WHERE user_id = ?',
		'DELETE FROM reads WHERE user_id = ?'
	]) {
		statement(db, sql).run(userId);
	}
	if (avatar != null) deletePicture(db, avatar);
}

function deletePicture(db: Database, avatar: string): void {
	statement(
		db,
		`DELETE FROM avatars WHERE id = @avatar
			AND NOT EXISTS (SELECT 1 FROM users WHERE avatar = @avatar)
			AND NOT EXISTS (SELECT 1 FROM rooms WHERE avatar = @avatar)`
	).run({ avatar });
}
