import { expect } from 'vitest';
import { onEveryStorage } from './on-every-storage.ts';
import { commit, leaving, membership, room } from './records.ts';

onEveryStorage((test) => {
	test('an account without rooms has the heads of its personal document and of the workspace, written or not', async ({
		storage
	}) => {
		const workspace = { name: 'workspace', version: 0, generation: 0 };
		expect(await storage.headsOf('id-anna')).toEqual([{ name: 'user/id-anna', version: 0, generation: 0 }, workspace]);
		const version = await storage.appendCommit(commit('user/id-anna', 0));
		expect(await storage.headsOf('id-anna')).toEqual([{ name: 'user/id-anna', version, generation: 0 }, workspace]);
	});

	test('a guest has the head of the rooms they are in, and not of the workspace', async ({ storage }) => {
		await storage.createRoom(room('r'), [membership('r', 'id-boris')], []);
		await storage.changeWorkspaceRole({ userId: 'id-boris', role: 'guest', by: 'id-anna' });
		const names = (await storage.headsOf('id-boris')).map(({ name }) => name);
		expect(names).toEqual(['user/id-boris', 'room/r', 'room/r/0']);
	});

	test('the heads are the personal document, the workspace, then each joined room by id: its head, its current segment (C3)', async ({
		storage
	}) => {
		await storage.createRoom(room('b'), [membership('b', 'id-anna', 'owner')], []);
		const created = await storage.createRoom(
			room('a'),
			[membership('a', 'id-anna', 'owner')],
			[commit('room/a', 0), commit('room/a/0', 0)]
		);
		await storage.createRoom(room('c'), [membership('c', 'id-boris')], []);
		const rolled = await storage.rollOver('a', 1, [commit('room/a', created), commit('room/a/1', 0)]);
		const rebased = await storage.rebase(commit('room/a', rolled));
		const written = await storage.appendCommit(commit('room/a/1', rolled));
		const expected = [
			{ name: 'user/id-anna', version: 0, generation: 0 },
			{ name: 'workspace', version: 0, generation: 0 },
			{ name: 'room/a', version: rebased, generation: 1 },
			{ name: 'room/a/1', version: written, generation: 0 },
			{ name: 'room/b', version: 0, generation: 0 },
			{ name: 'room/b/0', version: 0, generation: 0 }
		];
		expect(await storage.headsOf('id-anna')).toEqual(expected);
		expect(await storage.headsOfRoom('a')).toEqual(expected.slice(2, 4));
		expect(await storage.headsOfRoom('b')).toEqual(expected.slice(4));
	});

	test('many segments keep their number, not its first digit', async ({ storage }) => {
		await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], []);
		for (let segment = 1; segment <= 11; segment += 1) await storage.rollOver('r', segment, []);
		expect((await storage.headsOfRoom('r')).map(({ name }) => name)).toEqual(['room/r', 'room/r/11']);
	});

	test('a room that was left has gone from the heads, and one that is not there has none', async ({ storage }) => {
		await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], []);
		await storage.removeMember(leaving('r', 'id-anna'), commit('room/r', 0));
		expect((await storage.headsOf('id-anna')).map(({ name }) => name)).toEqual(['user/id-anna', 'workspace']);
		expect(await storage.headsOfRoom('none')).toEqual([]);
	});
});
