import { expect } from 'vitest';
import type { Storage } from '../storage.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { bytes, claims, commit } from './records.ts';

/** Writes `d` as three commits of one byte each: 1, 2, 3. Returns their versions. */
async function writeThree(storage: Storage): Promise<[number, number, number]> {
	const first = await storage.appendCommit(commit('d', 0, { ...bytes(1), ...claims('id-anna', 5) }));
	await storage.appendCommit(commit('other', 0, bytes(9)));
	const second = await storage.appendCommit(commit('d', first, { ...bytes(2), ...claims('id-boris', 6) }));
	return [first, second, await storage.appendCommit(commit('d', second, bytes(3)))];
}

async function updatesOf(storage: Storage, document = 'd'): Promise<number[][]> {
	return (await storage.loadDocument(document)).updates.map((update) => [...update]);
}

onEveryStorage((test) => {
	test('a snapshot takes the place of the updates up to its version; later ones follow it', async ({ storage }) => {
		const [, second] = await writeThree(storage);
		await storage.compact('d', { version: second, generation: 0 }, Uint8Array.of(1, 2));
		expect(await updatesOf(storage)).toEqual([[1, 2], [3]]);
		expect(await updatesOf(storage, 'other')).toEqual([[9]]);
	});

	test('compaction between two loads changes the form alone', async ({ storage }) => {
		const [, , third] = await writeThree(storage);
		const before = await storage.loadDocument('d');
		await storage.compact('d', { version: third, generation: 0 }, Uint8Array.of(1, 2, 3));
		const after = await storage.loadDocument('d');
		expect(after).toEqual({ ...before, updates: [Uint8Array.of(1, 2, 3)] });
		expect(after.updates.flatMap((update) => [...update])).toEqual(before.updates.flatMap((update) => [...update]));
	});

	test('a compacted document goes on from its version and can be compacted again', async ({ storage }) => {
		const [, , third] = await writeThree(storage);
		await storage.compact('d', { version: third, generation: 0 }, Uint8Array.of(1, 2, 3));
		const fourth = await storage.appendCommit(commit('d', third, bytes(4)));
		expect(await updatesOf(storage)).toEqual([[1, 2, 3], [4]]);
		await storage.compact('d', { version: fourth, generation: 0 }, Uint8Array.of(1, 2, 3, 4));
		expect(await updatesOf(storage)).toEqual([[1, 2, 3, 4]]);
		expect((await storage.loadDocument('d')).version).toBe(fourth);
	});

	test('a snapshot between two versions of a document stands for the earlier', async ({ storage }) => {
		const [first] = await writeThree(storage);
		await storage.compact('d', { version: first + 1, generation: 0 }, Uint8Array.of(1));
		expect(await updatesOf(storage)).toEqual([[1], [2], [3]]);
	});

	test('a snapshot made while commits go on keeps them all, in whichever order they arrive', async ({ storage }) => {
		const [, , third] = await writeThree(storage);
		const [fourth] = await Promise.all([
			storage.appendCommit(commit('d', third, bytes(4))),
			storage.compact('d', { version: third, generation: 0 }, Uint8Array.of(1, 2, 3))
		]);
		await Promise.all([
			storage.compact('d', { version: fourth, generation: 0 }, Uint8Array.of(1, 2, 3, 4)),
			storage.appendCommit(commit('d', fourth, bytes(5)))
		]);
		expect(await updatesOf(storage)).toEqual([[1, 2, 3, 4], [5]]);
	});

	test('an older snapshot does not replace a newer one', async ({ storage }) => {
		const [first, second] = await writeThree(storage);
		await storage.compact('d', { version: second, generation: 0 }, Uint8Array.of(1, 2));
		await storage.compact('d', { version: first, generation: 0 }, Uint8Array.of(1));
		expect(await updatesOf(storage)).toEqual([[1, 2], [3]]);
	});

	test('a snapshot of a version not reached yet, or of no document, does nothing', async ({ storage }) => {
		const [, , third] = await writeThree(storage);
		await storage.compact('d', { version: third + 1, generation: 0 }, Uint8Array.of(0));
		await storage.compact('none', { version: 0, generation: 0 }, Uint8Array.of(0));
		expect(await updatesOf(storage)).toEqual([[1], [2], [3]]);
		expect(await storage.loadDocument('none')).toEqual({ version: 0, generation: 0, updates: [], claims: [] });
	});

	test('a snapshot of another generation, or from before this one began, does nothing', async ({ storage }) => {
		const [, , third] = await writeThree(storage);
		const rebased = await storage.rebase(commit('d', third, bytes(8)));
		const later = await storage.appendCommit(commit('d', rebased, bytes(9)));
		for (const generation of [0, 2]) {
			await storage.compact('d', { version: later, generation }, Uint8Array.of(0));
		}
		await storage.compact('d', { version: third, generation: 1 }, Uint8Array.of(0));
		expect(await updatesOf(storage)).toEqual([[8], [9]]);
		await storage.compact('d', { version: later, generation: 1 }, Uint8Array.of(8, 9));
		expect(await updatesOf(storage)).toEqual([[8, 9]]);
	});

	test('the snapshot is kept as it was at the call', async ({ storage }) => {
		const [, , third] = await writeThree(storage);
		const buffer = Uint8Array.of(0, 1, 2, 3);
		const compacting = storage.compact('d', { version: third, generation: 0 }, buffer.subarray(1));
		buffer.fill(0);
		await compacting;
		expect(buffer.byteLength).toBe(4);
		expect(await updatesOf(storage)).toEqual([[1, 2, 3]]);
	});
});
