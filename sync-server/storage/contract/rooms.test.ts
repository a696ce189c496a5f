import { expect } from 'vitest';
import { VersionConflictError } from '../storage.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { banning, commit, leaving, membership, room } from './records.ts';

onEveryStorage((test) => {
	test('a created room has its owner and its documents, all at one version', async ({ storage }) => {
		const documents = [commit('room/r', 0), commit('room/r/0', 0)];
		const version = await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], documents);
		expect(await storage.findRoom('r')).toEqual(room('r'));
		expect(await storage.findMembership('r', 'id-anna')).toEqual(membership('r', 'id-anna', 'owner'));
		expect((await storage.headsOfRoom('r')).map((head) => head.version)).toEqual([version, version]);
	});

	test('a room that cannot be created leaves nothing', async ({ storage }) => {
		const first = await storage.createRoom(room('r', 'first'), [membership('r', 'id-anna')], [commit('room/r', 0)]);
		const again = storage.createRoom(room('r', 'again'), [membership('r', 'id-boris')], [commit('room/r/0', 0)]);
		await expect(again).rejects.toThrow();
		const halved = [commit('room/s', 0), commit('room/r', 0)];
		const half = storage.createRoom(room('s'), [membership('s', 'id-anna')], halved);
		await expect(half).rejects.toBeInstanceOf(VersionConflictError);
		expect((await storage.headsOfRoom('r')).map(({ version }) => version)).toEqual([first, 0]);
		expect((await storage.loadDocument('room/s')).version).toBe(0);
		expect(await storage.findRoom('s')).toBeUndefined();
		expect((await storage.findRoom('r'))?.title).toBe('first');
		expect(await storage.findMembership('r', 'id-boris')).toBeUndefined();
	});

	test('joining twice keeps the first membership', async ({ storage }) => {
		const created = await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], [commit('room/r', 0)]);
		const joined = await storage.addMember(membership('r', 'id-boris'), commit('room/r', created));
		const twice = { ...membership('r', 'id-boris', 'owner'), joinedAt: 99 };
		const version = await storage.addMember(twice, commit('room/r', joined));
		expect(await storage.findMembership('r', 'id-boris')).toEqual(membership('r', 'id-boris'));
		expect((await storage.loadDocument('room/r')).version).toBe(version);
		expect([created, joined, version]).toEqual([...new Set([created, joined, version])].sort((a, b) => a - b));
	});

	test('a membership and a ban change only together with the head', async ({ storage }) => {
		await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], [commit('room/r', 0)]);
		const joining = storage.addMember(membership('r', 'id-boris'), commit('room/r', 0));
		await expect(joining).rejects.toBeInstanceOf(VersionConflictError);
		expect(await storage.findMembership('r', 'id-boris')).toBeUndefined();
		const ending = storage.removeMember(banning('r', 'id-anna'), commit('room/r', 0));
		await expect(ending).rejects.toBeInstanceOf(VersionConflictError);
		expect(await storage.findMembership('r', 'id-anna')).toBeDefined();
		expect(await storage.isBanned('r', 'id-anna')).toBe(false);
	});

	test('who has left has no membership, lists no room, and may come back', async ({ storage }) => {
		const created = await storage.createRoom(
			room('r', 'r', 'private'),
			[membership('r', 'id-anna')],
			[commit('room/r', 0)]
		);
		const version = await storage.removeMember(leaving('r', 'id-anna'), commit('room/r', created));
		expect((await storage.loadDocument('room/r')).version).toBe(version);
		expect(await storage.findMembership('r', 'id-anna')).toBeUndefined();
		expect(await storage.joinedRooms('id-anna')).toEqual([]);
		expect(await storage.listRooms('id-anna')).toEqual([]);
		expect(await storage.isBanned('r', 'id-anna')).toBe(false);
	});

	test('a ban ends the membership and outlives a new one, in this room and for this account', async ({ storage }) => {
		const created = await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], [commit('room/r', 0)]);
		const joined = await storage.addMember(membership('r', 'id-boris'), commit('room/r', created));
		const banned = await storage.removeMember(banning('r', 'id-boris'), commit('room/r', joined));
		expect(await storage.findMembership('r', 'id-boris')).toBeUndefined();
		const back = await storage.addMember(membership('r', 'id-boris'), commit('room/r', banned));
		await storage.removeMember(leaving('r', 'id-boris'), commit('room/r', back));
		expect(await storage.isBanned('r', 'id-boris')).toBe(true);
		expect(await storage.isBanned('r', 'id-anna')).toBe(false);
		expect((await storage.listRooms('id-boris')).map(({ id }) => id)).not.toContain('r');
		expect((await storage.listRooms('id-anna')).map(({ id }) => id)).toContain('r');
		expect(await storage.isBanned('other', 'id-boris')).toBe(false);
	});

	test('who is no member can be banned, once and again; who does not exist cannot', async ({ storage }) => {
		const created = await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], [commit('room/r', 0)]);
		const banned = await storage.removeMember(banning('r', 'id-boris'), commit('room/r', created));
		const again = await storage.removeMember(banning('r', 'id-boris'), commit('room/r', banned));
		expect(await storage.isBanned('r', 'id-boris')).toBe(true);
		await expect(storage.removeMember(banning('r', 'nobody'), commit('room/r', again))).rejects.toThrow();
		await expect(storage.removeMember(banning('none', 'id-boris'), commit('room/none', 0))).rejects.toThrow();
		expect((await storage.loadDocument('room/r')).version).toBe(again);
		expect((await storage.loadDocument('room/none')).version).toBe(0);
	});

	test('a room that does not exist cannot be joined', async ({ storage }) => {
		await expect(storage.addMember(membership('none', 'id-anna'), commit('room/none', 0))).rejects.toThrow();
		expect((await storage.loadDocument('room/none')).version).toBe(0);
	});

	test('the list holds own and public rooms, by title without case and then by id', async ({ storage }) => {
		await storage.createRoom(room('1', 'beta'), [membership('1', 'id-anna', 'owner')], []);
		await storage.createRoom(room('3', 'Alpha'), [membership('3', 'id-boris')], []);
		await storage.createRoom(room('2', 'alpha', 'private'), [membership('2', 'id-anna', 'owner')], []);
		await storage.createRoom(room('4', 'ёлка'), [membership('4', 'id-anna', 'owner')], []);
		await storage.createRoom(room('5', 'Жук'), [membership('5', 'id-anna', 'owner')], []);
		await storage.createRoom(room('6', 'secret', 'private'), [membership('6', 'id-boris')], []);
		const list = await storage.listRooms('id-anna');
		expect(list.map(({ id }) => id)).toEqual(['2', '3', '1', '4', '5']);
		const { announcements: _, slowSeconds: __, deletedAt: ___, ...shown } = room('3', 'Alpha');
		expect(list[1]).toEqual({ ...shown, memberCount: 1, messageCount: null, lastMessage: null, role: null });
		expect(list[0]?.role).toBe('owner');
		expect(await storage.joinedRooms('id-anna')).toEqual(['1', '2', '4', '5']);
	});
});
