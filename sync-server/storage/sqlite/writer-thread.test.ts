import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { commit, room, membership } from '../contract/records.ts';
import { StorageUnavailableError } from '../storage.ts';
import { WAITING_MAX_BYTES } from './group-commit.ts';
import { test } from './on-disk.ts';

const HALF = { update: new Uint8Array(WAITING_MAX_BYTES / 2) };

test('a writer that cannot start fails what waits for it and says that the store takes no writes', async ({ open }) => {
	const storage = open({ workerUrl: new URL('./no-such-worker.mjs', import.meta.url) });
	const writes = await Promise.allSettled([storage.appendCommit(commit('d', 0)), storage.probe()]);
	expect(writes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	expect(writes[0]).toMatchObject({ reason: expect.any(StorageUnavailableError) as unknown });
	expect(storage.isWritable()).toBe(false);
});

test('a writer that dies in the middle of a batch fails it, and the next write starts another', async ({
	dataDir,
	open,
	workerUrl
}) => {
	const script = join(dataDir, 'dies-once.mjs');
	await writeFile(
		script,
		`import { existsSync, writeFileSync } from 'node:fs';
		import { parentPort } from 'node:worker_threads';
		const marker = ${JSON.stringify(join(dataDir, 'died'))};
		if (existsSync(marker)) await import(${JSON.stringify(workerUrl.href)});
		else parentPort.on('message', () => { writeFileSync(marker, ''); throw new Error('out of memory'); });`
	);
	const storage = open({ workerUrl: pathToFileURL(script) });
	await expect(storage.appendCommit(commit('d', 0))).rejects.toThrow('the writer thread failed: out of memory');
	expect(storage.isWritable()).toBe(false);
	const version = await storage.appendCommit(commit('d', 0));
	expect(storage.isWritable()).toBe(true);
	expect((await storage.loadDocument('d')).version).toBe(version);
});

test('the writer is not asked to hold more than the limit', async ({ open }) => {
	const storage = open();
	const fits = storage.appendCommit(commit('d', 0, HALF));
	await expect(storage.appendCommit(commit('e', 0, HALF))).rejects.toThrow('too many writes');
	await fits;
	expect(storage.isWritable()).toBe(true);
	await storage.appendCommit(commit('e', 0));
});

test('every commit of an operation, and a snapshot, counts towards the limit', async ({ open }) => {
	const storage = open();
	const commits = [commit('room/r', 0, HALF), commit('room/r/0', 0, HALF)];
	const creating = storage.createRoom(room('r'), [membership('r', 'id-anna')], commits);
	await expect(creating).rejects.toThrow('too many writes');
	const compacting = storage.compact('d', { version: 1, generation: 0 }, new Uint8Array(WAITING_MAX_BYTES));
	await expect(compacting).rejects.toThrow('too many writes');
	await storage.probe();
});
