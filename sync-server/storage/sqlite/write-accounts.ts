import type { Database } from 'better-sqlite3';
import type { WorkspaceRole } from '../../../src/lib/protocol/workspace.ts';
import { TakenError, type NewAccount, type NewUser } from '../account-store.ts';
import { foldCase } from '../fold-case.ts';
import { RefusedError } from '../refused-error.ts';
import { audit } from './audit.ts';
import { findSettings } from './read-settings.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';
import { useInvite } from './write-invites.ts';
import { endSessionsOf } from './write-sessions.ts';

export const accountWrites = {
	'create-user': (db: Database, { user, invite }: { user: NewUser; invite: string | undefined }, { now }: Turn) =>
		createUser(db, user, invite, now),
	'change-password': (
		db: Database,
		{ userId, passwordHash, keep }: { userId: string; passwordHash: string; keep: string },
		{ now }: Turn
	) => {
		const ended = replacePassword(db, userId, passwordHash, keep);
		audit(db, now, { actor: userId, action: 'password-changed', subject: null });
		return ended;
	},
	'change-email': (db: Database, { userId, email }: { userId: string; email: string }, { now }: Turn) =>
		replaceEmail(db, userId, email, now)
};

/** Sets a password and ends all that the former one has opened, links on their way included. Answers the ended sessions. */
export function replacePassword(db: Database, userId: string, passwordHash: string, keep: string): string[] {
	statement(db, 'UPDATE users SET password_hash = ? WHERE id = ? AND deleted_at IS NULL').run(passwordHash, userId);
	statement(db, 'DELETE FROM one_time_links WHERE user_id = ?').run(userId);
	return endSessionsOf(db, userId, keep);
}

/** Throws {@link TakenError}. */
export function replaceEmail(db: Database, userId: string, email: string, now: number): undefined {
	const key = foldCase(email);
	if (statement(db, 'SELECT 1 FROM users WHERE email_key = ? AND id <> ?').get(key, userId)) {
		throw new TakenError('email');
	}
	statement(db, 'UPDATE users SET email = ?, email_key = ? WHERE id = ? AND deleted_at IS NULL').run(
		email,
		key,
		userId
	);
	statement(db, 'DELETE FROM one_time_links WHERE user_id = ?').run(userId);
	audit(db, now, { actor: userId, action: 'email-changed', subject: null });
}

/** Inserts an account, as owner when it is the first. There is one writer, so looking first is no race. */
function createUser(db: Database, user: NewUser, invite: string | undefined, now: number): NewAccount {
	const emailKey = foldCase(user.email);
	const usernameKey = foldCase(user.username);
	if (statement(db, 'SELECT 1 FROM users WHERE email_key = ?').get(emailKey)) throw new TakenError('email');
	if (statement(db, 'SELECT 1 FROM users WHERE username_key = ?').get(usernameKey)) throw new TakenError('username');
	const isFirst = statement(db, 'SELECT 1 FROM users LIMIT 1').get() === undefined;
	if (!isFirst) requireOpenDoor(db, invite);
	const insert = { ...user, emailKey, usernameKey, role: isFirst ? 'owner' : 'member' };
	statement(
		db,
		`INSERT INTO users
			(id, email, email_key, username, username_key, display_name, password_hash, role, created_at)
		VALUES
			(@id, @email, @emailKey, @username, @usernameKey, @displayName, @passwordHash, @role, @createdAt)`
	).run(insert);
	const invited = isFirst || invite === undefined ? undefined : enter(db, invite, user.id, now);
	const role: WorkspaceRole = isFirst ? 'owner' : (invited?.role ?? 'member');
	audit(db, now, { actor: user.id, action: 'account-created', subject: null, detail: { role } });
	return { user: { ...user, role }, roomId: invited?.roomId ?? null };
}

function requireOpenDoor(db: Database, invite: string | undefined): void {
	const { registration } = findSettings(db);
	if (registration === 'closed' || (registration === 'invited' && invite === undefined)) {
		throw new RefusedError('registration-closed');
	}
}

/** After the account is there, because the invitation's use names it; whoever is refused leaves neither. */
function enter(db: Database, invite: string, userId: string, now: number) {
	const invited = useInvite(db, invite, userId, now);
	if (invited === undefined) throw new RefusedError('link-over');
	statement(db, 'UPDATE users SET role = ? WHERE id = ?').run(invited.role, userId);
	return invited;
}
