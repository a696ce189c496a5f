import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import type { Closed } from '../../src/lib/protocol/control.ts';
import { parseDocumentName } from '../../src/lib/protocol/document-name.ts';
import { encodeFrame, type Frame } from '../../src/lib/protocol/frames.ts';
import { SYNC_PART_BYTES } from '../../src/lib/protocol/limits.ts';
import type { AccountLimits } from '../access/account-limits.ts';
import type { History } from '../history.ts';
import type { Documents, SyncAnswer } from '../room/documents.ts';
import { UnreadableDocumentError } from '../room/loaded-document.ts';
import { Refusal } from '../room/verdict.ts';
import { AnswerQueue, type Question } from './answer-queue.ts';
import type { Peer } from './peer.ts';
import type { Presence } from './presence.ts';
import { DOCUMENTS_PER_SOCKET_MAX } from './socket-limits.ts';
import { isStateVector, namesUnknown } from './state-vector.ts';
import { presenceTopicOf } from './topics.ts';

/** How far a peer's updates to one document have come since its last step 1 (C4). */
interface Counter {
	received: number;
	/** The newest ordinal that is durable and not acknowledged yet; 0 where there is none. */
	durable: number;
	/** After a reject nothing counts until the next step 1 (C5). */
	refused: boolean;
}

export interface ConversationDeps {
	documents: Documents;
	limits: AccountLimits;
	presence: Presence;
	history: History;
	/** Takes back what a device offers (H4). */
	heal: (roomId: string, copy: Uint8Array, giver: string) => Promise<number>;
	/** The server's clock, milliseconds since the Unix epoch. */
	now: () => number;
	/** A document could not be read. */
	report: (error: unknown, document: string) => void;
}

/** What one device and the server say about documents, once they have said hello. */
export class Conversation {
	#peer: Peer;
	#deps: ConversationDeps;
	#counters = new Map<string, Counter>();
	#answers: AnswerQueue;
	/** The server has lost what this device has seen (H2). */
	#lost: boolean;

	constructor(peer: Peer, lost: boolean, deps: ConversationDeps) {
		this.#peer = peer;
		this.#lost = lost;
		this.#deps = deps;
		const mayAnswer = () => deps.limits.syncBytes.has(peer.userId);
		this.#answers = new AnswerQueue(peer, (question) => this.#answer(question), mayAnswer);
	}

