import { expect } from 'vitest';
import { isId } from '../../../src/lib/protocol/ids.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { commit } from './records.ts';

onEveryStorage((test) => {
	test('every start is a history of its own', async ({ storage }) => {
		const histories = await Promise.all([storage.beginHistory(), storage.beginHistory()]);
		expect(new Set(histories).size).toBe(2);
		expect(histories.every(isId)).toBe(true);
	});

	test('the newest history is known as far as the store has come, and no further', async ({ storage }) => {
		const history = await storage.beginHistory();
		expect(await storage.knows(history, 0)).toBe(true);
		const version = await storage.appendCommit(commit('d', 0));
		expect(await storage.knows(history, version)).toBe(true);
		expect(await storage.knows(history, version + 1)).toBe(false);
	});

	test('an earlier history ends where the next begins: the store has not lived through more of it', async ({
		storage
	}) => {
		const before = await storage.beginHistory();
		const version = await storage.appendCommit(commit('d', 0));
		const after = await storage.beginHistory();
		const later = await storage.appendCommit(commit('d', version));
		expect(await storage.knows(before, version)).toBe(true);
		expect(await storage.knows(before, later)).toBe(false);
		expect(await storage.knows(after, later)).toBe(true);
		await storage.beginHistory();
		await storage.appendCommit(commit('d', later));
		expect(await storage.knows(before, later)).toBe(false);
		expect(await storage.knows(after, later)).toBe(true);
		expect(await storage.knows(after, later + 1)).toBe(false);
	});

	test('a history that begins between two commits of one turn begins between them', async ({ storage }) => {
		const before = await storage.beginHistory();
		const [first, , second] = await Promise.all([
			storage.appendCommit(commit('a', 0)),
			storage.beginHistory(),
			storage.appendCommit(commit('b', 0))
		]);
		expect(await storage.knows(before, first)).toBe(true);
		expect(await storage.knows(before, second)).toBe(false);
	});

	test('a history of another store is not known, at any version', async ({ storage }) => {
		await storage.beginHistory();
		expect(await storage.knows('019a0000-0000-7000-8000-000000000000', 0)).toBe(false);
	});

	test('a secret is 32 bytes, the same for everybody who asks, and another under another name', async ({ storage }) => {
		const [one, two, other] = await Promise.all(['a', 'a', 'b'].map((name) => storage.secret(name)));
		expect(one).toHaveLength(32);
		expect(two).toEqual(one);
		expect(other).not.toEqual(one);
		expect(await storage.secret('a')).toEqual(one);
	});

	test('a secret changed in the hands of a caller stays what it was', async ({ storage }) => {
		const secret = await storage.secret('a');
		const before = [...secret];
		secret.fill(0);
		(await storage.secret('a')).fill(0);
		expect([...(await storage.secret('a'))]).toEqual(before);
	});

	test('a record for the audit log is taken, alone and with a commit', async ({ storage }) => {
		await storage.audit({ actor: 'server', action: 'healing-began', subject: null });
		const record = { actor: 'server', action: 'messages-healed', subject: 'r' } as const;
		expect(await storage.appendCommit(commit('d', 0), record)).toBeGreaterThan(0);
	});
});
