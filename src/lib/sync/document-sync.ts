import * as Y from 'yjs';
import type { Frame } from '../protocol/frames.ts';
import { UPDATE_MAX_BYTES } from '../protocol/limits.ts';
import type { OutboxEntry } from './outbox.ts';
import type { Place, Rescue } from './copies.ts';
import type { DocumentSet } from './document-set.ts';
import type { OpenDocument } from './open-document.ts';
import { reaches } from './reaches.ts';
import { holdsUnaccepted } from './segment-state.ts';

/** The first wait before a document that the server could not store or read is asked for again, in ms; each doubles it. */
const RETRY_FIRST_MS = 3_000;
/** The longest such wait, in ms. */
const RETRY_MAX_MS = 60_000;

/** Updates kept while a step 2 is on its way; with more, in a very busy room, it is cheaper to ask again. */
const EARLY_MAX = 256;

/** Step 1s in a row that come to nothing before the document waits like an unavailable one: no fault may spin. */
const STARTS_MAX = 8;

/** A step 1 "as if there were no copy" (D6). */
const NO_COPY = Y.encodeStateVector(new Y.Doc());

type Step = { base: number; version: number };

/** A renewal's side effects: what comes back to its writer in the transaction that replaces the copy. */
export interface Renewal {
	givenBack: () => OutboxEntry[];
}

/** A renewal that is nobody's fault. */
export const NOTHING_BACK: Renewal = { givenBack: () => [] };

/** What a document's sync needs of its surroundings. */
export interface SyncSurroundings {
	documents: DocumentSet;
	send: (frame: Frame) => void;
	rescueFrom: (document: string) => Rescue | undefined;
	/** Whether it holds words of this account that are not to be sent any more. */
	holdsOvertaken: (document: string, doc: Y.Doc) => boolean;
	/** The document is in step with the server, and what was written here is on its way. */
	onLive: (sync: DocumentSync) => void;
	/** The server has everything that the document holds. */
	onSettled: (doc: Y.Doc) => void;
}

/**
 * How one document stands on the present connection.
 * - `syncing`: step 1 is on its way, or its answer; what is written meanwhile goes with the step 2 that answers the server's.
 * - `live`: in step; every update goes out at once.
 * - `healing`: the whole copy has been offered to a server that had lost some of it (H4).
 * - `waiting`: the server could not take or read it; a new step 1 follows after a pause (D8).
 */
export class DocumentSync {
	readonly name: string;
	phase: 'syncing' | 'live' | 'healing' | 'waiting' = 'syncing';
	/** How often in a row the server lacked what an update was made on (D5). */
	resyncs = 0;
	#around: SyncSurroundings;
	#ready: Promise<OpenDocument>;
	/** Rises with each step 1 and at the end: whoever has waited since looks whether it is still the same. */
	#round = 0;
	#starts = 0;
	#pauses = 0;
	#renewal: Renewal | undefined;
	#renewed = false;
	#pieces: Uint8Array[] = [];
	/** Updates that arrived before the step 2; undefined once it has come. */
	#early: { update: Uint8Array; step: Step }[] | undefined;
	/** The step 2 that has come, until the server's own step 1 says how far it must reach. */
	#step2: { update: Uint8Array; at: Place } | undefined;
	#filling = false;
	#sent = 0;
	#acknowledged = 0;
	#entries = new Map<number, string>();
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Holds the document open until {@link end}. */
	constructor(name: string, around: SyncSurroundings) {
		this.name = name;
		this.#around = around;
		this.#ready = around.documents.openReady(name);
	}

	/** In step, and everything that was sent is durable. */
	get settled(): boolean {
		return this.phase === 'live' && this.#acknowledged >= this.#sent;
	}

	get busy(): boolean {
		return this.phase === 'syncing' || this.phase === 'healing';
	}

