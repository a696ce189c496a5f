import type { Database } from 'better-sqlite3';
import type { Contact } from '../../../src/lib/protocol/personal.ts';
import type { BlockRecord, ProfileRecord } from '../people-store.ts';
import { statement } from './statement.ts';

interface ProfileRow extends Omit<ProfileRecord, 'status' | 'deleted'> {
	statusEmoji: string | null;
	statusText: string | null;
	statusUntil: number | null;
	deletedAt: number | null;
}

const PROFILES = `SELECT id, email, username, display_name AS displayName, role, avatar, about, time_zone AS timeZone,
	status_emoji AS statusEmoji, status_text AS statusText, status_until AS statusUntil, availability,
	last_seen_at AS lastSeenAt, deleted_at AS deletedAt FROM users`;

/** Under this name a setting notes a profile that the heads have yet to follow; no setting of the workspace begins so. */
export const HEADS_TO_FOLLOW = 'heads-to-follow/';

export function findProfile(db: Database, userId: string): ProfileRecord | undefined {
	const row = statement<ProfileRow>(db, `${PROFILES} WHERE id = ?`).get(userId);
	return row && profileOf(row);
}

export function listProfiles(db: Database): ProfileRecord[] {
	return statement<ProfileRow>(db, `${PROFILES} ORDER BY id`).all().map(profileOf);
}

export function statusesOverBy(db: Database, now: number): string[] {
	const rows = statement<{ id: string }>(db, 'SELECT id FROM users WHERE status_until <= ? ORDER BY id').all(now);
	return rows.map(({ id }) => id);
}

export function headsToFollow(db: Database): { userId: string; mark: string }[] {
	return statement<{ userId: string; mark: string }>(
		db,
		`SELECT substr(name, length(@prefix) + 1) AS userId, value AS mark FROM settings
		WHERE substr(name, 1, length(@prefix)) = @prefix ORDER BY name`
	).all({ prefix: HEADS_TO_FOLLOW });
}

export function companionsOf(db: Database, userId: string): string[] {
	const rows = statement<{ id: string }>(
		db,
		`SELECT DISTINCT others.user_id AS id FROM memberships AS own
		JOIN memberships AS others ON others.room_id = own.room_id AND others.user_id <> own.user_id
		WHERE own.user_id = ? ORDER BY id`
	).all(userId);
	return rows.map(({ id }) => id);
}

export function listContacts(db: Database, userId: string): { userId: string; contact: Contact }[] {
	const rows = statement<Contact & { userId: string }>(
		db,
		'SELECT other_id AS userId, state, at FROM contacts WHERE user_id = ? ORDER BY other_id'
	).all(userId);
	return rows.map(({ userId: otherId, state, at }) => ({ userId: otherId, contact: { state, at } }));
}

export function contactsOfDeleted(db: Database): { userId: string; otherId: string }[] {
	return statement<{ userId: string; otherId: string }>(
		db,
		`SELECT contacts.user_id AS userId, contacts.other_id AS otherId FROM contacts
		JOIN users ON users.id = contacts.other_id WHERE users.deleted_at IS NOT NULL ORDER BY userId, otherId`
	).all();
}

export function listBlocks(db: Database): BlockRecord[] {
	return statement<BlockRecord>(
		db,
		'SELECT user_id AS userId, blocked_id AS blockedId FROM blocks ORDER BY user_id, blocked_id'
	).all();
}

export function blocksOfDeleted(db: Database): BlockRecord[] {
	return statement<BlockRecord>(
		db,
		`SELECT blocks.user_id AS userId, blocks.blocked_id AS blockedId FROM blocks
		JOIN users ON users.id = blocks.blocked_id WHERE users.deleted_at IS NOT NULL ORDER BY userId, blockedId`
	).all();
}

function profileOf({ statusEmoji, statusText, statusUntil, deletedAt, ...profile }: ProfileRow): ProfileRecord {
	const until = statusUntil === null ? {} : { until: statusUntil };
	const status = statusEmoji === null ? null : { emoji: statusEmoji, text: statusText ?? '', ...until };
	return { ...profile, status, deleted: deletedAt !== null };
}
