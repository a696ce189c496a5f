import type { Logger } from 'pino';
import type { HistoryStore } from './storage/storage.ts';

const MINUTE_MS = 60_000;

/** What a device says of the past: the newest point of the server's history that it has seen. */
export interface HistoryPoint {
	id: string;
	version: number;
}

/**
 * The life of the store under this process, and whether it fits what devices remember (H1–H4). A store that was restored
 * from a backup looks whole from inside: only the devices know what came after.
 */
export class History {
	/** The id of this process's history. */
	readonly id: string;
	#store: HistoryStore;
	#healUntil: number;
	#now: () => number;
	#log: Logger;
	/** Accounts whose devices have seen what this store has not. */
	#ahead = new Set<string>();

	private constructor(id: string, store: HistoryStore, healUntil: number, now: () => number, log: Logger) {
		this.id = id;
		this.#store = store;
		this.#healUntil = healUntil;
		this.#now = now;
		this.#log = log;
	}

	/** Begins a new history; with `healMinutes`, one that takes back for so long what devices hold and the store has lost. */
	static async begin(
		store: HistoryStore,
		{ healMinutes, now, log }: { healMinutes: number; now: () => number; log: Logger }
	): Promise<History> {
		const id = await store.beginHistory();
		if (healMinutes > 0) {
			await store.audit({ actor: 'server', action: 'healing-began', subject: `${healMinutes} min` });
			log.warn({ minutes: healMinutes }, 'healing: devices may give back what this store has lost');
		}
		return new History(id, store, now() + healMinutes * MINUTE_MS, now, log);
	}

	/** Whether lost messages are taken back now. */
	get healing(): boolean {
		return this.#now() < this.#healUntil;
	}

	/** How many accounts have shown that this store was restored from an older backup; 0 where nothing is lost. */
	get accountsAhead(): number {
		return this.#ahead.size;
	}

	/** Whether the store has not lived through what the device has seen (H2). */
	async hasLost(point: HistoryPoint | undefined, userId: string): Promise<boolean> {
		if (point === undefined || (await this.#store.knows(point.id, point.version))) return false;
		if (!this.#ahead.has(userId)) {
			this.#log.error(
				{ userId, history: point.id, version: point.version },
				'a device has seen what this store has not: it was restored from an older backup. ' +
					'Start the server with --heal to take back what devices still hold.'
			);
		}
		this.#ahead.add(userId);
		return true;
	}
}
