import { expect, it } from 'vitest';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import { Blocks } from './blocks.ts';

const block = { userId: 'anna', blockedId: 'boris' };

it('knows who has blocked whom, and that the two are apart either way', () => {
	const blocks = new Blocks();
	blocks.set(block, true);
	expect([blocks.isBlocked('anna', 'boris'), blocks.isBlocked('boris', 'anna')]).toEqual([true, true]);
	expect([blocks.hasBlocked('anna', 'boris'), blocks.hasBlocked('boris', 'anna')]).toEqual([true, false]);
	expect([[...blocks.blockedBy('anna')], [...blocks.blockersOf('boris')]]).toEqual([['boris'], ['anna']]);
	expect([blocks.blockedBy('boris').size, blocks.blockersOf('anna').size]).toEqual([0, 0]);
	blocks.set(block, false);
	expect([blocks.isBlocked('anna', 'boris'), blocks.blockersOf('boris').size]).toEqual([false, 0]);
});

it('remembers what is stored, and tells of what changes from then on', async () => {
	const store = createMemoryStorage();
	for (const id of ['anna', 'boris']) {
		const names = { email: id, username: id, displayName: id };
		await store.createUser({ id, ...names, passwordHash: 'none', createdAt: 1 });
	}
	await store.changeContacts({ contacts: [], block: { ...block, at: 1 } }, []);
	const [blocks, told] = [new Blocks(), [] as unknown[]];
	blocks.onChanged((changed, blocked) => told.push([changed, blocked]));
	await blocks.load(store);
	expect(blocks.hasBlocked('anna', 'boris')).toBe(true);
	expect(told).toEqual([]);
	blocks.set(block, false);
	expect(told).toEqual([[block, false]]);
});
