import { setTimeout as pause } from 'node:timers/promises';
import * as Y from 'yjs';
import type { Commit, DocumentStore, RoomStore } from '../storage/storage.ts';
import { AnswerCache, type SyncAnswer } from './answer-cache.ts';
import { LoadedDocument } from './loaded-document.ts';
import {
	decodeUpdates,
	SpoiltError,
	takeUpdates,
	type Decodings,
	type Incoming,
	type Taken,
	type TakeDeps
} from './take-updates.ts';
import { Turns } from './turns.ts';
import { Refusal, verdictOf, type Verdict } from './verdict.ts';
import { WaitingUpdates, type Waiting } from './waiting-updates.ts';

/** What became durable with one commit, as everyone is told of it. */
export interface Committed {
	document: string;
	/** A Yjs update (v1). */
	update: Uint8Array;
	/** The version it was made from. */
	base: number;
	/** The version it makes. */
	version: number;
}

/** What a live document needs of the outside. */
export interface LiveDeps extends TakeDeps {
	store: DocumentStore & Pick<RoomStore, 'sequencesOf' | 'findMessage'>;
	/** Told of every commit once it is durable, in order. */
	committed: (committed: Committed) => void;
	/** Told after updates were taken in: the segment may be full now. */
	taken: (live: LiveDocument, loaded: LoadedDocument) => void;
	/** Told when what the store holds is of another generation than what everyone has been told of. */
	rebased: (document: string) => void;
	/** How long to gather updates since the last ones went out, in ms: showing something to many people is what costs. */
	pace: (document: string) => number;
}

/**
 * One document that is in use. Work on it happens one after the other: what arrives while a commit is on its way to the
 * disk waits, and makes the next commit together. Nobody hears of a change before its commit is durable (I1).
 */
export class LiveDocument {
	readonly document: string;
	/** When anybody last asked for it, milliseconds since the Unix epoch. Being tidied up is no use. */
	touchedAt: number;
	/** What the content in memory weighs, in bytes as it is encoded; 0 where none is in memory. */
	bytes = 0;
	#deps: LiveDeps;
	#loaded: Promise<LoadedDocument> | undefined;
	/** What listeners have been told of; undefined until it is first loaded. */
	#announced: { version: number; generation: number } | undefined;
	#turns = new Turns();
	#waiting = new WaitingUpdates();
	/** Whether the waiting updates have a turn to come. */
	#batchQueued = false;
	#lastBatchAt = 0;
	/** The commit on its way to the disk: resolves with its version, or undefined when it failed. */
	#inFlight: Promise<number | undefined> | undefined;
	#answers = new AnswerCache();

	constructor(document: string, deps: LiveDeps) {
		this.document = document;
		this.#deps = deps;
		this.touchedAt = deps.now();
	}

	/** Whether nothing is under way, so that it may leave memory. */
	get idle(): boolean {
		return this.#turns.idle && this.#waiting.size === 0;
	}

	/**
	 * An account's update: check, apply, check, sequence, commit. Settles once the outcome is final; outcomes settle in
	 * the order of the calls. Never throws: what is wrong with an update is its verdict.
	 */
	receive(update: Uint8Array, sender: string): Promise<Verdict> {
		if (!this.#waiting.hasRoomFor(update)) {
			return Promise.resolve(verdictOf(new Refusal('rate-limited', 'too much is waiting for this document')));
		}
		return new Promise((resolve) => {
			this.#waiting.add({ update, sender, resolve });
			this.#queueBatch();
		});
	}

	/**
	 * What a client with `stateVector` lacks. Encoded now, answered once it is durable: memory holds a commit that is
	 * still on its way to the disk, and nobody may see one that a power cut could take back (I1).
	 * Throws UnreadableDocumentError, and what the store throws.
	 */
	async sync(stateVector: Uint8Array): Promise<SyncAnswer> {
		for (;;) {
			const { doc, version, generation } = await this.#load();
			const inFlight = this.#inFlight;
			const content = this.#answers.answer(doc, stateVector);
			const durable = inFlight === undefined ? version : await inFlight;
			if (durable !== undefined) return { ...content, version: durable, generation };
		}
	}

	/** Runs `use` when it is this document's turn, alone with it. */
	exclusively<T>(use: (loaded: LoadedDocument) => Promise<T>): Promise<T> {
		return this.#turns.take(async () => use(await this.#load()));
	}

