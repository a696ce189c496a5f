import { expect } from 'vitest';
import { RETIRED_OWNER, SERVER_OWNER, VersionConflictError } from '../storage.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { bytes, claims, commit, message } from './records.ts';

onEveryStorage((test) => {
	test('a rebased document is the new content alone, and every earlier client id is retired', async ({ storage }) => {
		const first = await storage.appendCommit(commit('d', 0, { ...bytes(1), ...claims('id-anna', 5) }));
		const second = await storage.appendCommit(commit('d', first, { ...bytes(2), ...claims('id-boris', 7) }));
		await storage.compact('d', { version: first, generation: 0 }, Uint8Array.of(1));
		const version = await storage.rebase(commit('d', second, { ...bytes(3), ...claims(SERVER_OWNER, 6) }));
		expect(version).toBeGreaterThan(second);
		expect(await storage.loadDocument('d')).toEqual({
			version,
			generation: 1,
			updates: [Uint8Array.of(3)],
			claims: [
				{ clientId: 5, owner: RETIRED_OWNER },
				{ clientId: 6, owner: SERVER_OWNER },
				{ clientId: 7, owner: RETIRED_OWNER }
			]
		});
	});

	test('each generation retires the ids of the one before, and writing goes on', async ({ storage }) => {
		const first = await storage.appendCommit(commit('d', 0, claims('id-anna', 1)));
		const rebased = await storage.rebase(commit('d', first, claims(SERVER_OWNER, 2)));
		const written = await storage.appendCommit(commit('d', rebased, { ...bytes(4), ...claims('id-anna', 3) }));
		const version = await storage.rebase(commit('d', written, { ...bytes(5), ...claims(SERVER_OWNER, 4) }));
		const last = await storage.appendCommit(commit('d', version, bytes(6)));
		expect(await storage.loadDocument('d')).toMatchObject({
			version: last,
			generation: 2,
			updates: [Uint8Array.of(5), Uint8Array.of(6)],
			claims: [...claims(RETIRED_OWNER, 1, 2, 3).claims, ...claims(SERVER_OWNER, 4).claims]
		});
	});

	test('other documents keep their owners and generation', async ({ storage }) => {
		const version = await storage.appendCommit(commit('d', 0, claims('id-anna', 1)));
		await storage.appendCommit(commit('other', 0, claims('id-anna', 1)));
		await storage.rebase(commit('d', version));
		expect(await storage.loadDocument('other')).toMatchObject({ generation: 0, ...claims('id-anna', 1) });
	});

	test('a retired client id is nobody’s to claim', async ({ storage }) => {
		const first = await storage.appendCommit(commit('d', 0, claims('id-anna', 1)));
		await expect(storage.rebase(commit('d', first, claims(SERVER_OWNER, 1)))).rejects.toThrow();
		const rebased = await storage.rebase(commit('d', first, claims(SERVER_OWNER, 2)));
		await expect(storage.appendCommit(commit('d', rebased, claims('id-anna', 1)))).rejects.toThrow();
		expect((await storage.loadDocument('d')).version).toBe(rebased);
	});

	test('messages that come with a rebase are taken with it', async ({ storage }) => {
		const version = await storage.appendCommit(commit('d', 0));
		await storage.rebase(commit('d', version, { messages: [message('m', 1)] }));
		expect(await storage.sequencesOf('r', ['m'])).toEqual(new Map([['m', 1]]));
	});

	test('a rebase from an older version conflicts and leaves everything as it was', async ({ storage }) => {
		const first = await storage.appendCommit(commit('d', 0, { ...bytes(1), ...claims('id-anna', 1) }));
		const outcomes = await Promise.allSettled([
			storage.appendCommit(commit('d', first, bytes(2))),
			storage.rebase(commit('d', first, { ...bytes(3), ...claims(SERVER_OWNER, 2), messages: [message('m', 1)] }))
		]);
		expect(outcomes[1]).toMatchObject({ reason: expect.any(VersionConflictError) as unknown });
		expect(await storage.loadDocument('d')).toMatchObject({
			generation: 0,
			updates: [Uint8Array.of(1), Uint8Array.of(2)],
			...claims('id-anna', 1)
		});
		expect(await storage.sequencesOf('r', ['m'])).toEqual(new Map());
	});

	test('a commit made from the generation before conflicts', async ({ storage }) => {
		const first = await storage.appendCommit(commit('d', 0));
		const outcomes = await Promise.allSettled([
			storage.rebase(commit('d', first, bytes(8))),
			storage.appendCommit(commit('d', first, bytes(9)))
		]);
		expect(outcomes[1]).toMatchObject({ reason: expect.any(VersionConflictError) as unknown });
		expect((await storage.loadDocument('d')).updates).toEqual([Uint8Array.of(8)]);
	});
});
