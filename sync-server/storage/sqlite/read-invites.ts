import type { Database } from 'better-sqlite3';
import type { Invite } from '../../../src/lib/protocol/rest-rooms.ts';
import type { InviteRecord } from '../invite-store.ts';
import { statement } from './statement.ts';

const COLUMNS = `id, room_id AS roomId, role, created_by AS createdBy, created_at AS createdAt, expires_at AS expiresAt,
	uses_max AS usesMax, uses`;

export function listInvites(db: Database, roomId: string | null, now: number): Invite[] {
	return statement<Invite>(
		db,
		`SELECT ${COLUMNS} FROM invites
		WHERE room_id IS ? AND revoked_at IS NULL AND expires_at > ? AND uses < uses_max
		ORDER BY created_at DESC, id DESC`
	).all(roomId, now);
}

export function findInvite(db: Database, id: string): InviteRecord | undefined {
	const sql = `SELECT ${COLUMNS}, token_hash AS tokenHash, revoked_at AS revokedAt FROM invites WHERE id = ?`;
	return statement<InviteRecord>(db, sql).get(id);
}

export function findInviteByToken(db: Database, tokenHash: string): InviteRecord | undefined {
	const sql = `SELECT ${COLUMNS}, token_hash AS tokenHash, revoked_at AS revokedAt FROM invites WHERE token_hash = ?`;
	return statement<InviteRecord>(db, sql).get(tokenHash);
}
