import { expect } from 'vitest';
import { commit, membership, message, person, room } from '../contract/records.ts';
import { test } from './on-disk.ts';

/** Long texts that have every piece of the word and not the word: of each the index says that it may be. */
const MISLEADING = 'need eedl edle '.repeat(1_000);
const MANY = 80;

test('an answer that has read much says how to go on, and what is further back is found', async ({ open }) => {
	const storage = open();
	await storage.createUser(person('Anna'));
	await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], [commit('room/r', 0)]);
	const texts = ['a needle', ...Array.from({ length: MANY }, () => MISLEADING)];
	const messages = texts.map((body, index) => {
		return { ...message(`m${index}`, index + 1), value: JSON.stringify({ author: 'id-anna', body, createdAt: 1 }) };
	});
	await storage.appendCommit(commit('d', 0, { messages }));

	const found: number[] = [];
	const ask = { userId: 'id-anna', text: 'needle', hasLink: false, limit: 20 };
	let answers = 0;
	for (let below: number | null | undefined = undefined; below !== null; answers++) {
		const answer = await storage.searchMessages({ ...ask, ...(below !== undefined && { below }) });
		found.push(...answer.messages.map(({ seq }) => seq));
		below = answer.below;
	}
	expect(found).toEqual([1]);
	expect(answers).toBeGreaterThan(1);
});
