import { createMemoryStorage } from '../../../sync-server/storage/memory/memory-storage.ts';
import type { Commit, HistoryStore, Storage } from '../../../sync-server/storage/storage.ts';
import { newId } from '../../../src/lib/protocol/ids.ts';

/** Something that reached the disk. */
interface Written {
	run: (storage: Storage) => Promise<unknown>;
	commits: Commit[];
	/** The version it made, where it made one. */
	version?: number;
}

/** The server's disk: outlives every server process, and can be put back to what it was. */
export class Disk {
	storage: Storage = createMemoryStorage();
	/** Ids of the messages in the log, with who they are by. */
	messages = new Map<string, string>();
	#written: Written[] = [];
	#histories: { id: string; firstVersion: number }[] = [];

	/** How much has been written so far: a backup is a number to go back to. */
	get length(): number {
		return this.#written.length;
	}

	get #lastVersion(): number {
		return this.#written.findLast(({ version }) => version !== undefined)?.version ?? 0;
	}

	/** Writes at once, and keeps in mind what was written. */
	async write<T>(run: (storage: Storage) => Promise<T>, commits: Commit[] = []): Promise<T> {
		const { storage } = this;
		const value = await run(storage);
		// What was on its way to a disk that has been replaced is on no disk.
		if (storage !== this.storage) return value;
		this.#written.push({ run, commits, ...(typeof value === 'number' && { version: value }) });
		this.#note(commits);
		return value;
	}

	/** Puts the disk back to an earlier state, as from a backup. */
	async restore(length: number): Promise<void> {
		this.storage = createMemoryStorage();
		this.messages.clear();
		this.#written.length = length;
		for (const { run, commits } of this.#written) {
			await run(this.storage);
			this.#note(commits);
		}
		this.#histories = this.#histories.filter(({ firstVersion }) => firstVersion <= this.#lastVersion);
	}

	/** As the memory store's, but so that a restored disk knows what it knew. */
	readonly histories: HistoryStore = {
		beginHistory: async () => {
			const id = newId();
			this.#histories.push({ id, firstVersion: this.#lastVersion + 1 });
			return id;
		},
		knows: async (history, version) => {
			const ordinal = this.#histories.findIndex(({ id }) => id === history);
			const next = this.#histories[ordinal + 1];
			return ordinal !== -1 && version <= (next === undefined ? this.#lastVersion : next.firstVersion - 1);
		},
		secret: async () => new Uint8Array(32).fill(7),
		audit: async () => {}
	};

	#note(commits: Commit[]): void {
		for (const { messages } of commits) for (const { id, author } of messages) this.messages.set(id, author);
	}
}
