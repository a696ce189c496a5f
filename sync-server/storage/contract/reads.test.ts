import { expect } from 'vitest';
import { VersionConflictError } from '../storage.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { commit, membership, message, room } from './records.ts';

const place = { userId: 'id-anna', roomId: 'r' };

onEveryStorage((test) => {
	test('a mark is what was written, with its documents, and its sequence never falls', async ({ storage }) => {
		await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], []);
		expect(await storage.findReadMark(place)).toBeUndefined();
		const version = await storage.writeReadMark(place, { seq: 4 }, 1, [commit('user/id-anna', 0)]);
		expect((await storage.loadDocument('user/id-anna')).version).toBe(version);
		expect(await storage.findReadMark(place)).toEqual({ seq: 4 });
		const late = storage.writeReadMark(place, { seq: 9 }, 1, [commit('user/id-anna', 0)]);
		await expect(late).rejects.toBeInstanceOf(VersionConflictError);
		await storage.writeReadMark(place, { seq: 2, unreadFrom: 3 }, 2, []);
		expect(await storage.findReadMark(place)).toEqual({ seq: 4, unreadFrom: 3 });
		await storage.writeReadMark(place, { seq: 4, unreadFrom: 3, marking: 2 ** 32 }, 3, []);
		expect(await storage.findReadMark(place)).toEqual({ seq: 4, unreadFrom: 3, marking: 2 ** 32 });
		await storage.writeReadMark(place, { seq: 5, marking: 7 }, 4, []);
		expect(await storage.findReadMark(place)).toEqual({ seq: 5, marking: 7 });
		await storage.writeReadMark(place, { seq: 5 }, 5, []);
		expect(await storage.findReadMark(place)).toEqual({ seq: 5 });
	});

	test('a mark goes, and is of one account in one room', async ({ storage }) => {
		await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner'), membership('r', 'id-boris')], []);
		await storage.writeReadMark(place, { seq: 4 }, 1, []);
		await storage.writeReadMark({ ...place, userId: 'id-boris' }, { seq: 1 }, 1, []);
		await storage.deleteReadMark(place, []);
		expect(await storage.findReadMark(place)).toBeUndefined();
		expect(await storage.findReadMark({ ...place, userId: 'id-boris' })).toEqual({ seq: 1 });
	});

	test('a room goes as far as its newest message', async ({ storage }) => {
		await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], []);
		expect(await storage.lastSequence('r')).toBe(0);
		const messages = [message('a', 1), message('b', 2), message('a', 1)];
		await storage.appendCommit(commit('room/r/0', 0, { messages }));
		expect(await storage.lastSequence('r')).toBe(2);
		expect(await storage.memberCount('r')).toBe(1);
	});
});