	/** Names of the documents that the device has synced on this socket. */
	get documents(): string[] {
		return [...this.#counters.keys()];
	}

	receive(frame: Frame & { document: string }): void {
		const { document } = frame;
		if (!this.#peer.grants.includes(document)) return this.close(document, 'no-document');
		switch (frame.kind) {
			case 'sync-step-1':
				return this.#begin({ generation: undefined, ...frame });
			case 'sync-step-2':
			case 'update':
				return this.#peer.track(this.#take(document, frame.update));
			case 'awareness':
			case 'query-awareness':
				// Of rooms only: there is a segment name for every number, and each would hold a state for ever.
				if (parseDocumentName(document)?.kind !== 'head') return this.#peer.close(CLOSE.badFrame, 'no room to be in');
				return frame.kind === 'awareness' ? this.#appear(document, frame.payload) : this.#watch(document);
			case 'heal':
				return this.#peer.track(this.#heal(document, frame.update));
			default:
				return this.#peer.close(CLOSE.badFrame, `unexpected ${frame.kind}`);
		}
	}

	/** Ends the sync of one document (C6). What is still on its way from the device was made on top of what is closed. */
	close(document: string, reason: Closed['reason']): void {
		this.#answers.cancel(document);
		const counter = this.#counters.get(document);
		if (counter !== undefined) counter.refused = true;
		if (reason === 'no-document') {
			this.#peer.unsubscribe(presenceTopicOf(document));
			this.#deps.presence.leave(this.#peer, document);
		}
		this.#peer.send(encodeFrame({ kind: 'closed', document, reason }));
	}

	#begin(question: Question): void {
		const { document, stateVector } = question;
		if (!isStateVector(stateVector)) return this.#peer.close(CLOSE.badFrame, 'not a state vector');
		if (!this.#counters.has(document) && this.#counters.size >= DOCUMENTS_PER_SOCKET_MAX) {
			return this.#peer.close(CLOSE.rateLimited, 'too many documents on one socket');
		}
		this.#counters.set(document, { received: 0, durable: 0, refused: false });
		this.#answers.ask(question);
	}

	/** The frames that answer a step 1: its step 2, in pieces where it is long (W6), and the server's own step 1. */
	async *#answer(question: Question): AsyncGenerator<Uint8Array, void> {
		const { document, stateVector, generation } = question;
		const counter = this.#counters.get(document);
		const answer = await this.#read(document, stateVector);
		// Overtaken by another step 1, whose count a `closed` for this one would end.
		if (this.#counters.get(document) !== counter) return;
		if (answer === undefined) return this.close(document, 'unavailable');
		const { version, generation: current } = answer;
		// Before another generation: renewed, the copy would lose what the store has lost.
		if (this.#isAhead(question, answer)) return this.close(document, 'ahead');
		if (generation !== undefined && generation !== current) return this.close(document, 'renew');
		let { update } = answer;
		for (; update.byteLength > SYNC_PART_BYTES; update = update.subarray(SYNC_PART_BYTES)) {
			yield encodeFrame({ kind: 'sync-part', document, part: update.subarray(0, SYNC_PART_BYTES) });
		}
		yield encodeFrame({ kind: 'sync-step-2', document, update, at: { version, generation: current } });
		yield encodeFrame({ kind: 'sync-step-1', document, stateVector: answer.stateVector });
	}

	/** Undefined for a document that cannot be read: that one is closed, and the others go on. */
	async #read(document: string, stateVector: Uint8Array): Promise<SyncAnswer | undefined> {
		const { documents, limits, report } = this.#deps;
		try {
			const answer = await documents.sync(document, stateVector);
			limits.chargeAnswer(this.#peer.userId, answer.update.byteLength);
			return answer;
		} catch (error) {
			if (!(error instanceof UnreadableDocumentError)) throw error;
			report(error, document);
			return undefined;
		}
	}

	/**
	 * H3. What a lost peer's copy of a segment has beyond ours may be what the store has lost. Of a copy from before a rebase
	 * nobody can tell: its structs are none of ours either way, so the words must decide (H5).
	 */
	#isAhead({ document, stateVector, generation }: Question, answer: SyncAnswer): boolean {
		if (!this.#lost || parseDocumentName(document)?.kind !== 'segment') return false;
		return (generation ?? answer.generation) < answer.generation || namesUnknown(stateVector, answer.stateVector);
	}

	async #take(document: string, update: Uint8Array): Promise<void> {
		const peer = this.#peer;
		const { documents, limits, now } = this.#deps;
		if (!peer.hasSession(now())) return;
		const counter = this.#counters.get(document);
		if (counter === undefined) return peer.close(CLOSE.badFrame, 'update before step 1');
		const ordinal = ++counter.received;
		if (counter.refused) return;
		const verdict = limits.admitsUpdate(peer.userId)
			? await documents.receive(document, update, peer.userId)
			: ({ accepted: false, code: 'rate-limited' } as const);
		if (verdict.accepted) limits.messages.use(peer.userId, verdict.written);
		// A later step 1 has started a new count: this ordinal would be read as one of the new ones.
		if (this.#counters.get(document) !== counter || counter.refused) return;
		if (verdict.accepted) return this.#acknowledge(document, counter, ordinal);
		counter.refused = true;
		peer.send(encodeFrame({ kind: 'reject', document, ordinal, code: verdict.code }));
		peer.countRefusal(verdict.code);
	}

	/** One ack for everything that became durable together: it is sent when this turn's outcomes are all known. */
	#acknowledge(document: string, counter: Counter, ordinal: number): void {
		const isFirst = counter.durable === 0;
		counter.durable = ordinal;
		if (!isFirst) return;
		process.nextTick(() => {
			this.#peer.send(encodeFrame({ kind: 'ack', document, ordinal: counter.durable }));
			counter.durable = 0;
		});
	}

	#appear(document: string, payload: Uint8Array): void {
		if (this.#deps.presence.take(this.#peer, document, payload)) return this.#watch(document);
		this.#peer.close(CLOSE.badFrame, 'not a presence');
	}

	/** P1. */
	#watch(document: string): void {
		if (!this.#peer.subscribe(presenceTopicOf(document))) return;
		this.#deps.presence.watch(this.#peer, document, 'multiplexed');
		const payload = this.#deps.presence.everyone(document, this.#peer);
		if (payload !== undefined) this.#peer.send(encodeFrame({ kind: 'awareness', document, payload }));
	}

	async #heal(document: string, copy: Uint8Array): Promise<void> {
		const { history, heal, limits } = this.#deps;
		const name = parseDocumentName(document);
		if (!this.#lost || name?.kind !== 'segment') return this.#peer.close(CLOSE.badFrame, 'nothing to heal');
		if (!history.healing) return this.close(document, 'ahead');
		if (!limits.admitsUpdate(this.#peer.userId)) return this.#peer.close(CLOSE.rateLimited, 'too many copies');
		try {
			limits.messages.use(this.#peer.userId, await heal(name.roomId, copy, this.#peer.userId));
		} catch (error) {
			if (error instanceof Refusal) return this.#peer.close(CLOSE.badFrame, 'not a copy');
			throw error;
		}
		this.close(document, 'renew');
	}
}
