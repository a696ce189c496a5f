import { encodeFrame, encodeStockFrame } from '../../src/lib/protocol/frames.ts';
import { AWARENESS_MAX_BYTES } from '../../src/lib/protocol/limits.ts';
import type { Blocks } from '../people/blocks.ts';
import { decodeStates, encodeStates, type State } from './awareness-states.ts';
import type { Peer } from './peer.ts';
import { PRESENCE_INTERVAL_MS } from './socket-limits.ts';
import { presenceTopicOf, stockTopicOf } from './topics.ts';

/** A state that is to be told, and whose it is. */
interface Told extends State {
	userId: string;
}

interface Present extends State {
	peer: Peer;
}

/** What a socket that watches speaks. */
type Speech = 'multiplexed' | 'stock';

/** Hands a frame to every socket that is subscribed to a topic. */
export type Publish = (topic: string, frame: Uint8Array) => void;

/**
 * Who is looking at which document. What clients say of themselves is kept under the socket that said it, with the account
 * that the socket belongs to, so nobody can appear as somebody else and nobody stays who has gone (P1–P4). Whom somebody has
 * blocked does not see them (P7), and nobody sees who hides (P5).
 */
export class Presence {
	#publish: Publish;
	#blocks: Blocks;
	/** Document → awareness client id → state. */
	#documents = new Map<string, Map<number, Present>>();
	/** Accounts of which nobody is told. */
	#hidden = new Set<string>();
	/** What is to be told at the end of the interval. */
	#changed = new Map<string, Map<number, Told>>();
	/** Document → sockets that are told of it → what they speak. */
	#watchers = new Map<string, Map<Peer, Speech>>();
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(publish: Publish, blocks: Blocks) {
		this.#publish = publish;
		this.#blocks = blocks;
		blocks.onChanged(({ userId, blockedId }, blocked) => blocked && this.#hide(userId, blockedId));
	}

	/** Everyone whom the peer may see there, as one awareness update; undefined where there is nobody. */
	everyone(document: string, viewer: Peer): Uint8Array | undefined {
		const present = [...(this.#documents.get(document)?.values() ?? [])];
		const seen = present.filter(
			({ peer }) => !this.#hidden.has(peer.userId) && !this.#blocks.hasBlocked(peer.userId, viewer.userId)
		);
		return seen.length === 0 ? undefined : encodeStates(seen);
	}

	/** The peer has subscribed to the document's presence, in what it speaks. */
	watch(peer: Peer, document: string, speech: Speech): void {
		const watchers = this.#watchers.get(document) ?? new Map<Peer, Speech>();
		this.#watchers.set(document, watchers.set(peer, speech));
	}

	/** Takes in an awareness update of a peer; false where it is none, or too large. */
	take(peer: Peer, document: string, payload: Uint8Array): boolean {
		const states = payload.byteLength > AWARENESS_MAX_BYTES ? undefined : decodeStates(payload);
		if (states === undefined) return false;
		for (const state of states) this.#set(peer, document, state);
		return true;
	}

	/** The peer's socket has closed, or it may not see the document any more. */
	leave(peer: Peer, document?: string): void {
		const known = [...this.#documents.keys(), ...this.#watchers.keys()];
		for (const name of document === undefined ? new Set(known) : [document]) {
			this.#unwatch(peer, name);
			const mine = [...(this.#documents.get(name)?.values() ?? [])].find((present) => present.peer === peer);
			if (mine !== undefined) this.#remove(name, { ...mine, clock: mine.clock + 1 });
		}
	}

	/** Whoever begins to hide goes from every room they are in for the others, and is there again once they no longer do. */
	setHidden(userId: string, hidden: boolean): void {
		if (hidden === this.#hidden.has(userId)) return;
		this.#hidden.delete(userId);
		for (const [document, present] of this.#documents) {
			const mine = [...present.values()].filter(({ peer }) => peer.userId === userId);
			for (const one of mine) this.#tell(document, hidden ? { ...one, json: 'null' } : one);
		}
		if (hidden) this.#hidden.add(userId);
	}

	/** Forgets what is still to be told. */
	stop(): void {
		clearTimeout(this.#timer);
	}

	/** A peer has one state for each document: the first id it uses, which nobody else may use meanwhile. */
	#set(peer: Peer, document: string, { clientId, clock, json }: State): void {
		const present = this.#documents.get(document) ?? new Map<number, Present>();
		const known = present.get(clientId);
		const isMine =
			known === undefined ? ![...present.values()].some((other) => other.peer === peer) : known.peer === peer;
		if (!isMine || (known !== undefined && clock < known.clock)) return;
		const state = attributed(json, peer.userId);
		if (state === undefined) return void (known && this.#remove(document, { ...known, clock }));
		const next = { peer, clientId, clock, json: state };
		this.#documents.set(document, present.set(clientId, next));
		this.#tell(document, next);
	}

	#unwatch(peer: Peer, document: string): void {
		const watchers = this.#watchers.get(document);
		watchers?.delete(peer);
		if (watchers?.size === 0) this.#watchers.delete(document);
	}

	/** Who has just been blocked sees the other go: at once, and at the clock of what they last saw. */
	#hide(userId: string, blockedId: string): void {
		for (const [document, present] of this.#documents) {
			const gone = [...present.values()].filter(({ peer }) => peer.userId === userId);
			const states = gone.map(({ clientId, clock }) => ({ clientId, clock, json: 'null' }));
			if (states.length > 0) this.#sendTo(document, states, (peer) => peer.userId === blockedId);
		}
	}

	/** At the clock of those who say it themselves: whoever returns counts on from there, and must be newer. */
	#remove(document: string, gone: Present): void {
		const present = this.#documents.get(document);
		present?.delete(gone.clientId);
		if (present?.size === 0) this.#documents.delete(document);
		this.#tell(document, { ...gone, json: 'null' });
	}

	#tell(document: string, { peer, clientId, clock, json }: Present): void {
		if (this.#hidden.has(peer.userId)) return;
		const changed = this.#changed.get(document) ?? new Map<number, Told>();
		this.#changed.set(document, changed.set(clientId, { userId: peer.userId, clientId, clock, json }));
		this.#timer ??= setTimeout(() => this.#flush(), PRESENCE_INTERVAL_MS).unref();
	}

	#flush(): void {
		this.#timer = undefined;
		for (const [document, states] of this.#changed) {
			const all = [...states.values()];
			const forAll = all.filter(({ userId }) => this.#blocks.blockedBy(userId).size === 0);
			if (forAll.length > 0) {
				const payload = encodeStates(forAll);
				this.#publish(presenceTopicOf(document), encodeSpeech('multiplexed', document, payload));
				this.#publish(stockTopicOf(document), encodeSpeech('stock', document, payload));
			}
			for (const state of all) if (!forAll.includes(state)) this.#tellSome(document, state);
		}
		this.#changed.clear();
	}

	/** Of somebody who has blocked others, everyone else is told one by one. */
	#tellSome(document: string, state: Told): void {
		this.#sendTo(document, [state], (peer) => !this.#blocks.hasBlocked(state.userId, peer.userId));
	}

	#sendTo(document: string, states: State[], isMeant: (peer: Peer) => boolean): void {
		const payload = encodeStates(states);
		for (const [peer, speech] of this.#watchers.get(document) ?? []) {
			if (isMeant(peer)) peer.send(encodeSpeech(speech, document, payload));
		}
	}
}

function encodeSpeech(speech: Speech, document: string, payload: Uint8Array): Uint8Array {
	if (speech === 'stock') return encodeStockFrame({ kind: 'awareness', payload });
	return encodeFrame({ kind: 'awareness', document, payload });
}

/** The state with the account that it really comes from; undefined for a state of null, or for one that is no object. */
function attributed(json: string, userId: string): string | undefined {
	const state: unknown = JSON.parse(json);
	if (typeof state !== 'object' || state === null || Array.isArray(state)) return undefined;
	return JSON.stringify({ ...state, user: userId });
}
