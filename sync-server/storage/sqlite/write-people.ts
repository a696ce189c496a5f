import type { Database } from 'better-sqlite3';
import { TakenError } from '../account-store.ts';
import { foldCase } from '../fold-case.ts';
import type { ContactWrite, ProfileChange } from '../people-store.ts';
import type { Commit } from '../storage.ts';
import { HEADS_TO_FOLLOW } from './read-people.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';
import { appendCommits } from './write-commits.ts';

interface ChangeOfProfile {
	userId: string;
	change: ProfileChange;
	inHeads: boolean;
	commits: Commit[];
}

/** The changes of what people are, to all and to each other. */
export const peopleWrites = {
	'change-profile': (db: Database, asked: ChangeOfProfile, { version }: Turn) => changeProfile(db, asked, version),
	'heads-followed': (db: Database, { userId, mark }: { userId: string; mark: string }): undefined => {
		statement(db, 'DELETE FROM settings WHERE name = ? AND value = ?').run(HEADS_TO_FOLLOW + userId, mark);
	},
	'mark-last-seen': (db: Database, { userIds, at }: { userIds: string[]; at: number }): undefined => {
		const update = statement(db, 'UPDATE users SET last_seen_at = ? WHERE id = ? AND deleted_at IS NULL');
		userIds.forEach((userId) => update.run(at, userId));
	},
	'change-contacts': (db: Database, { write, commits }: { write: ContactWrite; commits: Commit[] }, turn: Turn) =>
		changeContacts(db, write, commits, turn.version)
};

function changeProfile(db: Database, { userId, change, inHeads, commits }: ChangeOfProfile, version: number): number {
	if (change.username !== undefined) requireFree(db, userId, change.username);
	const { status } = change;
	const columns: Record<string, unknown> = {
		username: change.username,
		username_key: change.username && foldCase(change.username),
		display_name: change.displayName,
		avatar: change.avatar,
		about: change.about,
		time_zone: change.timeZone,
		availability: change.availability,
		...(status === undefined
			? {}
			: { status_emoji: status?.emoji ?? null, status_text: status?.text ?? null, status_until: status?.until ?? null })
	};
	for (const [column, value] of Object.entries(columns)) {
		if (value !== undefined) statement(db, `UPDATE users SET ${column} = ? WHERE id = ?`).run(value, userId);
	}
	if (inHeads) noteHeads(db, userId, version);
	return appendCommits(db, commits, version);
}

/** There is one writer, so looking first is no race. */
function requireFree(db: Database, userId: string, username: string): void {
	const sql = 'SELECT 1 FROM users WHERE username_key = ? AND id <> ?';
	if (statement(db, sql).get(foldCase(username), userId)) throw new TakenError('username');
}

function noteHeads(db: Database, userId: string, version: number): void {
	statement(
		db,
		'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
	).run(HEADS_TO_FOLLOW + userId, String(version));
}

function changeContacts(db: Database, { contacts, block }: ContactWrite, commits: Commit[], version: number): number {
	for (const { userId, otherId, contact } of contacts) {
		statement(db, 'DELETE FROM contacts WHERE user_id = ? AND other_id = ?').run(userId, otherId);
		if (contact === null) continue;
		const insert = statement(db, 'INSERT INTO contacts (user_id, other_id, state, at) VALUES (?, ?, ?, ?)');
		insert.run(userId, otherId, contact.state, contact.at);
	}
	if (block !== undefined) changeBlock(db, block);
	return appendCommits(db, commits, version);
}

function changeBlock(db: Database, { userId, blockedId, at }: NonNullable<ContactWrite['block']>): void {
	if (at === null) {
		statement(db, 'DELETE FROM blocks WHERE user_id = ? AND blocked_id = ?').run(userId, blockedId);
		return;
	}
	statement(
		db,
		'INSERT INTO blocks (user_id, blocked_id, at) VALUES (?, ?, ?) ON CONFLICT (user_id, blocked_id) DO NOTHING'
	).run(userId, blockedId, at);
}
