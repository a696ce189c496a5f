import { expect } from 'vitest';
import { onEveryStorage } from './on-every-storage.ts';
import { commit, membership, message, room } from './records.ts';

onEveryStorage((test) => {
	test('a message’s newest versions are listed oldest first, and how many came before', async ({ storage }) => {
		const said = (value: string, receivedAt: number) => ({ ...message('m', 1), value, receivedAt });
		const messages = [said('"one"', 10), said('"two"', 20), { ...message('other', 2), value: '"else"' }];
		const created = await storage.createRoom(room('r'), [membership('r', 'id-anna')], [commit('room/r/0', 0)]);
		const second = await storage.appendCommit(commit('room/r/0', created, { messages }));
		await storage.appendCommit(commit('room/r/0', second, { messages: [said('"three"', 30)] }));
		const one = { value: '"one"', receivedAt: 10 };
		const [two, three] = [
			{ value: '"two"', receivedAt: 20 },
			{ value: '"three"', receivedAt: 30 }
		];
		expect(await storage.versionsOf('r', 'm', 9)).toEqual({ versions: [one, two, three], earlier: 0 });
		expect(await storage.versionsOf('r', 'm', 2)).toEqual({ versions: [two, three], earlier: 1 });
		expect(await storage.versionsOf('s', 'm', 9)).toEqual({ versions: [], earlier: 0 });
	});
});
