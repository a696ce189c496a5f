import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryStorage } from './memory/memory-storage.ts';
import { buildWriterWorker } from './sqlite/build-writer-worker.ts';
import { createSqliteStorage } from './sqlite/sqlite-storage.ts';
import { TakenError, VersionConflictError, type Commit, type Storage, type UserRecord } from './storage.ts';

const implementations: Record<string, () => Promise<{ storage: Storage; remove: () => Promise<void> }>> = {
	memory: async () => ({ storage: createMemoryStorage(), remove: async () => {} }),
	sqlite: async () => {
		const dataDir = await mkdtemp(join(tmpdir(), 'tidings-contract-'));
		const storage = createSqliteStorage({ dataDir, workerUrl: await buildWriterWorker() });
		return { storage, remove: () => rm(dataDir, { recursive: true }) };
	}
};

function person(name: string): Omit<UserRecord, 'role'> {
	return {
		id: `id-${name.toLowerCase()}`,
		email: `${name}@example.org`,
		username: name,
		displayName: name,
		passwordHash: 'hash',
		createdAt: 1
	};
}

function commit(document: string, version: number, more: Partial<Commit> = {}): Commit {
	return { document, version, update: Uint8Array.of(version), claims: [], messages: [], ...more };
}

function room(id: string, title = id, kind: 'public' | 'private' = 'public') {
	return { id, title, kind, createdBy: 'id-anna', createdAt: 5 };
}

function membership(roomId: string, userId: string, role: 'owner' | 'member' = 'member') {
	return { roomId, userId, role, joinedAt: 6 };
}

