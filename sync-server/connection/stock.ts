import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { parseDocumentName, roomOf } from '../../src/lib/protocol/document-name.ts';
import {
	BadFrameError,
	decodeStockFrame,
	encodeStockFrame,
	type DocumentFrame
} from '../../src/lib/protocol/frames.ts';
import { REJECT } from '../../src/lib/protocol/reject-codes.ts';
import type { AccountLimits } from '../access/account-limits.ts';
import type { Documents } from '../room/documents.ts';
import type { Verdict } from '../room/verdict.ts';
import { AnswerQueue, type Question } from './answer-queue.ts';
import type { Dialect, Peer } from './peer.ts';
import type { Presence } from './presence.ts';
import { isStateVector } from './state-vector.ts';
import { stockTopicOf } from './topics.ts';

export interface StockDeps {
	documents: Documents;
	limits: AccountLimits;
	presence: Presence;
	/** The server's clock, milliseconds since the Unix epoch. */
	now: () => number;
}

/** `/sync/<document>`: one document for a plain y-websocket client. A refused update closes the socket (4409). */
export class Stock implements Dialect {
	#document: string;
	#deps: StockDeps;
	#answers: AnswerQueue | undefined;

	constructor(document: string, deps: StockDeps) {
		this.#document = document;
		this.#deps = deps;
	}

	receive(peer: Peer, bytes: Uint8Array): void {
		let frame: DocumentFrame;
		try {
			frame = decodeStockFrame(bytes);
		} catch (error) {
			if (error instanceof BadFrameError) return peer.close(CLOSE.badFrame, error.message);
			throw error;
		}
		switch (frame.kind) {
			case 'sync-step-1':
				return this.#begin(peer, frame.stateVector);
			case 'sync-step-2':
			case 'update':
				return peer.track(this.#take(peer, frame.update));
			case 'awareness':
				return this.#appear(peer, frame.payload);
			case 'query-awareness':
				return this.#tellEveryone(peer);
			default:
				return peer.close(CLOSE.badFrame, `unexpected ${frame.kind}`);
		}
	}

	joined(): void {
		// One socket, one document: a room gained elsewhere is no news here.
	}

	left(peer: Peer, roomId: string): void {
		const name = parseDocumentName(this.#document);
		if (name !== undefined && roomOf(name) === roomId) peer.close(CLOSE.noDocument);
	}

	/** The socket holds content of the last generation, which would mix with the next. */
	rebased(peer: Peer, document: string): void {
		if (document === this.#document) peer.close(CLOSE.outdatedCopy);
	}

	gone(peer: Peer): void {
		this.#deps.presence.leave(peer);
	}

	#begin(peer: Peer, stateVector: Uint8Array): void {
		if (!isStateVector(stateVector)) return peer.close(CLOSE.badFrame, 'not a state vector');
		const { userId } = peer;
		const mayAnswer = () => this.#deps.limits.syncBytes.has(userId);
		this.#answers ??= new AnswerQueue(peer, (question) => this.#answer(peer, question), mayAnswer);
		this.#answers.ask({ document: this.#document, stateVector, generation: undefined });
	}

	async *#answer(peer: Peer, question: Question): AsyncGenerator<Uint8Array> {
		peer.subscribe(stockTopicOf(this.#document));
		this.#deps.presence.watch(peer, this.#document, 'stock');
		const { update, stateVector } = await this.#deps.documents.sync(this.#document, question.stateVector);
		this.#deps.limits.chargeAnswer(peer.userId, update.byteLength);
		if (!peer.grants.includes(this.#document)) return;
		yield encodeStockFrame({ kind: 'sync-step-2', update });
		yield encodeStockFrame({ kind: 'sync-step-1', stateVector });
	}

	async #take(peer: Peer, update: Uint8Array): Promise<void> {
		const { documents, limits, now } = this.#deps;
		if (!peer.hasSession(now())) return;
		if (!limits.admitsUpdate(peer.userId)) return peer.close(CLOSE.rateLimited);
		const verdict = await documents.receive(this.#document, update, peer.userId);
		if (verdict.accepted) limits.messages.use(peer.userId, verdict.written);
		else this.#refuse(peer, verdict);
	}

	/** A provider takes any awareness message for a sign of life, and sends its own every 15 s: it is told of everyone each time. */
	#appear(peer: Peer, payload: Uint8Array): void {
		if (!this.#deps.presence.take(peer, this.#document, payload)) return peer.close(CLOSE.badFrame, 'not a presence');
		this.#tellEveryone(peer);
	}

	#tellEveryone(peer: Peer): void {
		const payload = this.#deps.presence.everyone(this.#document, peer);
		if (payload !== undefined) peer.send(encodeStockFrame({ kind: 'awareness', payload }));
	}

	#refuse(peer: Peer, verdict: Verdict & { accepted: false }): void {
		peer.countRefusal(verdict.code);
		const retry = REJECT[verdict.code] === 'retry';
		peer.close(retry ? CLOSE.storageUnavailable : CLOSE.rejected, verdict.code);
	}
}
