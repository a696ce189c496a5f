import type { Database } from 'better-sqlite3';
import type { InviteRecord } from '../invite-store.ts';
import { RefusedError } from '../refused-error.ts';
import type { MembershipRecord } from '../room-store.ts';
import type { Commit } from '../storage.ts';
import { audit } from './audit.ts';
import { findInvite, findInviteByToken } from './read-invites.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';
import { appendCommit } from './write-commits.ts';
import { insertMembership } from './write-members.ts';

/**
 * Uses an invitation for an account, inside the caller's transaction: counts it, where this account has not used it before.
 * What it is to; undefined where the link is over, which leaves nothing changed. The account must exist already.
 */
export function useInvite(
	db: Database,
	tokenHash: string,
	userId: string,
	now: number
): { roomId: string | null; role: 'member' | 'guest' } | undefined {
	const invite = findInviteByToken(db, tokenHash);
	if (invite === undefined || invite.revokedAt !== null || invite.expiresAt <= now) return undefined;
	const { id, roomId, role } = invite;
	const used = statement(db, 'SELECT 1 FROM invite_uses WHERE invite_id = ? AND user_id = ?').get(id, userId);
	if (used !== undefined) return { roomId, role };
	const { changes } = statement(db, 'UPDATE invites SET uses = uses + 1 WHERE id = ? AND uses < uses_max').run(id);
	if (changes === 0) return undefined;
	statement(db, 'INSERT INTO invite_uses (invite_id, user_id, at) VALUES (?, ?, ?)').run(id, userId, now);
	audit(db, now, { actor: userId, action: 'invite-used', subject: id, roomId });
	return { roomId, role };
}

function createInvite(db: Database, { invite }: { invite: InviteRecord }, { now }: Turn): undefined {
	statement(
		db,
		`INSERT INTO invites (id, token_hash, room_id, role, created_by, created_at, expires_at, uses_max)
		VALUES (@id, @tokenHash, @roomId, @role, @createdBy, @createdAt, @expiresAt, @usesMax)`
	).run(invite);
	const { id, roomId, createdBy: actor, role, usesMax, expiresAt } = invite;
	audit(db, now, { actor, action: 'invite-made', subject: id, roomId, detail: { role, usesMax, expiresAt } });
}

function revokeInvite(db: Database, { id, by, at }: { id: string; by: string; at: number }, { now }: Turn): undefined {
	const sql = 'UPDATE invites SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL';
	const { changes } = statement(db, sql).run(at, id);
	if (changes === 0) return;
	audit(db, now, { actor: by, action: 'invite-revoked', subject: id, roomId: findInvite(db, id)?.roomId ?? null });
}

interface Acceptance {
	tokenHash: string;
	at: number;
	membership: MembershipRecord;
	commit: Commit;
}

function acceptInvite(db: Database, { tokenHash, at, membership, commit }: Acceptance, { now, version }: Turn): number {
	const { roomId, userId } = membership;
	const use = useInvite(db, tokenHash, userId, at);
	if (use?.roomId !== roomId) throw new RefusedError('link-over');
	if (insertMembership(db, membership))
		audit(db, now, { actor: userId, action: 'room-joined', subject: roomId, roomId });
	return appendCommit(db, commit, version);
}

export const inviteWrites = {
	'create-invite': createInvite,
	'revoke-invite': revokeInvite,
	'accept-invite': acceptInvite
};