describe.each(Object.entries(implementations))('%s storage', (_name, open) => {
	let storage: Storage;
	let remove: () => Promise<void>;

	beforeEach(async () => {
		({ storage, remove } = await open());
		await storage.createUser(person('Anna'));
		await storage.createUser(person('Boris'));
	});

	afterEach(async () => {
		await storage.close();
		await remove();
	});

	describe('accounts', () => {
		test('the first account is the owner, the next a member', async () => {
			expect(await storage.findUser('id-anna')).toEqual({ ...person('Anna'), role: 'owner' });
			expect((await storage.findUser('id-boris'))?.role).toBe('member');
			expect(await storage.findUser('nobody')).toBeUndefined();
		});

		test('ten that register at once get one owner', async () => {
			const { storage: empty, remove: removeEmpty } = await open();
			const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
			const users = await Promise.all(names.map((name) => empty.createUser(person(name))));
			expect(users.map(({ role }) => role)).toEqual(['owner', ...Array<string>(9).fill('member')]);
			await empty.close();
			await removeEmpty();
		});

		test('an email or username that differs only in case is taken, and nothing is kept of the attempt', async () => {
			const twinEmail = { ...person('Carla'), email: 'aNNa@Example.org' };
			const twinName = { ...person('Carla'), username: 'ANNA' };
			await expect(storage.createUser(twinEmail)).rejects.toMatchObject({ name: 'TakenError', field: 'email' });
			await expect(storage.createUser(twinName)).rejects.toMatchObject({ name: 'TakenError', field: 'username' });
			await expect(storage.createUser(twinName)).rejects.toBeInstanceOf(TakenError);
			expect(await storage.findUser('id-carla')).toBeUndefined();
		});

		test('an email is found whatever its case, also outside ASCII', async () => {
			await storage.createUser({ ...person('Жанна'), id: 'id-zh' });
			expect((await storage.findUserByEmail('ЖАННА@EXAMPLE.ORG'))?.id).toBe('id-zh');
			expect(await storage.findUserByEmail('other@example.org')).toBeUndefined();
		});

		test('a session is found, extended and ended', async () => {
			const session = { tokenHash: 't1', userId: 'id-anna', expiresAt: 100 };
			await storage.createSession(session);
			expect(await storage.findSession('t1')).toEqual({ session, user: { ...person('Anna'), role: 'owner' } });
			await storage.extendSession('t1', 200);
			expect((await storage.findSession('t1'))?.session.expiresAt).toBe(200);
			await storage.deleteSession('t1');
			expect(await storage.findSession('t1')).toBeUndefined();
		});

		test('ending a session that is not there changes nothing', async () => {
			await storage.extendSession('none', 1);
			await storage.deleteSession('none');
			expect(await storage.findSession('none')).toBeUndefined();
		});

		test('nobody who does not exist has a session', async () => {
			await expect(storage.createSession({ tokenHash: 't', userId: 'nobody', expiresAt: 1 })).rejects.toThrow();
			expect(await storage.findSession('t')).toBeUndefined();
		});

		test('expired sessions go, and all of one account go without touching another', async () => {
			await storage.createSession({ tokenHash: 'old', userId: 'id-anna', expiresAt: 10 });
			await storage.createSession({ tokenHash: 'new', userId: 'id-anna', expiresAt: 11 });
			await storage.createSession({ tokenHash: 'his', userId: 'id-boris', expiresAt: 11 });
			await storage.deleteSessionsExpiredBy(10);
			expect(await storage.listSessions('id-anna')).toEqual([{ tokenHash: 'new', userId: 'id-anna', expiresAt: 11 }]);
			await storage.deleteSessionsOf('id-anna');
			expect(await storage.listSessions('id-anna')).toEqual([]);
			expect(await storage.listSessions('id-boris')).toHaveLength(1);
		});
	});

	describe('rooms', () => {
		test('a created room has its owner and its documents', async () => {
			await storage.createRoom(room('r'), membership('r', 'id-anna', 'owner'), [commit('room/r', 1)]);
			expect(await storage.findRoom('r')).toEqual(room('r'));
			expect(await storage.findMembership('r', 'id-anna')).toEqual(membership('r', 'id-anna', 'owner'));
			expect(await storage.documentVersions(['room/r'])).toEqual([1]);
		});

		test('a room whose documents cannot be created is not there at all', async () => {
			const commits = [commit('room/r', 1), commit('room/r/0', 7)];
			const creating = storage.createRoom(room('r'), membership('r', 'id-anna', 'owner'), commits);
			await expect(creating).rejects.toBeInstanceOf(VersionConflictError);
			expect(await storage.findRoom('r')).toBeUndefined();
			expect(await storage.findMembership('r', 'id-anna')).toBeUndefined();
			expect(await storage.documentVersions(['room/r', 'room/r/0'])).toEqual([0, 0]);
		});

		test('a room is created once', async () => {
			await storage.createRoom(room('r', 'first'), membership('r', 'id-anna'), []);
			await expect(storage.createRoom(room('r', 'second'), membership('r', 'id-boris'), [])).rejects.toThrow();
			expect((await storage.findRoom('r'))?.title).toBe('first');
			expect(await storage.findMembership('r', 'id-boris')).toBeUndefined();
		});

		test('joining twice keeps the first membership', async () => {
			await storage.createRoom(room('r'), membership('r', 'id-anna', 'owner'), [commit('room/r', 1)]);
			await storage.addMember(membership('r', 'id-boris'), commit('room/r', 2));
			await storage.addMember({ ...membership('r', 'id-boris', 'owner'), joinedAt: 99 }, commit('room/r', 3));
			expect(await storage.findMembership('r', 'id-boris')).toEqual(membership('r', 'id-boris'));
			expect(await storage.documentVersions(['room/r'])).toEqual([3]);
		});

		test('a membership changes only together with the head', async () => {
			await storage.createRoom(room('r'), membership('r', 'id-anna', 'owner'), [commit('room/r', 1)]);
			const joining = storage.addMember(membership('r', 'id-boris'), commit('room/r', 1));
			await expect(joining).rejects.toBeInstanceOf(VersionConflictError);
			expect(await storage.findMembership('r', 'id-boris')).toBeUndefined();
			const leaving = storage.removeMember('r', 'id-anna', commit('room/r', 1));
			await expect(leaving).rejects.toBeInstanceOf(VersionConflictError);
			expect(await storage.findMembership('r', 'id-anna')).toBeDefined();
		});

		test('who has left has no membership and lists no room', async () => {
			await storage.createRoom(room('r', 'r', 'private'), membership('r', 'id-anna'), [commit('room/r', 1)]);
			await storage.removeMember('r', 'id-anna', commit('room/r', 2));
			expect(await storage.findMembership('r', 'id-anna')).toBeUndefined();
			expect(await storage.joinedRooms('id-anna')).toEqual([]);
			expect(await storage.listRooms('id-anna')).toEqual([]);
		});

		test('a room that does not exist cannot be joined', async () => {
			await expect(storage.addMember(membership('none', 'id-anna'), commit('room/none', 1))).rejects.toThrow();
			expect(await storage.documentVersions(['room/none'])).toEqual([0]);
		});

		test('the list holds own and public rooms, by title without case and then by id', async () => {
			await storage.createRoom(room('1', 'beta'), membership('1', 'id-anna', 'owner'), []);
			await storage.createRoom(room('3', 'Alpha'), membership('3', 'id-boris'), []);
			await storage.createRoom(room('2', 'alpha', 'private'), membership('2', 'id-anna', 'owner'), []);
			await storage.createRoom(room('4', 'ёлка'), membership('4', 'id-anna', 'owner'), []);
			await storage.createRoom(room('5', 'Жук'), membership('5', 'id-anna', 'owner'), []);
			await storage.createRoom(room('6', 'secret', 'private'), membership('6', 'id-boris'), []);
			const list = await storage.listRooms('id-anna');
			expect(list.map(({ id }) => id)).toEqual(['2', '3', '1', '4', '5']);
			expect(list[1]).toEqual({ id: '3', title: 'Alpha', kind: 'public', createdAt: 5, memberCount: 1, role: null });
			expect(list[0]?.role).toBe('owner');
			expect(await storage.joinedRooms('id-anna')).toEqual(['1', '2', '4', '5']);
		});
	});

	describe('documents', () => {
		test('a document never written is empty, at version 0', async () => {
			expect(await storage.loadDocument('d')).toEqual({ version: 0, updates: [], claims: [] });
			expect(await storage.documentVersions(['d'])).toEqual([0]);
		});

		test('a document is its commits in order, with the owners of its client ids', async () => {
			await storage.appendCommit(commit('d', 1, { claims: [{ clientId: 4294967295, owner: 'id-anna' }] }));
			await storage.appendCommit(commit('d', 2, { claims: [{ clientId: 7, owner: 'id-boris' }] }));
			expect(await storage.loadDocument('d')).toEqual({
				version: 2,
				updates: [Uint8Array.of(1), Uint8Array.of(2)],
				claims: [
					{ clientId: 7, owner: 'id-boris' },
					{ clientId: 4294967295, owner: 'id-anna' }
				]
			});
		});

		test('versions come in the order asked', async () => {
			await storage.appendCommit(commit('a', 1));
			await storage.appendCommit(commit('b', 1));
			await storage.appendCommit(commit('b', 2));
			expect(await storage.documentVersions(['b', 'none', 'a', 'b'])).toEqual([2, 0, 1, 2]);
		});

		test('a hundred commits of one turn settle in the order of the calls', async () => {
			const settled: number[] = [];
			const commits = Array.from({ length: 100 }, (_, index) => commit(index % 2 ? 'odd' : 'even', (index >> 1) + 1));
			await Promise.all(commits.map((one, index) => storage.appendCommit(one).then(() => settled.push(index))));
			expect(settled).toEqual([...settled].sort((a, b) => a - b));
			expect(await storage.documentVersions(['odd', 'even'])).toEqual([50, 50]);
		});

		test('a version conflict fails alone, and so does what was built on it', async () => {
			const outcomes = await Promise.allSettled([
				storage.appendCommit(commit('a', 1)),
				storage.appendCommit(commit('a', 1)),
				storage.appendCommit(commit('b', 3)),
				storage.appendCommit(commit('b', 1)),
				storage.appendCommit(commit('a', 2))
			]);
			expect(outcomes.map(({ status }) => status)).toEqual([
				'fulfilled',
				'rejected',
				'rejected',
				'fulfilled',
				'fulfilled'
			]);
			expect(outcomes[1]).toMatchObject({ reason: expect.any(VersionConflictError) as unknown });
			expect(await storage.documentVersions(['a', 'b'])).toEqual([2, 1]);
			expect(storage.isWritable()).toBe(true);
		});

		test('a client id has one owner for each document, and a commit that says otherwise leaves no trace', async () => {
			await storage.appendCommit(commit('d', 1, { claims: [{ clientId: 1, owner: 'id-anna' }] }));
			const forged = commit('d', 2, { claims: [2, 1].map((clientId) => ({ clientId, owner: 'id-boris' })) });
			await expect(storage.appendCommit(forged)).rejects.toThrow();
			await storage.appendCommit(commit('other', 1, { claims: [{ clientId: 1, owner: 'id-boris' }] }));
			const { version, claims } = await storage.loadDocument('d');
			expect({ version, claims }).toEqual({ version: 1, claims: [{ clientId: 1, owner: 'id-anna' }] });
		});

		test('the bytes are those of the call, though their buffer is used again and is larger', async () => {
			const buffer = Uint8Array.of(9, 1, 2, 9);
			const appending = storage.appendCommit(commit('d', 1, { update: buffer.subarray(1, 3) }));
			buffer.fill(0);
			await appending;
			expect(buffer.byteLength).toBe(4);
			expect((await storage.loadDocument('d')).updates).toEqual([Uint8Array.of(1, 2)]);
		});

		test('every message of a commit is taken with it', async () => {
			const message = { id: 'm', roomId: 'r', seq: 0, author: 'id-anna', value: '{}', receivedAt: 1 };
			await storage.appendCommit(commit('d', 1, { messages: [message, { ...message, id: 'n', seq: 1 }] }));
			expect(await storage.documentVersions(['d'])).toEqual([1]);
		});
	});

	test('a probe changes nothing that is read', async () => {
		await storage.probe();
		expect(storage.isWritable()).toBe(true);
	});

	test('closing finishes the writes in flight, and closing twice is closing once', async () => {
		const writing = Promise.all([1, 2, 3].map((version) => storage.appendCommit(commit('d', version))));
		await Promise.all([storage.close(), storage.close(), writing]);
	});
});