	/**
	 * A commit that was made of this document's present content is being stored. Within a turn only. Tells everyone when it
	 * is (true), and forgets the content when it could not be (false).
	 */
	settle(loaded: LoadedDocument, commit: Commit, stored: Promise<number>): Promise<boolean> {
		this.#answers.clear();
		this.#inFlight = stored.then(
			(version) => {
				loaded.advance(version, commit);
				this.bytes = loaded.bytes;
				this.#announce(commit.update, commit.base, version);
				return version;
			},
			() => {
				this.forget();
				return undefined;
			}
		);
		return this.#inFlight.then((version) => {
			this.#inFlight = undefined;
			return version !== undefined;
		});
	}

	/** Takes the content out of memory; the next use loads it from the store again. Within a turn, or when idle. */
	forget(): void {
		this.#loaded = undefined;
		this.bytes = 0;
		this.#answers.clear();
	}

	/** The store holds a new generation. Within a turn. What it holds beyond that is no news. */
	rebased(): void {
		this.forget();
		this.#announced = undefined;
		this.#deps.rebased(this.document);
	}

	/** One turn at a time for all that waits: under load, turns that pile up would leave a roll-over or a command no place. */
	#queueBatch(): void {
		if (this.#batchQueued || this.#waiting.size === 0) return;
		this.#batchQueued = true;
		void this.#turns.take(() => this.#takeWaiting());
	}

	async #takeWaiting(): Promise<void> {
		const rest = this.#lastBatchAt + this.#deps.pace(this.document) - performance.now();
		if (rest > 0) await pause(rest);
		this.#lastBatchAt = performance.now();
		this.#batchQueued = false;
		const batch = this.#waiting.nextBatch();
		try {
			const loaded = await this.#takeBatch(batch);
			this.#deps.taken(this, loaded);
		} catch (error) {
			const unavailable = error instanceof Refusal ? error : new Refusal('storage-unavailable', String(error));
			batch.forEach(({ resolve }) => resolve(verdictOf(unavailable)));
		}
		this.#queueBatch();
	}

	/** Takes the updates in as one commit; without one that spoils the document, as often as that takes. */
	async #takeBatch(batch: Waiting[]): Promise<LoadedDocument> {
		const spoilers = new Map<Incoming, unknown>();
		for (;;) {
			const loaded = await this.#load();
			const rest = batch.filter((waiting) => !spoilers.has(waiting));
			const decodings = await decodeUpdates(loaded, rest, this.#deps);
			const taken = this.#tryTaking(loaded, decodings);
			if (taken === undefined) {
				for (const one of rest) await this.#takeBatch([one]);
				batch.forEach((one) => spoilers.has(one) && one.resolve(verdictOf(spoilers.get(one))));
				return this.#load();
			}
			if (taken instanceof SpoiltError) {
				spoilers.set(taken.spoiler, taken.cause);
				continue;
			}
			const { commit, written, refused } = taken;
			const stored = commit === undefined || (await this.settle(loaded, commit, this.#deps.store.appendCommit(commit)));
			if (!stored) throw new Refusal('storage-unavailable', 'not stored');
			decodings.gate?.keep();
			for (const waiting of batch) {
				const error = refused.get(waiting) ?? spoilers.get(waiting);
				const accepted = { accepted: true, written: written.get(waiting) ?? 0 } as const;
				waiting.resolve(error === undefined ? accepted : verdictOf(error));
			}
			return loaded;
		}
	}

	/**
	 * Yjs cannot take back what a transaction has done, so whatever goes wrong in it costs the content in memory. Undefined where
	 * Yjs broke after several had been applied: nobody can tell on which of them, and the others must not be refused with it.
	 */
	#tryTaking(loaded: LoadedDocument, decodings: Decodings<Waiting>): Taken<Waiting> | SpoiltError | undefined {
		try {
			return takeUpdates(loaded, decodings, this.#deps);
		} catch (error) {
			this.forget();
			if (error instanceof SpoiltError) return error;
			const [spoiler, ...others] = [...decodings.decoded.keys()].filter((one) => !decodings.refused.has(one));
			if (spoiler === undefined) throw error;
			return others.length === 0 ? new SpoiltError(spoiler, error) : undefined;
		}
	}

	#load(): Promise<LoadedDocument> {
		if (this.#loaded !== undefined) return this.#loaded;
		const loading = this.#read();
		this.#loaded = loading;
		loading.catch(() => {
			if (this.#loaded === loading) this.#loaded = undefined;
		});
		return loading;
	}

	/**
	 * Loads what is stored. A commit that was reported as failed may have reached the disk all the same, as may one of
	 * another process; whoever is connected has not heard of it and would lack what later updates build on. A rebase is no
	 * such news: what it made would not merge with the copies of the generation before.
	 */
	async #read(): Promise<LoadedDocument> {
		const loaded = new LoadedDocument(this.document, await this.#deps.store.loadDocument(this.document));
		const { version, generation, bytes } = loaded;
		this.bytes = bytes;
		const announced = this.#announced ?? { version, generation };
		this.#announced = { version, generation };
		if (generation !== announced.generation) this.#deps.rebased(this.document);
		else if (version > announced.version) this.#announce(Y.encodeStateAsUpdate(loaded.doc), announced.version, version);
		return loaded;
	}

	#announce(update: Uint8Array, base: number, version: number): void {
		if (this.#announced !== undefined) this.#announced.version = version;
		this.#deps.committed({ document: this.document, update, base, version });
	}
}
