import { expect } from 'vitest';
import { banning, bytes, commit, leaving, membership, message, person, room } from '../contract/records.ts';
import { test } from './on-disk.ts';

const RECORDS = 'SELECT actor, action, subject FROM audit_log ORDER BY entry';

test('the audit log tells of accounts, sign-ins and rooms', async ({ open, inspect }) => {
	const storage = open();
	await storage.createUser(person('Anna'));
	const session = { tokenHash: 't', userId: 'id-anna', expiresAt: 1, createdAt: 1, lastUsedAt: 1, device: '' };
	await storage.createSession(session);
	const owner = membership('r', 'id-anna', 'owner');
	const created = await storage.createRoom(room('r'), [owner], [commit('room/r', 0)]);
	const left = await storage.removeMember(leaving('r', 'id-anna'), commit('room/r', created));
	const joined = await storage.addMember(owner, commit('room/r', left));
	await storage.addMember(owner, commit('room/r', joined));
	expect(inspect((db) => db.prepare(RECORDS).raw().all())).toEqual([
		['id-anna', 'account-created', null],
		['id-anna', 'signed-in', null],
		['id-anna', 'room-created', 'r'],
		['id-anna', 'room-left', 'r'],
		['id-anna', 'room-joined', 'r']
	]);
});

test('the audit log tells who ended whose membership, once', async ({ open, inspect }) => {
	const storage = open();
	for (const name of ['Anna', 'Boris']) await storage.createUser(person(name));
	let version = await storage.createRoom(room('r'), [membership('r', 'id-boris')], [commit('room/r', 0)]);
	const removing = { ...banning('r', 'id-boris'), ban: false };
	for (const removal of [removing, removing, banning('r', 'id-boris'), banning('r', 'id-boris')]) {
		version = await storage.removeMember(removal, commit('room/r', version));
	}
	expect(inspect((db) => db.prepare(RECORDS).raw().all()).slice(4)).toEqual([
		['id-anna', 'member-removed', 'id-boris'],
		['id-anna', 'member-banned', 'id-boris']
	]);
});

test('a record stands in the audit log with its commit or not at all', async ({ open, inspect }) => {
	const storage = open();
	const record = { actor: 'server', action: 'messages-healed', subject: 'r' } as const;
	await storage.audit({ actor: 'server', action: 'healing-began', subject: null });
	await storage.appendCommit(commit('d', 0), record);
	await expect(storage.appendCommit(commit('d', 0), { ...record, subject: 'conflict' })).rejects.toThrow();
	await storage.appendCommit(commit('other', 0));
	expect(inspect((db) => db.prepare(RECORDS).raw().all())).toEqual([
		['server', 'healing-began', null],
		['server', 'messages-healed', 'r']
	]);
});

test('the message log keeps every version of a message, through compaction and rebase', async ({ open, inspect }) => {
	const storage = open();
	const said = [1, 2, 3].map((seq) => ({ ...message('m', 1), value: `"${seq}"` }));
	let version = 0;
	for (const one of said) version = await storage.appendCommit(commit('d', version, { messages: [one] }));
	await storage.compact('d', { version, generation: 0 }, Uint8Array.of(1));
	await storage.rebase(commit('d', version, bytes(2)));
	const values = inspect((db) => db.prepare('SELECT value FROM message_log ORDER BY entry').pluck().all());
	expect(values).toEqual(['"1"', '"2"', '"3"']);
});

test('neither log can be changed or shortened', async ({ open, inspect }) => {
	const storage = open();
	await storage.appendCommit(commit('d', 0, { messages: [message('m', 1)] }));
	await storage.audit({ actor: 'server', action: 'healing-began', subject: null });
	for (const [log, change] of [
		['message_log', "SET value = ''"],
		['audit_log', "SET actor = ''"]
	] as const) {
		expect(() => inspect((db) => db.exec(`DELETE FROM ${log}`))).toThrow(`${log} is append-only`);
		expect(() => inspect((db) => db.exec(`UPDATE ${log} ${change}`))).toThrow(`${log} is append-only`);
	}
});

test('the audit log tells of every act on a room: who, whom, where, and what was before', async ({ open, inspect }) => {
	const storage = open();
	for (const name of ['Anna', 'Boris']) await storage.createUser(person(name));
	const [by, roomId, userId] = ['id-anna', 'r', 'id-boris'];
	let version = await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], [commit('room/r', 0)]);
	version = await storage.addMember(membership('r', userId), commit('room/r', version), by);
	version = await storage.changeMember({ roomId, userId, by, set: { role: 'moderator' } }, commit('room/r', version));
	version = await storage.changeMember({ roomId, userId, by, set: { mutedUntil: 9 } }, commit('room/r', version));
	version = await storage.changeRoom(
		{ roomId, by, set: { title: 'New', announcements: true } },
		commit('room/r', version)
	);
	version = await storage.removeMember(banning('r', userId), commit('room/r', version));
	await storage.unban({ roomId, userId, by });
	await storage.deleteRoom({ roomId, by, at: 5 }, commit('room/r', version));
	const acts = inspect((db) =>
		db.prepare('SELECT actor, action, subject, room_id, detail FROM audit_log ORDER BY entry').raw().all()
	);
	const changed = '{"titleBefore":"r","title":"New","announcementsBefore":false,"announcements":true}';
	expect(acts.slice(2)).toEqual([
		[by, 'room-created', 'r', 'r', '{"title":"r","kind":"public"}'],
		[by, 'member-added', userId, 'r', '{"role":"member"}'],
		[by, 'member-role-changed', userId, 'r', '{"roleBefore":"member","role":"moderator"}'],
		[by, 'member-muted', userId, 'r', '{"mutedUntilBefore":null,"mutedUntil":9}'],
		[by, 'room-changed', 'r', 'r', changed],
		[by, 'member-banned', userId, 'r', null],
		[by, 'member-unbanned', userId, 'r', null],
		[by, 'room-deleted', 'r', 'r', '{"members":1}']
	]);
});
