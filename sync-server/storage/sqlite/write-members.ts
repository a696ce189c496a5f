import type { Database } from 'better-sqlite3';
import type { AuditRecord } from '../audit-record.ts';
import type { MemberChange, MembershipRecord, Removal } from '../room-store.ts';
import type { Commit } from '../storage.ts';
import { audit } from './audit.ts';
import { findMembership } from './read-rooms.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';
import { appendCommit } from './write-commits.ts';

function addMember(
	db: Database,
	{ membership, commit, by }: { membership: MembershipRecord; commit: Commit; by: string | undefined },
	{ now, version }: Turn
): number {
	const { roomId, userId: subject, role } = membership;
	const isNew = insertMembership(db, membership);
	const actor = by ?? subject;
	if (isNew && actor === subject) audit(db, now, { actor, action: 'room-joined', subject: roomId, roomId });
	else if (isNew) audit(db, now, { actor, action: 'member-added', subject, roomId, detail: { role } });
	return appendCommit(db, commit, version);
}

function changeMember(
	db: Database,
	{ change, commit }: { change: MemberChange; commit: Commit },
	{ now, version }: Turn
): number {
	const { roomId, userId: subject, by: actor, set } = change;
	const before = findMembership(db, roomId, subject);
	if ('role' in set) {
		statement(db, 'UPDATE memberships SET role = ? WHERE room_id = ? AND user_id = ?').run(set.role, roomId, subject);
		const detail = { roleBefore: before?.role ?? null, role: set.role };
		audit(db, now, { actor, action: 'member-role-changed', subject, roomId, detail });
	} else {
		const { mutedUntil } = set;
		statement(db, 'UPDATE memberships SET muted_until = ? WHERE room_id = ? AND user_id = ?').run(
			mutedUntil,
			roomId,
			subject
		);
		const detail = { mutedUntilBefore: before?.mutedUntil ?? null, mutedUntil };
		audit(db, now, { actor, action: 'member-muted', subject, roomId, detail });
	}
	return appendCommit(db, commit, version);
}

function removeMember(
	db: Database,
	{ removal, commit }: { removal: Removal; commit: Commit },
	{ now, version }: Turn
): number {
	const { roomId, userId, by, ban } = removal;
	const left = statement(db, 'DELETE FROM memberships WHERE room_id = ? AND user_id = ?').run(roomId, userId);
	forgetInviteUses(db, roomId, userId);
	const isBanNew = ban && insertBan(db, roomId, userId, by, now);
	if (left.changes > 0 || isBanNew) audit(db, now, recordOf(removal));
	return appendCommit(db, commit, version);
}

/** A used invitation is good twice for those who ask twice, and must not be a way back for those who have gone. */
function forgetInviteUses(db: Database, roomId: string, userId: string): void {
	statement(
		db,
		'DELETE FROM invite_uses WHERE user_id = ? AND invite_id IN (SELECT id FROM invites WHERE room_id = ?)'
	).run(userId, roomId);
}

function unban(
	db: Database,
	{ roomId, userId, by }: { roomId: string; userId: string; by: string },
	{ now }: Turn
): undefined {
	const { changes } = statement(db, 'DELETE FROM bans WHERE room_id = ? AND user_id = ?').run(roomId, userId);
	if (changes > 0) audit(db, now, { actor: by, action: 'member-unbanned', subject: userId, roomId });
}

/** Whether it is new. */
export function insertMembership(db: Database, membership: MembershipRecord): boolean {
	const { changes } = statement(
		db,
		`INSERT INTO memberships (room_id, user_id, role, joined_at) VALUES (@roomId, @userId, @role, @joinedAt)
		ON CONFLICT (room_id, user_id) DO NOTHING`
	).run(membership);
	return changes > 0;
}

function insertBan(db: Database, roomId: string, userId: string, by: string, now: number): boolean {
	const { changes } = statement(
		db,
		`INSERT INTO bans (room_id, user_id, banned_by, banned_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (room_id, user_id) DO NOTHING`
	).run(roomId, userId, by, now);
	return changes > 0;
}

function recordOf({ roomId, userId, by, ban }: Removal): AuditRecord {
	if (by === userId) return { actor: by, action: 'room-left', subject: roomId, roomId };
	return { actor: by, action: ban ? 'member-banned' : 'member-removed', subject: userId, roomId };
}

export const memberWrites = {
	'add-member': addMember,
	'change-member': changeMember,
	'remove-member': removeMember,
	unban
};
