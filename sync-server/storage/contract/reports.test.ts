import { expect } from 'vitest';
import { onEveryStorage } from './on-every-storage.ts';
import { commit, membership, message, room } from './records.ts';

const report = (id: string, at: number, roomId = 'r') => {
	return { id, roomId, messageId: 'm', reporter: 'id-boris', reason: 'rude', at };
};

onEveryStorage((test) => {
	test('a report keeps the words as they were, and stands once until it is dealt with', async ({ storage }) => {
		const messages = [
			{ ...message('m', 1), value: '{"body":"rude"}', receivedAt: 10 },
			{ ...message('m', 1), value: '{"body":"kind"}', receivedAt: 30 }
		];
		const members = [membership('r', 'id-anna', 'owner'), membership('r', 'id-boris')];
		await storage.createRoom(room('r'), members, [commit('room/r', 0, { messages })]);
		await storage.addReport(report('one', 20));
		await storage.addReport(report('two', 21));
		const open = { resolvedBy: null, resolvedAt: null, author: 'id-anna', body: 'rude' };
		expect(await storage.listReports()).toEqual([{ ...report('one', 20), ...open }]);
		for (const by of ['id-anna', 'id-boris']) await storage.resolveReport({ id: 'one', by, at: 40 });
		await storage.addReport(report('three', 50));
		expect(await storage.listReports()).toMatchObject([
			{ id: 'three', body: 'kind' },
			{ id: 'one', resolvedBy: 'id-anna', resolvedAt: 40 }
		]);
		expect(await storage.findReport('three')).toEqual(report('three', 50));
		expect(await storage.findReport('two')).toBeUndefined();
	});

	test('reports are listed for the rooms that somebody keeps in order', async ({ storage }) => {
		await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner'), membership('r', 'id-boris')], []);
		await storage.createRoom(room('s'), [membership('s', 'id-boris', 'moderator')], []);
		await storage.addReport(report('in-r', 1));
		await storage.addReport(report('in-s', 2, 's'));
		expect(await storage.moderatedRooms('id-boris')).toEqual(['s']);
		expect(await storage.moderatedRooms('id-anna')).toEqual(['r']);
		expect((await storage.listReports(['s'])).map(({ id }) => id)).toEqual(['in-s']);
		expect(await storage.listReports([])).toEqual([]);
	});
});
