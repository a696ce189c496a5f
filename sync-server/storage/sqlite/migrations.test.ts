import Sqlite from 'better-sqlite3';
import { describe, expect } from 'vitest';
import { StartupError } from '../../startup-error.ts';
import { claims, commit, membership, message, room } from '../contract/records.ts';
import { test } from './on-disk.ts';
import { databaseFile } from './open-database.ts';
import { FIRST_SCHEMA } from './schema.ts';

/** What a server of store version 1 left: versions counted for each document, the longest of them at 3. */
const ROWS_OF_VERSION_1 = `
INSERT INTO users (id, email, email_key, username, username_key, display_name, password_hash, role, created_at)
	VALUES ('id-anna', 'Anna@example.org', 'anna@example.org', 'Anna', 'anna', 'Anna', 'hash', 'owner', 1);
INSERT INTO rooms (id, title, kind, created_by, created_at) VALUES ('r', 'r', 'public', 'id-anna', 5);
INSERT INTO memberships (room_id, user_id, role, joined_at) VALUES ('r', 'id-anna', 'owner', 6);
INSERT INTO documents (id, name, version) VALUES (1, 'room/r', 1), (2, 'room/r/0', 3);
INSERT INTO document_updates (document_id, version, data)
	VALUES (1, 1, x'0a'), (2, 1, x'01'), (2, 2, x'02'), (2, 3, x'03');
INSERT INTO client_ids (document_id, client_id, owner) VALUES (2, 5, 'id-anna'), (2, 6, 'server');
INSERT INTO message_log (message_id, room_id, seq, author, value, received_at)
	VALUES ('m', 'r', 1, 'id-anna', '"said"', 7), ('n', 'r', 2, 'id-anna', '"more"', 8), ('m', 'r', 1, 'id-anna', '"edited"', 9);
INSERT INTO audit_log (at, actor, action, subject) VALUES (1, 'id-anna', 'account-created', NULL);
`;

function makeVersion1(dataDir: string, rows: string): void {
	const db = new Sqlite(databaseFile(dataDir));
	db.exec(FIRST_SCHEMA);
	db.exec(rows);
	db.pragma('user_version = 1');
	db.close();
}

describe('a store of version 1', () => {
	test('opens with every document, member and message', async ({ dataDir, open }) => {
		makeVersion1(dataDir, ROWS_OF_VERSION_1);
		const storage = open();
		expect((await storage.findUserByEmail('anna@example.org'))?.id).toBe('id-anna');
		expect(await storage.findRoom('r')).toEqual(room('r'));
		expect(await storage.findMembership('r', 'id-anna')).toEqual(membership('r', 'id-anna', 'owner'));
		expect(await storage.isBanned('r', 'id-anna')).toBe(false);
		expect(await storage.loadDocument('room/r/0')).toEqual({
			version: 3,
			generation: 0,
			updates: [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)],
			claims: [...claims('id-anna', 5).claims, ...claims('server', 6).claims]
		});
		expect(await storage.sequencesOf('r', ['m', 'n', 'none'])).toEqual(
			new Map([
				['m', 1],
				['n', 2]
			])
		);
		const heads = (await storage.headsOf('id-anna')).map(({ name, version }) => [name, version]);
		expect(heads).toEqual([
			['user/id-anna', 0],
			['workspace', 0],
			['room/r', 1],
			['room/r/0', 3]
		]);
	});

	test('counts on from its longest document, so that every document’s versions go on rising', async ({
		dataDir,
		open
	}) => {
		makeVersion1(dataDir, ROWS_OF_VERSION_1);
		const storage = open();
		const history = await storage.beginHistory();
		expect(await storage.knows(history, 3)).toBe(true);
		const head = await storage.appendCommit(commit('room/r', 1));
		const segment = await storage.appendCommit(commit('room/r/0', 3));
		expect([head > 3, segment > head]).toEqual([true, true]);
		await storage.compact('room/r/0', { version: 3, generation: 0 }, Uint8Array.of(9));
		expect((await storage.loadDocument('room/r/0')).updates).toEqual([Uint8Array.of(9), Uint8Array.of(1)]);
	});

	test('has rooms that can go on to their next segment', async ({ dataDir, open }) => {
		makeVersion1(dataDir, ROWS_OF_VERSION_1);
		const storage = open();
		expect(await storage.currentSegment('r')).toBe(0);
		await storage.rollOver('r', 1, [commit('room/r/0', 3), commit('room/r/1', 0, { messages: [message('o', 3)] })]);
		expect(await storage.currentSegment('r')).toBe(1);
		expect((await storage.sequencesOf('r', ['m', 'o'])).size).toBe(2);
	});

	test('without a single document begins to count at 1', async ({ dataDir, open }) => {
		makeVersion1(dataDir, '');
		expect(await open().appendCommit(commit('d', 0))).toBe(1);
	});

	test('keeps its logs word for word', async ({ dataDir, open, inspect }) => {
		makeVersion1(dataDir, ROWS_OF_VERSION_1);
		const logs = (db: Sqlite.Database) =>
			[
				'SELECT * FROM message_log ORDER BY entry',
				'SELECT entry, at, actor, action, subject FROM audit_log ORDER BY entry'
			].map((sql) => db.prepare(sql).raw().all());
		const before = inspect(logs);
		await open().close();
		expect(inspect(logs)).toEqual(before);
		expect(before.map(({ length }) => length)).toEqual([3, 1]);
	});

	test('becomes a store like one that was made new', async ({ dataDir, open, inspect }) => {
		makeVersion1(dataDir, ROWS_OF_VERSION_1);
		await open().close();
		const schema = (db: Sqlite.Database) => db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all();
		const migrated = inspect(schema);
		await open({ dataDir: `${dataDir}/new` }).close();
		const fresh = new Sqlite(databaseFile(`${dataDir}/new`));
		expect(schema(fresh)).toEqual(migrated);
		expect(fresh.pragma('user_version', { simple: true })).toBe(
			inspect((db) => db.pragma('user_version', { simple: true }))
		);
		fresh.close();
	});
});

test('a store of a newer server is refused in one sentence and left as it is', async ({ open, inspect }) => {
	await open().close();
	inspect((db) => db.pragma('user_version = 99'));
	expect(() => open()).toThrow(StartupError);
	expect(() => open()).toThrow('The data was written by a newer Tidings');
	expect(inspect((db) => db.pragma('user_version', { simple: true }))).toBe(99);
});
