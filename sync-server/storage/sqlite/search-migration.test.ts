import Sqlite from 'better-sqlite3';
import { expect } from 'vitest';
import { commit, membership, message, room } from '../contract/records.ts';
import type { LoggedMessage } from '../storage.ts';
import { test } from './on-disk.ts';
import { databaseFile } from './open-database.ts';
import { FIRST_SCHEMA } from './schema.ts';
import { SECOND_SCHEMA } from './schema-2.ts';
import { THIRD_SCHEMA } from './schema-3.ts';

const COUNT = 130;

/** A store of version 3 in which Anna's room has so many messages, the first edited and the second deleted. */
function makeVersion3(dataDir: string): void {
	const db = new Sqlite(databaseFile(dataDir));
	db.exec(FIRST_SCHEMA + SECOND_SCHEMA + THIRD_SCHEMA);
	db.exec(`
		INSERT INTO users (id, email, email_key, username, username_key, display_name, password_hash, role, created_at)
			VALUES ('id-anna', '', 'a', '', 'a', 'Anna', '', 'owner', 1);
		INSERT INTO rooms (id, title, kind, created_by, created_at) VALUES ('r', 'r', 'public', 'id-anna', 5);
		INSERT INTO memberships (room_id, user_id, role, joined_at) VALUES ('r', 'id-anna', 'owner', 6)`);
	const insert = db.prepare(`INSERT INTO message_log (message_id, room_id, seq, author, value, received_at)
		VALUES (@id, @roomId, @seq, @author, @value, @receivedAt)`);
	const ancient = Array.from({ length: COUNT }, (_, index) => said(index + 1, `ancient ${index + 1}`));
	const later = [said(1, 'changed'), said(2, '', { deleted: { by: 'id-anna', at: 1 } })];
	db.transaction(() => [...ancient, ...later].forEach((version) => insert.run(version)))();
	db.pragma('user_version = 3');
	db.close();
}

function said(seq: number, body: string, more: object = {}): LoggedMessage {
	return { ...message(`m${seq}`, seq), value: JSON.stringify({ author: 'id-anna', body, createdAt: 1, ...more }) };
}

test('a store of version 3 opens at once, and becomes searchable step by step, the newest first', async ({
	dataDir,
	open
}) => {
	makeVersion3(dataDir);
	let storage = open();
	const find = async (text: string) => {
		const ask = { userId: 'id-anna', text, hasLink: false, limit: 500 };
		const { messages, complete } = await storage.searchMessages(ask);
		return { seqs: messages.map(({ seq }) => seq), complete };
	};
	expect(await find('ancient')).toEqual({ seqs: [], complete: false });

	expect(await storage.indexBacklog()).toBe(true);
	const some = (await find('ancient')).seqs;
	expect([some[0], some.length > 0, some.length < COUNT]).toEqual([COUNT, true, true]);

	// What is written, edited and deleted meanwhile counts at once, and stays as it is when its turn comes.
	const fresh = [said(COUNT + 1, 'fresh'), said(3, 'edited'), said(4, '', { deleted: { by: 'id-anna', at: 1 } })];
	await storage.appendCommit(commit('d', 0, { messages: fresh }));
	expect((await find('fresh')).seqs).toEqual([COUNT + 1]);
	expect((await find('edited')).seqs).toEqual([3]);

	// A server that was stopped goes on where it was.
	await storage.close();
	storage = open();
	expect((await find('ancient')).seqs).toEqual(some);
	while (await storage.indexBacklog());
	const rest = Array.from({ length: COUNT - 4 }, (_, index) => COUNT - index);
	expect(await find('ancient')).toEqual({ seqs: rest, complete: true });
	expect([(await find('changed')).seqs, (await find('edited')).seqs]).toEqual([[1], [3]]);
	expect(await storage.indexBacklog()).toBe(false);
});

test('a commit that fails leaves nothing to be found, and those beside it do', async ({ open }) => {
	const storage = open();
	await storage.createUser({
		...{ id: 'id-anna', email: 'a@b', username: 'anna', displayName: 'Anna', passwordHash: '', createdAt: 1 }
	});
	await storage.createRoom(room('r'), [membership('r', 'id-anna')], [commit('room/r', 0)]);
	const [good, bad] = await Promise.allSettled([
		storage.appendCommit(commit('d', 0, { messages: [said(1, 'kept')] })),
		storage.appendCommit(commit('d', 7, { messages: [said(2, 'lost')] }))
	]);
	expect([good.status, bad.status]).toEqual(['fulfilled', 'rejected']);
	const ask = { userId: 'id-anna', hasLink: false, limit: 9 };
	expect((await storage.searchMessages({ ...ask, text: 'kept' })).messages).toHaveLength(1);
	expect((await storage.searchMessages({ ...ask, text: 'lost' })).messages).toHaveLength(0);
});
