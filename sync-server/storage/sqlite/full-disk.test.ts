import { expect } from 'vitest';
import { bytes, commit, person } from '../contract/records.ts';
import { StorageUnavailableError } from '../storage.ts';
import { test } from './on-disk.ts';

const KIB = 1024;
const FULL_BYTES = 512 * KIB;
const tooLarge = { update: new Uint8Array(2 * FULL_BYTES) };

test('a full disk turns the store unwritable, keeps what it had, and turns it back with a write that fits', async ({
	open
}) => {
	const storage = open({ maxBytes: FULL_BYTES });
	const version = await storage.appendCommit(commit('d', 0, { update: new Uint8Array(64 * KIB) }));
	await expect(storage.appendCommit(commit('d', version, tooLarge))).rejects.toBeInstanceOf(StorageUnavailableError);
	expect(storage.isWritable()).toBe(false);
	expect((await storage.loadDocument('d')).version).toBe(version);
	await storage.appendCommit(commit('d', version, { update: new Uint8Array(KIB) }));
	expect(storage.isWritable()).toBe(true);
	expect((await storage.loadDocument('d')).updates.map((update) => update.length)).toEqual([64 * KIB, KIB]);
});

test('a full disk fails every write of the transaction, because none of it was kept', async ({ open }) => {
	const storage = open({ maxBytes: FULL_BYTES });
	const outcomes = await Promise.allSettled([
		storage.createUser(person('Anna')),
		storage.appendCommit(commit('d', 0, tooLarge)),
		storage.beginHistory(),
		storage.secret('cookies'),
		storage.probe()
	]);
	for (const outcome of outcomes) {
		expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StorageUnavailableError) as unknown });
	}
	expect(await storage.findUser('id-anna')).toBeUndefined();
});

test('the versions of a batch that failed go with it, and those after still rise', async ({ open }) => {
	const storage = open({ maxBytes: FULL_BYTES });
	const history = await storage.beginHistory();
	const first = await storage.appendCommit(commit('a', 0));
	const failed = [storage.appendCommit(commit('a', first)), storage.appendCommit(commit('b', 0, tooLarge))];
	expect((await Promise.allSettled(failed)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	expect(await storage.knows(history, first + 1)).toBe(false);
	const second = await storage.appendCommit(commit('a', first));
	expect(second).toBeGreaterThan(first);
	expect(await storage.knows(history, second)).toBe(true);
});

test('a full disk refuses a compaction whole: the updates stay until the snapshot is there', async ({ open }) => {
	const storage = open({ maxBytes: FULL_BYTES });
	const version = await storage.appendCommit(commit('d', 0, bytes(1)));
	const compacting = storage.compact('d', { version, generation: 0 }, tooLarge.update);
	await expect(compacting).rejects.toBeInstanceOf(StorageUnavailableError);
	expect((await storage.loadDocument('d')).updates).toEqual([Uint8Array.of(1)]);
});

test('a probe shows that a disk which was full works again', async ({ open }) => {
	const storage = open({ maxBytes: FULL_BYTES });
	await expect(storage.appendCommit(commit('d', 0, tooLarge))).rejects.toThrow(StorageUnavailableError);
	await storage.probe();
	expect(storage.isWritable()).toBe(true);
});
