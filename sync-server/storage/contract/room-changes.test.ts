import { expect } from 'vitest';
import { VersionConflictError } from '../storage.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { banning, commit, leaving, membership, message, person, room } from './records.ts';

onEveryStorage((test) => {
	test('a room is made with everyone who is in it from the start', async ({ storage }) => {
		const members = [membership('r', 'id-anna', 'owner'), membership('r', 'id-boris', 'read-only')];
		await storage.createRoom({ ...room('r', '', 'group'), topic: 'trip' }, members, [commit('room/r', 0)]);
		expect(await storage.findRoom('r')).toEqual({ ...room('r', '', 'group'), topic: 'trip' });
		expect(await storage.listMembers('r')).toMatchObject([
			{ id: 'id-anna', name: 'Anna', username: 'Anna', role: 'owner', joinedAt: 6, mutedUntil: null },
			{ id: 'id-boris', role: 'read-only' }
		]);
		expect(await storage.shareRoom('id-anna', 'id-boris')).toBe(true);
	});

	test('settings change by name, together with the head or not at all', async ({ storage }) => {
		const made = await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], [commit('room/r', 0)]);
		const set = { title: 'New', topic: 't', avatar: 'a', announcements: true, slowSeconds: 9, archivedAt: 7 };
		const change = { roomId: 'r', by: 'id-anna', set };
		await expect(storage.changeRoom(change, commit('room/r', 0))).rejects.toBeInstanceOf(VersionConflictError);
		expect(await storage.findRoom('r')).toEqual(room('r'));
		const changed = await storage.changeRoom(change, commit('room/r', made));
		expect(await storage.findRoom('r')).toEqual({ ...room('r'), ...set });
		await storage.changeRoom({ ...change, set: { archivedAt: null, announcements: false } }, commit('room/r', changed));
		const expected = { ...room('r'), ...set, archivedAt: null, announcements: false };
		expect(await storage.findRoom('r')).toEqual(expected);
		expect(await storage.writingRules('r')).toMatchObject({ archived: false, announcements: false, slowSeconds: 9 });
	});

	test('a role and a mute change for one member', async ({ storage }) => {
		const members = [membership('r', 'id-anna', 'owner'), membership('r', 'id-boris')];
		let version = await storage.createRoom(room('r'), members, [commit('room/r', 0)]);
		const boris = { roomId: 'r', userId: 'id-boris', by: 'id-anna' };
		version = await storage.changeMember({ ...boris, set: { role: 'moderator' } }, commit('room/r', version));
		await storage.changeMember({ ...boris, set: { mutedUntil: 5 } }, commit('room/r', version));
		expect(await storage.findMembership('r', 'id-boris')).toMatchObject({ role: 'moderator', mutedUntil: 5 });
		expect(await storage.findMembership('r', 'id-anna')).toMatchObject({ role: 'owner', mutedUntil: null });
	});

	test('a deleted room has nobody and is in no list, and keeps its id', async ({ storage }) => {
		const members = [membership('r', 'id-anna', 'owner'), membership('r', 'id-boris')];
		const made = await storage.createRoom(room('r'), members, [commit('room/r', 0)]);
		await storage.deleteRoom({ roomId: 'r', by: 'id-anna', at: 9 }, commit('room/r', made));
		expect(await storage.findRoom('r')).toMatchObject({ deletedAt: 9 });
		expect(await storage.joinedRooms('id-boris')).toEqual([]);
		expect(await storage.listRooms('id-boris')).toEqual([]);
		expect(await storage.summaryOf('r', 'id-anna')).toBeUndefined();
		expect(await storage.writingRules('r')).toBeUndefined();
		const again = storage.createRoom(room('r'), [membership('r', 'id-boris', 'owner')], []);
		await expect(again).rejects.toThrow();
	});

	test('a ban is listed until it is taken back', async ({ storage }) => {
		const made = await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], [commit('room/r', 0)]);
		await storage.removeMember(banning('r', 'id-boris'), commit('room/r', made));
		expect(await storage.listBans('r')).toMatchObject([{ userId: 'id-boris', bannedBy: 'id-anna' }]);
		for (const _twice of [1, 2]) await storage.unban({ roomId: 'r', userId: 'id-boris', by: 'id-anna' });
		expect(await storage.listBans('r')).toEqual([]);
		expect(await storage.isBanned('r', 'id-boris')).toBe(false);
	});

	test('the newest message of a room is its newest version, at the time of its first', async ({ storage }) => {
		const messages = [
			{ ...message('m1', 1), value: '{"body":"one"}', receivedAt: 10 },
			{ ...message('m2', 2), value: '{"body":"two"}', receivedAt: 20 },
			{ ...message('m2', 2), value: '{"body":"two!","editedAt":5}', receivedAt: 30 },
			{ ...message('m1', 1), value: '{"body":"","deleted":{"by":"id-anna","at":1}}', receivedAt: 40 }
		];
		await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], [commit('room/r', 0, { messages })]);
		const summary = await storage.summaryOf('r', 'id-anna');
		expect(summary).toMatchObject({ messageCount: 2, role: 'owner', memberCount: 1 });
		expect(summary?.lastMessage).toEqual({
			id: 'm2',
			seq: 2,
			author: 'id-anna',
			body: 'two!',
			at: 20,
			state: 'edited'
		});
		expect(await storage.summaryOf('r', 'id-boris')).toMatchObject({ messageCount: null, lastMessage: null });
		expect(await storage.findMessage('r', 'm1')).toEqual({ seq: 1, author: 'id-anna' });
		expect(await storage.findMessage('r', 'm3')).toBeUndefined();
		expect(await storage.findMessage('other', 'm1')).toBeUndefined();
	});

	test('in a slow room it is known who has spoken when, and an edit is not said anew', async ({ storage }) => {
		const messages = [
			{ ...message('m1', 1), receivedAt: 10 },
			{ ...message('m2', 2), author: 'id-boris', receivedAt: 20 },
			{ ...message('m1', 1), receivedAt: 30 }
		];
		const members = [membership('r', 'id-anna', 'owner')];
		const made = await storage.createRoom(room('r'), members, [commit('room/r', 0, { messages })]);
		expect((await storage.writingRules('r'))?.lastSaid).toEqual([]);
		await storage.changeRoom({ roomId: 'r', by: 'id-anna', set: { slowSeconds: 5 } }, commit('room/r', made));
		const { lastSaid } = (await storage.writingRules('r')) ?? {};
		expect(lastSaid).toEqual([
			{ userId: 'id-anna', at: 10 },
			{ userId: 'id-boris', at: 20 }
		]);
	});

	test('a username is found without case, and who shares no room does not', async ({ storage }) => {
		await storage.createUser(person('Vera'));
		expect(await storage.findUserIdByUsername('aNNA')).toBe('id-anna');
		expect(await storage.findUserIdByUsername('nobody')).toBeUndefined();
		const made = await storage.createRoom(
			room('r'),
			[membership('r', 'id-anna'), membership('r', 'id-vera')],
			[commit('room/r', 0)]
		);
		expect(await storage.shareRoom('id-boris', 'id-vera')).toBe(false);
		await storage.removeMember(leaving('r', 'id-vera'), commit('room/r', made));
		expect(await storage.shareRoom('id-anna', 'id-vera')).toBe(false);
	});
});
