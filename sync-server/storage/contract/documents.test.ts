import { expect } from 'vitest';
import { VersionConflictError } from '../storage.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { bytes, claims, commit, membership, message, room } from './records.ts';

onEveryStorage((test) => {
	test('a document never written is empty, at version 0', async ({ storage }) => {
		expect(await storage.loadDocument('d')).toEqual({ version: 0, generation: 0, updates: [], claims: [] });
	});

	test('a document is its commits in order, with the owners of its client ids', async ({ storage }) => {
		const first = await storage.appendCommit(commit('d', 0, { ...bytes(1), ...claims('id-anna', 4294967295) }));
		const version = await storage.appendCommit(commit('d', first, { ...bytes(2), ...claims('id-boris', 7) }));
		expect(await storage.loadDocument('d')).toEqual({
			version,
			generation: 0,
			updates: [Uint8Array.of(1), Uint8Array.of(2)],
			claims: [
				{ clientId: 7, owner: 'id-boris' },
				{ clientId: 4294967295, owner: 'id-anna' }
			]
		});
	});

	test('versions rise over the whole store, whatever the operation and whatever fails between', async ({ storage }) => {
		const versions = [await storage.appendCommit(commit('a', 0)), await storage.appendCommit(commit('b', 0))];
		const [first = 0] = versions;
		await expect(storage.appendCommit(commit('a', 99))).rejects.toThrow();
		versions.push(await storage.createRoom(room('r'), [membership('r', 'id-anna')], [commit('room/r', 0)]));
		await storage.probe();
		versions.push(await storage.rebase(commit('a', first)));
		expect(first).toBeGreaterThan(0);
		expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
	});

	test('a commit is made from the version it says, not from an older, a newer or none', async ({ storage }) => {
		const first = await storage.appendCommit(commit('d', 0));
		const version = await storage.appendCommit(commit('d', first));
		for (const base of [0, first, version + 1, version + 99]) {
			await expect(storage.appendCommit(commit('d', base))).rejects.toBeInstanceOf(VersionConflictError);
		}
		await expect(storage.appendCommit(commit('none', first))).rejects.toBeInstanceOf(VersionConflictError);
		expect((await storage.loadDocument('d')).updates).toHaveLength(2);
		expect((await storage.loadDocument('none')).version).toBe(0);
	});

	test('of two commits of one turn made from the same version the second conflicts', async ({ storage }) => {
		const base = await storage.appendCommit(commit('d', 0));
		const outcomes = await Promise.allSettled(
			[1, 2].map((byte) => storage.appendCommit(commit('d', base, bytes(byte))))
		);
		expect(outcomes[0]).toMatchObject({ status: 'fulfilled' });
		expect(outcomes[1]).toMatchObject({ reason: expect.any(VersionConflictError) as unknown });
		expect((await storage.loadDocument('d')).updates[1]).toEqual(Uint8Array.of(1));
	});

	test('a conflict fails alone: the commits around it in the turn are kept, each at a version of its own', async ({
		storage
	}) => {
		const outcomes = await Promise.allSettled([
			storage.appendCommit(commit('a', 0)),
			storage.appendCommit(commit('a', 0, claims('id-anna', 1))),
			storage.appendCommit(commit('b', 3)),
			storage.appendCommit(commit('b', 0)),
			storage.appendCommit(commit('c', 0))
		]);
		const versions = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 0));
		const loaded = await Promise.all(['a', 'b', 'c'].map((document) => storage.loadDocument(document)));
		expect(loaded.map(({ version }) => version)).toEqual([versions[0], versions[3], versions[4]]);
		expect(versions.map((version) => version > 0)).toEqual([true, false, false, true, true]);
		expect(new Set(versions).size).toBe(4);
		expect(loaded[0]?.claims).toEqual([]);
		expect(storage.isWritable()).toBe(true);
	});

	test('two commits of one operation to one document are one too many', async ({ storage }) => {
		const last = await storage.appendCommit(commit('other', 0));
		for (const base of [0, last + 1]) {
			const twice = [commit('d', 0), commit('d', base)];
			const creating = storage.createRoom(room('r'), [membership('r', 'id-anna')], twice);
			await expect(creating).rejects.toBeInstanceOf(VersionConflictError);
		}
		expect((await storage.loadDocument('d')).version).toBe(0);
		expect(await storage.findRoom('r')).toBeUndefined();
	});

	test('a hundred commits of one turn settle in the order of the calls, at rising versions', async ({ storage }) => {
		const settled: number[] = [];
		const commits = Array.from({ length: 100 }, (_, index) => commit(`d${index}`, 0));
		await Promise.all(commits.map((one) => storage.appendCommit(one).then((version) => settled.push(version))));
		const loaded = await Promise.all(commits.map(({ document }) => storage.loadDocument(document)));
		expect(loaded.map(({ version }) => version)).toEqual(settled);
		expect(settled).toEqual([...new Set(settled)].sort((a, b) => a - b));
	});

	test('a client id has one owner in each document, and a commit that says otherwise leaves no trace (I4)', async ({
		storage
	}) => {
		const version = await storage.appendCommit(commit('d', 0, claims('id-anna', 1)));
		await expect(storage.appendCommit(commit('d', version, claims('id-boris', 2, 1)))).rejects.toThrow();
		await storage.appendCommit(commit('other', 0, claims('id-boris', 1)));
		expect(await storage.loadDocument('d')).toMatchObject({ version, ...claims('id-anna', 1) });
	});

	test('the bytes are those of the call, though their buffer is used again and is larger', async ({ storage }) => {
		const buffer = Uint8Array.of(9, 1, 2, 9);
		const appending = storage.appendCommit(commit('d', 0, { update: buffer.subarray(1, 3) }));
		buffer.fill(0);
		await appending;
		expect(buffer.byteLength).toBe(4);
		expect((await storage.loadDocument('d')).updates).toEqual([Uint8Array.of(1, 2)]);
	});

	test('every message of a commit is taken with it', async ({ storage }) => {
		await storage.appendCommit(commit('d', 0, { messages: [message('m', 1), message('n', 2)] }));
		expect((await storage.sequencesOf('r', ['m', 'n'])).size).toBe(2);
	});

	test('a probe changes nothing that is read', async ({ storage }) => {
		await storage.probe();
		expect(storage.isWritable()).toBe(true);
	});

	test('closing finishes the writes in flight, and closing twice is closing once', async ({ storage }) => {
		const writing = Promise.all(['a', 'b', 'c'].map((document) => storage.appendCommit(commit(document, 0))));
		await Promise.all([storage.close(), storage.close(), writing]);
	});
});
