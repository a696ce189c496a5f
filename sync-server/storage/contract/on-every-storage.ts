import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, describe, type TestAPI } from 'vitest';
import { createMemoryStorage } from '../memory/memory-storage.ts';
import { buildWriterWorker } from '../sqlite/build-writer-worker.ts';
import { createSqliteStorage } from '../sqlite/sqlite-storage.ts';
import type { Storage } from '../storage.ts';
import { person } from './records.ts';

interface Opened {
	storage: Storage;
	remove: () => Promise<void>;
}

interface Subject {
	/** A store that nobody has used. */
	empty: Storage;
	/** A store in which Anna and Boris have accounts. */
	storage: Storage;
}

const implementations: Record<string, () => Promise<Opened>> = {
	memory: async () => ({ storage: createMemoryStorage(), remove: async () => {} }),
	sqlite: async () => {
		const dataDir = await mkdtemp(join(tmpdir(), 'tidings-contract-'));
		const storage = createSqliteStorage({ dataDir, workerUrl: await buildWriterWorker() });
		return { storage, remove: () => rm(dataDir, { recursive: true }) };
	}
};

/** Says the sentences of every store there is; each gets one of its own, which is closed when it is over. */
export function onEveryStorage(sentences: (test: TestAPI<Subject>) => void): void {
	describe.each(Object.entries(implementations))('%s storage', (_name, open) => {
		sentences(
			base.extend<Subject>({
				empty: async ({ onTestFinished }, use) => {
					const { storage, remove } = await open();
					onTestFinished(() => storage.close().then(remove));
					await use(storage);
				},
				storage: async ({ empty }, use) => {
					await empty.createUser(person('Anna'));
					await empty.createUser(person('Boris'));
					await use(empty);
				}
			})
		);
	});
}
