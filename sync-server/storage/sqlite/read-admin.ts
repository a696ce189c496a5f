import type { Database } from 'better-sqlite3';
import type { AdminMember, AuditEntry, StorageUse } from '../../../src/lib/protocol/rest-accounts.ts';
import type { RoomSummary } from '../../../src/lib/protocol/rest-rooms.ts';
import type { AuditFilter } from '../admin-store.ts';
import { byTitle } from '../room-order.ts';
import { statement } from './statement.ts';

export function listMembers(db: Database): AdminMember[] {
	const rows = statement<Omit<AdminMember, 'secondFactor'> & { secondFactor: number }>(
		db,
		`SELECT id, email, username, display_name AS name, role, created_at AS createdAt, last_seen_at AS lastSeenAt,
			(SELECT count(*) FROM sessions WHERE sessions.user_id = users.id) AS sessions,
			totp_step IS NOT NULL AS secondFactor
		FROM users WHERE deleted_at IS NULL ORDER BY username_key`
	).all();
	return rows.map((row) => ({ ...row, secondFactor: row.secondFactor === 1 }));
}

/** What a list of rooms shows, less what was said in them: whoever looks after a workspace need not be in every room. */
export function listAllRooms(db: Database): RoomSummary[] {
	const rows = statement<Omit<RoomSummary, 'lastMessage' | 'role' | 'messageCount'>>(
		db,
		`SELECT id, title, topic, avatar, kind, created_by AS createdBy, created_at AS createdAt, archived_at AS archivedAt,
			(SELECT count(*) FROM memberships WHERE room_id = rooms.id) AS memberCount
		FROM rooms WHERE deleted_at IS NULL`
	).all();
	return rows.map((row) => ({ ...row, messageCount: null, lastMessage: null, role: null })).sort(byTitle);
}

export function listAudit(db: Database, filter: AuditFilter, limit: number): AuditEntry[] {
	const { before = null, actor = null, action = null, room = null } = filter;
	const rows = statement<Omit<AuditEntry, 'detail'> & { detail: string | null }>(
		db,
		`SELECT entry, at, actor, action, subject, room_id AS roomId, detail FROM audit_log
		WHERE (@before IS NULL OR entry < @before) AND (@actor IS NULL OR actor = @actor)
			AND (@action IS NULL OR action = @action) AND (@room IS NULL OR room_id = @room)
		ORDER BY entry DESC LIMIT @limit`
	).all({ before, actor, action, room, limit });
	return rows.map((row) => ({
		...row,
		detail: row.detail === null ? null : (JSON.parse(row.detail) as AuditEntry['detail'])
	}));
}

export function storageUse(db: Database): StorageUse {
	return {
		database: sum(db, 'SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size').bytes,
		messages: { count: sum(db, 'SELECT count(DISTINCT room_id || message_id) AS count FROM message_log').count },
		documents: sum(
			db,
			`SELECT (SELECT count(*) FROM documents) AS count,
				(SELECT coalesce(sum(length(data)), 0) FROM document_updates)
				+ (SELECT coalesce(sum(length(data)), 0) FROM document_snapshots) AS bytes`
		),
		avatars: sum(db, 'SELECT count(*) AS count, coalesce(sum(length(data)), 0) AS bytes FROM avatars')
	};
}

function sum(db: Database, sql: string): { count: number; bytes: number } {
	const found = statement<{ count: number; bytes: number }>(db, sql).get();
	if (found === undefined) throw new Error('a sum has no row');
	return found;
}
