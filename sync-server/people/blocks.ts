import type { BlockRecord, PeopleStore } from '../storage/people-store.ts';

/** Told, once it is durable, that a block has begun or ended. */
export type BlockListener = (block: BlockRecord, blocked: boolean) => void;

/** Who does not want to hear of whom, in memory: it is asked for every message in a direct room and every sign of presence. */
export class Blocks {
	/** Account → those it has blocked. */
	#blocked = new Map<string, Set<string>>();
	/** Account → those who have blocked it. */
	#blockers = new Map<string, Set<string>>();
	#listeners: BlockListener[] = [];

	/** Reads what is stored; call it before anybody asks. */
	async load(store: PeopleStore): Promise<void> {
		for (const block of await store.listBlocks()) this.#note(block, true);
	}

	onChanged(listener: BlockListener): void {
		this.#listeners.push(listener);
	}

	/** Whether either of the two has blocked the other. */
	isBlocked(one: string, other: string): boolean {
		return this.hasBlocked(one, other) || this.hasBlocked(other, one);
	}

	/** Whether the first has blocked the second. */
	hasBlocked(userId: string, other: string): boolean {
		return this.#blocked.get(userId)?.has(other) ?? false;
	}

	/** Those whom this account has blocked. */
	blockedBy(userId: string): ReadonlySet<string> {
		return this.#blocked.get(userId) ?? NOBODY;
	}

	/** Those who have blocked this account. */
	blockersOf(userId: string): ReadonlySet<string> {
		return this.#blockers.get(userId) ?? NOBODY;
	}

	/** A block has become durable, or its end has. */
	set(block: BlockRecord, blocked: boolean): void {
		this.#note(block, blocked);
		this.#listeners.forEach((listener) => listener(block, blocked));
	}

	#note({ userId, blockedId }: BlockRecord, blocked: boolean): void {
		note(this.#blocked, userId, blockedId, blocked);
		note(this.#blockers, blockedId, userId, blocked);
	}
}

const NOBODY: ReadonlySet<string> = new Set();

function note(index: Map<string, Set<string>>, key: string, value: string, present: boolean): void {
	const values = index.get(key) ?? new Set();
	if (present) index.set(key, values.add(value));
	else if (values.delete(value) && values.size === 0) index.delete(key);
}
