import { parseDocumentName, segmentName } from '../protocol/document-name.ts';
import { SEGMENT_MAX_BYTES } from '../protocol/limits.ts';
import { currentSegmentOf } from './current-segment.ts';
import type { DocumentSet } from './document-set.ts';
import type { HeadsList } from './heads-list.ts';
import type { History } from './history.ts';
import type { LocalStore } from './local-store.ts';
import type { Outbox } from './outbox.ts';
import type { ServerLink } from './server-link.ts';
import type { CopyRow } from './store-schema.ts';
import type { Budget } from './tab-channel.ts';

/**
 * What documents may take on a device unless the person says otherwise, in bytes: half a million messages, and little
 * beside the pictures that a phone keeps.
 */
const BUDGET_DEFAULT_BYTES = 200 * 1024 * 1024;

const FACT = 'budget';

/** The budget as it stands on the disk. */
export async function readBudget(store: LocalStore): Promise<Budget> {
	const chosen = await store.fact(FACT);
	const copies = [...(await store.copies()).values()];
	return {
		limit: typeof chosen === 'number' ? chosen : BUDGET_DEFAULT_BYTES,
		used: copies.reduce((sum, { bytes }) => sum + bytes, 0)
	};
}

export function writeBudget(store: LocalStore, bytes: number): Promise<void> {
	return store.setFact(FACT, bytes);
}

/** A closed segment, with how many segments its room has begun since. */
interface Closed {
	name: string;
	age: number;
}

interface PrefetchParts {
	link: ServerLink;
	store: LocalStore;
	documents: DocumentSet;
	outbox: Outbox;
	heads: HeadsList;
	history: History;
	onBudget: (budget: Budget) => void;
}

/**
 * Fetches history before anyone scrolls to it: each room's newest missing segment, then each one's next, one at a time while
 * the link has nothing better to do. Stays within the budget, and gives up the oldest segments where it is exceeded.
 */
export class Prefetch {
	#parts: PrefetchParts;
	/** What has been asked for on this connection, and is not asked for again if it did not come. */
	#tried = new Set<string>();
	#running = false;
	#again = false;

	constructor(parts: PrefetchParts) {
		this.#parts = parts;
		parts.link.on('begun', () => this.#tried.clear());
		parts.link.on('idle', () => void this.run());
	}

	/** Makes room where there is too little, then fetches the next segment where there is enough. */
	async run(): Promise<void> {
		this.#again = true;
		if (this.#running) return;
		this.#running = true;
		while (this.#again) {
			this.#again = false;
			await this.#runOnce();
		}
		this.#running = false;
	}

	async #runOnce(): Promise<void> {
		const { store, link, onBudget } = this.#parts;
		const copies = await store.copies();
		const closed = await this.#closedSegments();
		await this.#evict(copies, closed);
		const budget = await readBudget(store);
		onBudget(budget);
		// A segment may weigh its most; what would have to go again at once is not fetched.
		if (!link.idle || savesData() || budget.used + SEGMENT_MAX_BYTES > budget.limit) return;
		const next = closed.find(({ name }) => !isHere(copies, name) && !this.#tried.has(name));
		if (next === undefined) return;
		this.#tried.add(next.name);
		link.sync(next.name);
	}

	/** The closed segments of every room, the newest first. */
	async #closedSegments(): Promise<Closed[]> {
		const { heads, documents } = this.#parts;
		const closed: Closed[] = [];
		for (const head of heads.names) {
			const parsed = parseDocumentName(head);
			if (parsed?.kind !== 'head') continue;
			const current = await currentSegmentOf(documents, parsed.roomId);
			for (let age = 1; age <= current; age++) closed.push({ name: segmentName(parsed.roomId, current - age), age });
		}
		return closed.sort((a, b) => a.age - b.age);
	}

	async #evict(copies: Map<string, CopyRow>, closed: Closed[]): Promise<void> {
		const { store, link, documents, history } = this.#parts;
		const { limit, used } = await readBudget(store);
		// What a restored server may have lost is perhaps nowhere but here (H3).
		if (used <= limit || history.doubts.size > 0) return;
		const gone: string[] = [];
		let excess = used - limit;
		for (const { name } of closed.toReversed()) {
			if (excess <= 0) break;
			if (!isHere(copies, name) || !this.#isDispensable(name)) continue;
			excess -= copies.get(name)?.bytes ?? 0;
			gone.push(name);
		}
		if (gone.length === 0) return;
		await documents.forget(gone).catch(() => undefined);
		for (const name of gone) {
			link.forgotten(name);
			this.#tried.delete(name);
		}
	}

	/** Nobody has it open, and nothing that was written into it is still to be sent. */
	#isDispensable(name: string): boolean {
		const { link, documents, outbox } = this.#parts;
		return !link.holds(name) && documents.holders(name) === 0 && outbox.owedTo(name).length === 0;
	}
}

function isHere(copies: Map<string, CopyRow>, name: string): boolean {
	return (copies.get(name)?.bytes ?? 0) > 0;
}

/** The person pays for what is transferred (Save Data, WICG; Chromium only). */
function savesData(): boolean {
	return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
}