	/** Sends a step 1; with a renewal the copy is replaced by what comes, and stays as it is until then. */
	start(renewal = this.#renewal): void {
		this.#renewal = renewal;
		if (++this.#starts > STARTS_MAX) return this.pause();
		this.#begin('syncing');
		this.#early = [];
		void this.#ask(this.#round, renewal !== undefined);
	}

	/** D6, D10: replaces the copy; what an unfinished renewal was to give back is not forgotten. */
	renew(renewal = this.#renewal ?? NOTHING_BACK): void {
		this.start(renewal);
	}

	/** D5: compares state vectors again. */
	resync(): void {
		this.resyncs++;
		this.start();
	}

	/** D8: tries again after a while. */
	pause(): void {
		this.#begin('waiting');
		this.#starts = 0;
		const wait = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.#pauses++);
		this.#timer = setTimeout(() => this.start(), wait);
	}

	/** H4: offers the whole copy; the server answers that it is to be renewed. */
	async heal(): Promise<void> {
		this.#begin('healing');
		const round = this.#round;
		const { doc } = await this.#ready;
		if (round !== this.#round) return;
		this.#around.send({ kind: 'heal', document: this.name, update: Y.encodeStateAsUpdate(doc) });
	}

	end(): void {
		this.#begin('waiting');
		this.#around.documents.release(this.name);
	}

	/** A piece of the step 2 that follows (W6). */
	receivePart(part: Uint8Array): void {
		if (this.#early !== undefined) this.#pieces.push(part);
	}

	receiveStep2(last: Uint8Array, at: Place): void {
		if (this.#early === undefined || this.#filling) return;
		this.#step2 = { update: concat([...this.#pieces.splice(0), last]), at };
	}

	/** An update from the server. Before the step 2 it can be in no order with the copy, so it waits. */
	async receive(update: Uint8Array, step: Step): Promise<void> {
		if (this.#early !== undefined) {
			if (this.#early.length <= EARLY_MAX) this.#early.push({ update, step });
			return;
		}
		const round = this.#round;
		const outcome = await this.#around.documents.receive(this.name, update, step);
		if (round !== this.#round) return;
		if (outcome === 'gap' && (this.phase === 'live' || this.phase === 'syncing')) this.start();
		else this.#tellSettled();
	}

	/** Takes in the step 2 that came before the server's step 1, and answers with everything the server lacks. */
	async answer(stateVector: Uint8Array): Promise<void> {
		const round = this.#round;
		const opened = await this.#ready;
		if (round !== this.#round || this.#filling) return;
		const step2 = this.#step2;
		this.#step2 = undefined;
		// One that comes before the step 2 belongs to a step 1 that has been overtaken.
		if (step2 === undefined) return;
		const copy = this.#renewal === undefined ? opened.doc : undefined;
		if (!reaches(step2.update, copy, stateVector)) return this.#waitOn();
		await this.#fill(step2.update, step2.at);
		const { doc } = opened;
		if (round !== this.#round || this.phase !== 'syncing') return;
		const update = Y.encodeStateAsUpdate(doc, stateVector);
		// D7, D10. A copy that has just been renewed holds nothing but the server's.
		const unsendable = update.byteLength > UPDATE_MAX_BYTES || holdsUnaccepted(this.name, doc);
		// Taken back or changed before the server had them, they must not reach it: the outbox has what is to be sent.
		const overtaken = this.#around.holdsOvertaken(this.name, doc);
		if (overtaken || (unsendable && !this.#renewed)) return this.renew();
		this.phase = 'live';
		this.#starts = 0;
		this.#sent = 1;
		this.#acknowledged = 0;
		this.#entries.clear();
		this.#around.send({ kind: 'sync-step-2', document: this.name, update });
		this.#around.onLive(this);
	}

	/** Sends what was written here; what is written before the document is in step goes with its step 2. */
	forward(update: Uint8Array, entryId: string | undefined): void {
		if (this.phase !== 'live') return;
		this.#sent++;
		if (entryId !== undefined) this.#entries.set(this.#sent, entryId);
		this.#around.send({ kind: 'update', document: this.name, update });
	}

	/** C4: everything up to the `ordinal`-th is durable. */
	acknowledge(ordinal: number): void {
		if (this.phase !== 'live') return;
		this.#acknowledged = ordinal;
		this.resyncs = 0;
		this.#pauses = 0;
		for (const sent of this.#entries.keys()) if (sent <= ordinal) this.#entries.delete(sent);
		this.#tellSettled();
	}

	/** The id of the outbox entry that went as the `ordinal`-th update. */
	entryOf(ordinal: number): string | undefined {
		return this.#entries.get(ordinal);
	}

	#tellSettled(): void {
		const opened = this.#around.documents.peek(this.name);
		if (this.settled && opened !== undefined) this.#around.onSettled(opened.doc);
	}

	#begin(phase: DocumentSync['phase']): void {
		this.#round++;
		this.phase = phase;
		clearTimeout(this.#timer);
		this.#pieces = [];
		this.#early = undefined;
		this.#step2 = undefined;
		this.#filling = false;
	}

	/**
	 * The step 2 answers an earlier step 1, of a copy that is gone: who is removed from a room and comes back at once has asked
	 * twice, and took the difference to the old copy for the whole of the new one. Ours is still to come; where the copy was
	 * replaced since it was asked for, it is not, so it is asked for again after a while.
	 */
	#waitOn(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.start(), RETRY_FIRST_MS);
	}

	async #ask(round: number, afresh: boolean): Promise<void> {
		const { doc, empty, generation } = await this.#ready;
		if (round !== this.#round) return;
		const document = this.name;
		// Of an empty copy there is no generation to disagree about.
		if (afresh || empty) return this.#around.send({ kind: 'sync-step-1', document, stateVector: NO_COPY });
		this.#around.send({ kind: 'sync-step-1', document, stateVector: Y.encodeStateVector(doc), generation });
	}

	async #fill(update: Uint8Array, at: Place): Promise<void> {
		const round = this.#round;
		this.#filling = true;
		clearTimeout(this.#timer);
		const { documents, rescueFrom } = this.#around;
		const renewal = this.#renewal;
		this.#renewed = renewal !== undefined;
		if (renewal === undefined) await documents.complete(this.name, update, at);
		else
			await documents.replace(this.name, update, at, { givenBack: renewal.givenBack(), rescue: rescueFrom(this.name) });
		if (round !== this.#round) return;
		this.#renewal = undefined;
		const early = this.#early ?? [];
		this.#early = undefined;
		if (early.length > EARLY_MAX) return this.start();
		for (const frame of early) void this.receive(frame.update, frame.step);
	}
}

function concat(pieces: Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.byteLength, 0));
	let offset = 0;
	for (const piece of pieces) {
		whole.set(piece, offset);
		offset += piece.byteLength;
	}
	return whole;
}
