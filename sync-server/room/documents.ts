import type * as Y from 'yjs';
import { parseDocumentName } from '../../src/lib/protocol/document-name.ts';
import type { Commit, DocumentHead, Storage } from '../storage/storage.ts';
import type { SyncAnswer } from './answer-cache.ts';
import { compact } from './compaction.ts';
import { needsRebase, rebase } from './generations.ts';
import { LiveDocument, type Committed } from './live-document.ts';
import type { LoadedDocument } from './loaded-document.ts';
import type { Receipts } from './receipts.ts';
import { RoomPolicies } from './room-policies.ts';
import { COMPACT_LIVE_UPDATES, LIVE_IDLE_MAX_BYTES, LIVE_IDLE_MS } from './room-limits.ts';
import { isFull, rollOver } from './segments.ts';
import type { Verdict } from './verdict.ts';

export type { Committed, SyncAnswer };

export interface DocumentsDeps {
	store: Storage;
	receipts: Receipts;
	/** Something that was to be done for a document in the background failed; it is tried again at its next use. */
	report: (error: unknown, document: string) => void;
	now?: () => number;
}

/** A document and the server's own change to it. */
export interface Write {
	document: string;
	/** Makes the change. Throws when it turns out not to be wanted; nothing has changed then. */
	change: (doc: Y.Doc) => void;
}

/** Every document that is in use in this process. The only way to one, for the socket and for the rooms' commands alike. */
export class Documents {
	/** How long updates of a document are gathered after the last ones went out, in ms. */
	pace: (document: string) => number = () => 0;
	/** Who may write in which room as things are. */
	readonly policies: RoomPolicies;
	#deps: Required<DocumentsDeps>;
	#live = new Map<string, LiveDocument>();
	#committed: ((committed: Committed) => void)[] = [];
	#rebased: ((document: string) => void)[] = [];

	constructor(deps: DocumentsDeps) {
		this.#deps = { now: Date.now, ...deps };
		this.policies = new RoomPolicies(deps.store);
	}

	/** How many documents are in memory. */
	get size(): number {
		return this.#live.size;
	}

	/** Told of every commit of every document once it is durable: the fan-out. */
	onCommitted(listener: (committed: Committed) => void): void {
		this.#committed.push(listener);
	}

	/** Told when a document has begun a new generation: every copy of it is to be renewed. */
	onRebased(listener: (document: string) => void): void {
		this.#rebased.push(listener);
	}

	/** An account's update. The caller has checked the session and the access; this checks the update itself. */
	receive(document: string, update: Uint8Array, sender: string): Promise<Verdict> {
		return this.#use(document).receive(update, sender);
	}

	/**
	 * What a client with `stateVector` lacks. Throws UnreadableDocumentError, what the store throws, and what Yjs throws for
	 * a state vector that is none.
	 */
	sync(document: string, stateVector: Uint8Array): Promise<SyncAnswer> {
		return this.#use(document).sync(stateVector);
	}

	/** The personal document, and the head and current segment of each room of an account, as stored. */
	headsOf(userId: string): Promise<DocumentHead[]> {
		return this.#deps.store.headsOf(userId);
	}

	/** A room's head and current segment, as stored. */
	headsOfRoom(roomId: string): Promise<DocumentHead[]> {
		return this.#deps.store.headsOfRoom(roomId);
	}

	/** A look at a document as it is, in its turn. */
	read<T>(document: string, use: (loaded: LoadedDocument) => T): Promise<T> {
		return this.#use(document).exclusively(async (loaded) => use(loaded));
	}

