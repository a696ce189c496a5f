import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { banning, bytes, claims, commit, membership, message, person, room } from '../contract/records.ts';
import { RETIRED_OWNER, SERVER_OWNER, StorageUnavailableError, type Storage } from '../storage.ts';
import { test } from './on-disk.ts';
import { createSqliteStorage } from './sqlite-storage.ts';

/** One of everything the interface can be asked to keep. Returns what must be found again. */
async function fill(storage: Storage) {
	await storage.createUser(person('Anna'));
	await storage.createUser(person('Boris'));
	const history = await storage.beginHistory();
	const created = await storage.createRoom(
		room('r'),
		[membership('r', 'id-anna', 'owner')],
		[commit('room/r', 0), commit('room/r/0', 0)]
	);
	const banned = await storage.removeMember(banning('r', 'id-boris'), commit('room/r', created));
	const commits = [commit('room/r/0', created, { messages: [message('m', 1)] }), commit('room/r/1', 0)];
	const rolled = await storage.rollOver('r', 1, [...commits, commit('room/r', banned, claims('id-anna', 1))]);
	const rebased = await storage.rebase(commit('room/r', rolled, { ...bytes(7), ...claims(SERVER_OWNER, 2) }));
	const written = await storage.appendCommit(commit('user/id-anna', 0, { ...bytes(1), ...claims('id-anna', 3) }));
	const version = await storage.appendCommit(commit('user/id-anna', written, bytes(2)));
	await storage.compact('user/id-anna', { version: written, generation: 0 }, Uint8Array.of(9));
	return { history, rebased, version, secret: await storage.secret('cookies') };
}

test('a store on disk survives reopening with all it keeps', async ({ open }) => {
	const first = open();
	const { history, rebased, version, secret } = await fill(first);
	const before = await Promise.all([first.headsOf('id-anna'), first.loadDocument('room/r/0')]);
	await first.close();
	const second = open();
	expect((await second.findUser('id-anna'))?.role).toBe('owner');
	expect(await second.isBanned('r', 'id-boris')).toBe(true);
	expect(await second.currentSegment('r')).toBe(1);
	expect(await second.sequencesOf('r', ['m'])).toEqual(new Map([['m', 1]]));
	expect(await Promise.all([second.headsOf('id-anna'), second.loadDocument('room/r/0')])).toEqual(before);
	expect([...(await second.secret('cookies'))]).toEqual([...secret]);
	expect(await second.knows(history, version)).toBe(true);
	expect(await second.loadDocument('room/r')).toEqual({
		version: rebased,
		generation: 1,
		updates: [Uint8Array.of(7)],
		claims: [...claims(RETIRED_OWNER, 1).claims, ...claims(SERVER_OWNER, 2).claims]
	});
});

test('a store on disk loads a compacted document the same after reopening, and goes on counting', async ({ open }) => {
	const first = open();
	const { version } = await fill(first);
	const before = await first.loadDocument('user/id-anna');
	await first.close();
	const second = open();
	expect(await second.loadDocument('user/id-anna')).toEqual(before);
	expect(before.updates).toEqual([Uint8Array.of(9), Uint8Array.of(2)]);
	expect(await second.appendCommit(commit('user/id-anna', version))).toBeGreaterThan(version);
});

test('a store on disk keeps no update that a snapshot stands for', async ({ open, inspect }) => {
	const storage = open();
	const first = await storage.appendCommit(commit('d', 0));
	const second = await storage.appendCommit(commit('d', first));
	await storage.compact('d', { version: second, generation: 0 }, Uint8Array.of(1));
	const count = 'SELECT count(*) FROM document_updates';
	expect(inspect((db) => db.prepare(count).pluck().get())).toBe(0);
});

test('a store on disk is private to its user', async ({ dataDir, workerUrl }) => {
	const nested = join(dataDir, 'a', 'b');
	const storage = createSqliteStorage({ dataDir: nested, workerUrl });
	expect((await stat(nested)).mode & 0o077).toBe(0);
	await storage.close();
});

test('a store on disk leaves no log behind when closed', async ({ dataDir, open }) => {
	const storage = open();
	await storage.appendCommit(commit('d', 0));
	await storage.close();
	await expect(stat(join(dataDir, 'tidings.db-wal'))).rejects.toThrow('ENOENT');
});

test('a store on disk is refused to a second server until the first has closed', async ({ dataDir, open }) => {
	const first = open();
	expect(() => open()).toThrow(`Another Tidings server is already using the data directory ${dataDir}.`);
	await first.close();
	const second = open();
	await second.probe();
});

test('a store on disk takes no write once closed', async ({ open }) => {
	const storage = open();
	await storage.close();
	await expect(storage.appendCommit(commit('d', 0))).rejects.toBeInstanceOf(StorageUnavailableError);
});

test('a store on disk restored from a backup does not know what it has not lived through', async ({
	open,
	inspect,
	dataDir
}) => {
	const first = open();
	const history = await first.beginHistory();
	const version = await first.appendCommit(commit('d', 0));
	const copy = join(dataDir, 'copy');
	await mkdir(copy);
	inspect((db) => db.exec(`VACUUM INTO '${join(copy, 'tidings.db')}'`));
	const lost = await first.appendCommit(commit('d', version));
	const restored = open({ dataDir: copy });
	expect(await restored.knows(history, version)).toBe(true);
	expect(await restored.knows(history, lost)).toBe(false);
	const after = await restored.beginHistory();
	expect(await restored.appendCommit(commit('d', version))).toBe(lost);
	expect(await restored.knows(history, lost)).toBe(false);
	expect(await restored.knows(after, lost)).toBe(true);
});
