import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { PROTOCOL_VERSION } from '../../src/lib/protocol/control.ts';
import { BadFrameError, decodeFrame, encodeFrame, type Frame } from '../../src/lib/protocol/frames.ts';
import { roomDocuments } from '../access/access.ts';
import type { Documents } from '../room/documents.ts';
import type { Dialect, Peer } from './peer.ts';
import { isStateVector } from './state-vector.ts';

/** The uWebSockets.js topic that carries a document's updates to multiplexed sockets. */
export function topicOf(document: string): string {
	return `m:${document}`;
}

/** How far a peer's updates to one document have come since its last step 1 (C4). */
interface Counter {
	received: number;
	/** After a reject nothing counts until the next step 1 (C5). */
	refused: boolean;
}

/** `/sync`: all of a device's documents on one socket. */
export class Multiplexed implements Dialect {
	#documents: Documents;
	#now: () => number;
	#counters = new WeakMap<Peer, Map<string, Counter>>();

	constructor(documents: Documents, now: () => number) {
		this.#documents = documents;
		this.#now = now;
	}

	receive(peer: Peer, bytes: Uint8Array): void {
		let frame: Frame;
		try {
			frame = decodeFrame(bytes);
		} catch (error) {
			if (error instanceof BadFrameError) return peer.close(CLOSE.badFrame, error.message);
			throw error;
		}
		if (!this.#counters.has(peer)) return this.#greet(peer, frame);
		if (frame.kind === 'heartbeat') return peer.send(bytes);
		if (!('document' in frame)) return peer.close(CLOSE.badFrame, `unexpected ${frame.kind}`);
		this.#dispatch(peer, frame);
	}

	joined(peer: Peer, roomId: string): void {
		if (this.#counters.has(peer)) peer.track(this.#announce(peer, roomDocuments(roomId), false));
	}

	left(peer: Peer, roomId: string): void {
		if (!this.#counters.has(peer)) return;
		for (const document of roomDocuments(roomId)) this.#refuseAccess(peer, document);
	}

	#greet(peer: Peer, frame: Frame): void {
		if (frame.kind !== 'client-hello') return peer.close(CLOSE.badFrame, 'expected a hello');
		if (frame.protocol !== PROTOCOL_VERSION) return peer.close(CLOSE.wrongVersion, `speak ${PROTOCOL_VERSION}`);
		this.#counters.set(peer, new Map());
		const { userId } = peer;
		peer.send(encodeFrame({ kind: 'server-hello', protocol: PROTOCOL_VERSION, userId, now: this.#now() }));
		peer.track(this.#announce(peer, peer.grants.documents(), true));
	}

	/** C3. Subscribes before it asks for the versions, so that no commit falls between the two. */
	async #announce(peer: Peer, documents: string[], complete: boolean): Promise<void> {
		for (const document of documents) peer.subscribe(topicOf(document));
		const versions = await this.#documents.versions(documents);
		const heads = documents.map((name, index) => ({ name, version: versions[index] ?? 0 }));
		peer.send(
			encodeFrame({ kind: 'heads', complete, documents: heads.filter(({ name }) => peer.grants.includes(name)) })
		);
	}

	#dispatch(peer: Peer, frame: Frame & { document: string }): void {
		const { document } = frame;
		if (!peer.grants.includes(document)) return this.#refuseAccess(peer, document);
		switch (frame.kind) {
			case 'sync-step-1':
				if (!isStateVector(frame.stateVector)) return peer.close(CLOSE.badFrame, 'not a state vector');
				return peer.track(this.#answer(peer, document, frame.stateVector));
			case 'sync-step-2':
			case 'update':
				return peer.track(this.#take(peer, document, frame.update));
			case 'awareness':
				return peer.send(encodeFrame(frame));
			case 'query-awareness':
				return;
			default:
				return peer.close(CLOSE.badFrame, `unexpected ${frame.kind}`);
		}
	}

	async #answer(peer: Peer, document: string, clientVector: Uint8Array): Promise<void> {
		this.#counters.get(peer)?.set(document, { received: 0, refused: false });
		peer.subscribe(topicOf(document));
		const { update, version, stateVector } = await this.#documents.sync(document, clientVector);
		if (!peer.grants.includes(document)) return;
		peer.send(encodeFrame({ kind: 'sync-step-2', document, update, version }));
		peer.send(encodeFrame({ kind: 'sync-step-1', document, stateVector }));
	}

	async #take(peer: Peer, document: string, update: Uint8Array): Promise<void> {
		if (!peer.hasSession(this.#now())) return;
		const counter = this.#counters.get(peer)?.get(document);
		if (counter === undefined) return peer.close(CLOSE.badFrame, 'update before step 1');
		const ordinal = ++counter.received;
		if (counter.refused) return;
		const verdict = await this.#documents.receive(document, update, peer.userId);
		// A later step 1 has started a new count: this ordinal would be read as one of the new ones.
		if (this.#counters.get(peer)?.get(document) !== counter || counter.refused) return;
		if (verdict.accepted) return peer.send(encodeFrame({ kind: 'ack', document, ordinal }));
		counter.refused = true;
		peer.send(encodeFrame({ kind: 'reject', document, ordinal, code: verdict.code }));
		peer.countRefusal(this.#now());
	}

	#refuseAccess(peer: Peer, document: string): void {
		peer.unsubscribe(topicOf(document));
		peer.send(encodeFrame({ kind: 'closed', document, reason: 'no-document' }));
	}
}