	/**
	 * Changes by the server, to one document or several, stored by `store` together with whatever else must become durable with
	 * them; they are announced in their order. Throws what `store` throws, and then nothing has changed; throws also when a
	 * change changes nothing, for then a command would seem to have worked.
	 */
	async write(writes: Write[], store: (commits: Commit[]) => Promise<number>): Promise<void> {
		// Locked in the order of their names, so that two who want the same documents cannot wait for each other.
		const ordered = [...writes].sort((a, b) => (a.document < b.document ? -1 : 1));
		const lock = (held: Map<string, LoadedDocument>): Promise<void> => {
			const next = ordered[held.size];
			if (next === undefined) return this.#writeHeld(writes, held, store);
			return this.#use(next.document).exclusively((loaded) => lock(new Map([...held, [next.document, loaded]])));
		};
		await lock(new Map());
	}

	/** Takes idle documents out of memory, those first that were not used for longest, compacted where that is worth it. */
	async sweep(): Promise<void> {
		const idle = [...this.#live.values()].filter((live) => live.idle).sort((a, b) => a.touchedAt - b.touchedAt);
		let bytes = idle.reduce((sum, live) => sum + live.bytes, 0);
		for (const live of idle) {
			const { touchedAt } = live;
			if (bytes <= LIVE_IDLE_MAX_BYTES && this.#deps.now() - touchedAt < LIVE_IDLE_MS) return;
			bytes -= live.bytes;
			await this.#tidy(live);
			// Somebody may have come back to it in the meantime.
			if (live.idle && live.touchedAt === touchedAt) this.#drop(live);
		}
	}

	#drop({ document }: LiveDocument): void {
		this.#live.delete(document);
		const name = parseDocumentName(document);
		if (name?.kind === 'segment') this.policies.forget(name.roomId);
	}

	#use(document: string): LiveDocument {
		let live = this.#live.get(document);
		if (live === undefined) {
			live = new LiveDocument(document, {
				...this.#deps,
				policies: this.policies,
				committed: (committed) => this.#committed.forEach((listener) => listener(committed)),
				taken: (taken, loaded) => this.#taken(taken, loaded),
				rebased: (name) => this.#rebased.forEach((listener) => listener(name)),
				pace: (name) => this.pace(name)
			});
			this.#live.set(document, live);
		}
		live.touchedAt = this.#deps.now();
		return live;
	}

	async #writeHeld(
		writes: Write[],
		held: Map<string, LoadedDocument>,
		store: (commits: Commit[]) => Promise<number>
	): Promise<void> {
		const made: { live: LiveDocument; loaded: LoadedDocument; commit: Commit }[] = [];
		try {
			for (const { document, change } of writes) {
				const [live, loaded] = [this.#use(document), held.get(document)];
				const commit = loaded?.change(({ transaction }) => (change(transaction.doc), []));
				if (loaded === undefined || commit === undefined) throw new Error(`nothing to write to ${document}`);
				made.push({ live, loaded, commit });
			}
		} catch (error) {
			held.forEach((_, document) => this.#use(document).forget());
			throw error;
		}
		const stored = store(made.map(({ commit }) => commit));
		await Promise.all(made.map(({ live, loaded, commit }) => live.settle(loaded, commit, stored)));
		await stored;
		made.forEach(({ live, loaded }) => this.#taken(live, loaded));
	}

	/** After a commit: what the document may have grown into. */
	#taken(live: LiveDocument, loaded: LoadedDocument): void {
		const { name } = loaded;
		const follow = (work: Promise<unknown>) =>
			void work.catch((error: unknown) => this.#deps.report(error, live.document));
		if (name.kind === 'segment' && isFull(loaded)) follow(rollOver(this, this.#deps, name.roomId, name.segment));
		else if (needsRebase(loaded)) follow(rebase(live, this.#deps.store));
		else if (loaded.tail >= COMPACT_LIVE_UPDATES) follow(compact(live, this.#deps.store));
	}

	async #tidy(live: LiveDocument): Promise<void> {
		try {
			if (!(await rebase(live, this.#deps.store))) await compact(live, this.#deps.store, 'leaving');
		} catch (error) {
			this.#deps.report(error, live.document);
		}
	}
}
