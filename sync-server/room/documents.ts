import * as Y from 'yjs';
import type { Commit, DocumentStore } from '../storage/storage.ts';
import { LiveDocument, type Committed } from './live-document.ts';
import type { Verdict } from './verdict.ts';

/** A document as of one moment: apply `update` to hold `version`. Everything in it is durable. */
export interface SyncAnswer {
	update: Uint8Array;
	version: number;
	/** The server's own state vector, for its step 1. */
	stateVector: Uint8Array;
}

/** Every live document of this process. The only way to one, for the socket and for the rooms' commands alike. */
export class Documents {
	#store: DocumentStore;
	#now: () => number;
	#live = new Map<string, Promise<LiveDocument>>();
	#listeners: Committed[] = [];

	constructor(store: DocumentStore, now: () => number = Date.now) {
		this.#store = store;
		this.#now = now;
	}

	/** Told of every commit of every document once it is durable: the fan-out. */
	onCommitted(listener: Committed): void {
		this.#listeners.push(listener);
	}

	/** An account's update. The caller has checked the session and the access; this checks the update itself. */
	receive(document: string, update: Uint8Array, sender: string): Promise<Verdict> {
		return this.#with(document, (live) => live.receive(update, sender, this.#now()));
	}

	/**
	 * What a client with `stateVector` lacks. Encoded now, answered once it is durable: memory holds commits that are
	 * still on their way to the disk, and nobody may see one that a power cut could take back (I1).
	 * Throws what Yjs throws for a state vector that is none.
	 */
	async sync(document: string, stateVector: Uint8Array): Promise<SyncAnswer> {
		for (;;) {
			const answer = await this.#with(document, async (live) => {
				const update = Y.encodeStateAsUpdate(live.doc, stateVector);
				const encoded = { update, version: live.version, stateVector: Y.encodeStateVector(live.doc) };
				return (await live.settled()) ? encoded : undefined;
			});
			if (answer !== undefined) return answer;
		}
	}

	/** The newest durable version of each document, in the order asked. */
	versions(documents: string[]): Promise<number[]> {
		return this.#store.documentVersions(documents);
	}

	/**
	 * A change by the server, stored by `store` together with whatever else must become durable with it. Throws what
	 * `store` throws, and then nothing has changed; throws also when `change` changes nothing, for then `store` would
	 * never be called and a command would seem to have worked.
	 */
	write(document: string, change: (doc: Y.Doc) => void, store: (commit: Commit) => Promise<void>): Promise<void> {
		return this.#with(document, async (live) => {
			const commit = live.write(change);
			if (commit === undefined) throw new Error(`nothing to write to ${document}`);
			const stored = store(commit);
			await live.commit(commit, stored);
			await stored;
		});
	}

	/**
	 * Hands over the live document. `use` begins in the same turn as the check that the document is whole: several callers
	 * may wait for one load, and an update of the first that is refused leaves the copy unfit for the second.
	 */
	async #with<T>(document: string, use: (live: LiveDocument) => Promise<T>): Promise<T> {
		for (;;) {
			let opening = this.#live.get(document);
			if (opening === undefined) {
				opening = this.#load(document);
				this.#live.set(document, opening);
				opening.catch(() => this.#live.delete(document));
			}
			const live = await opening;
			if (!live.dropped) return use(live);
			// Load again only when the old copy's commits are on disk or lost: the store is then the whole truth.
			await live.settled();
			if (this.#live.get(document) === opening) this.#live.set(document, this.#reload(document, live));
		}
	}

	/**
	 * Loads what was dropped. A commit that was reported as failed may have reached the disk all the same, as may one of
	 * another process; whoever is connected has not heard of it and would lack what later updates build on.
	 */
	async #reload(document: string, dropped: LiveDocument): Promise<LiveDocument> {
		const live = await this.#load(document);
		if (live.version > dropped.announced) this.#announce(document, Y.encodeStateAsUpdate(live.doc), live.version);
		return live;
	}

	async #load(document: string): Promise<LiveDocument> {
		const stored = await this.#store.loadDocument(document);
		const append = (commit: Commit) => this.#store.appendCommit(commit);
		return new LiveDocument(document, stored, append, (...committed) => this.#announce(...committed));
	}

	#announce(document: string, update: Uint8Array, version: number): void {
		this.#listeners.forEach((listener) => listener(document, update, version));
	}
}
