import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { parseDocumentName } from '../../src/lib/protocol/document-name.ts';
import {
	BadFrameError,
	decodeStockFrame,
	encodeStockFrame,
	type DocumentFrame
} from '../../src/lib/protocol/frames.ts';
import { REJECT } from '../../src/lib/protocol/reject-codes.ts';
import type { Documents } from '../room/documents.ts';
import type { Verdict } from '../room/verdict.ts';
import type { Dialect, Peer } from './peer.ts';
import { isStateVector } from './state-vector.ts';

/** The uWebSockets.js topic that carries a document's updates to stock sockets. */
export function stockTopicOf(document: string): string {
	return `s:${document}`;
}

/** `/sync/<document>`: one document for a plain y-websocket client. A refused update closes the socket (4409). */
export class Stock implements Dialect {
	#documents: Documents;
	#document: string;
	#now: () => number;

	constructor(documents: Documents, document: string, now: () => number) {
		this.#documents = documents;
		this.#document = document;
		this.#now = now;
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
				if (!isStateVector(frame.stateVector)) return peer.close(CLOSE.badFrame, 'not a state vector');
				return peer.track(this.#answer(peer, frame.stateVector));
			case 'sync-step-2':
			case 'update':
				return peer.track(this.#take(peer, frame.update));
			case 'awareness':
				return peer.send(bytes);
			case 'query-awareness':
				return;
			default:
				return peer.close(CLOSE.badFrame, `unexpected ${frame.kind}`);
		}
	}

	joined(): void {
		// One socket, one document: a room gained elsewhere is no news here.
	}

	left(peer: Peer, roomId: string): void {
		const name = parseDocumentName(this.#document);
		if (name !== undefined && name.kind !== 'personal' && name.roomId === roomId) peer.close(CLOSE.noDocument);
	}

	async #answer(peer: Peer, clientVector: Uint8Array): Promise<void> {
		peer.subscribe(stockTopicOf(this.#document));
		const { update, stateVector } = await this.#documents.sync(this.#document, clientVector);
		if (!peer.grants.includes(this.#document)) return;
		peer.send(encodeStockFrame({ kind: 'sync-step-2', update }));
		peer.send(encodeStockFrame({ kind: 'sync-step-1', stateVector }));
	}

	async #take(peer: Peer, update: Uint8Array): Promise<void> {
		if (!peer.hasSession(this.#now())) return;
		const verdict = await this.#documents.receive(this.#document, update, peer.userId);
		if (!verdict.accepted) this.#refuse(peer, verdict);
	}

	#refuse(peer: Peer, verdict: Verdict & { accepted: false }): void {
		peer.countRefusal(this.#now());
		const retry = REJECT[verdict.code] === 'retry';
		peer.close(retry ? CLOSE.storageUnavailable : CLOSE.rejected, verdict.code);
	}
}
