import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { encodeFrame, encodeStockFrame } from '../../src/lib/protocol/frames.ts';
import { AWARENESS_MAX_BYTES } from '../../src/lib/protocol/limits.ts';
import type { Peer } from './peer.ts';
import { PRESENCE_INTERVAL_MS } from './socket-limits.ts';
import { presenceTopicOf, stockTopicOf } from './topics.ts';

/** One state, as it travels in an awareness update (y-protocols, `awareness.js`). */
interface State {
	/** The awareness client id. */
	clientId: number;
	clock: number;
	/** JSON; `null` once it is gone. */
	json: string;
}

interface Present extends State {
	peer: Peer;
}

/** Hands a frame to every socket that is subscribed to a topic. */
export type Publish = (topic: string, frame: Uint8Array) => void;

/**
 * Who is looking at which document. What clients say of themselves is kept under the socket that said it, with the account
 * that the socket belongs to, so nobody can appear as somebody else and nobody stays who has gone (P1–P4).
 */
export class Presence {
	#publish: Publish;
	/** Document → awareness client id → state. */
	#documents = new Map<string, Map<number, Present>>();
	/** What is to be told at the end of the interval. */
	#changed = new Map<string, Map<number, State>>();
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(publish: Publish) {
		this.#publish = publish;
	}

	/** Everyone who is there, as one awareness update; undefined where there is nobody. */
	everyone(document: string): Uint8Array | undefined {
		const present = this.#documents.get(document);
		return present === undefined ? undefined : encodeStates([...present.values()]);
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
		const documents = document === undefined ? [...this.#documents.keys()] : [document];
		for (const name of documents) {
			const mine = [...(this.#documents.get(name)?.values() ?? [])].find((present) => present.peer === peer);
			if (mine !== undefined) this.#remove(name, { ...mine, clock: mine.clock + 1 });
		}
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

	/** At the clock of those who say it themselves: whoever returns counts on from there, and must be newer. */
	#remove(document: string, gone: Present): void {
		const present = this.#documents.get(document);
		present?.delete(gone.clientId);
		if (present?.size === 0) this.#documents.delete(document);
		this.#tell(document, { ...gone, json: 'null' });
	}

	#tell(document: string, { clientId, clock, json }: State): void {
		const changed = this.#changed.get(document) ?? new Map<number, State>();
		this.#changed.set(document, changed.set(clientId, { clientId, clock, json }));
		this.#timer ??= setTimeout(() => this.#flush(), PRESENCE_INTERVAL_MS).unref();
	}

	#flush(): void {
		this.#timer = undefined;
		for (const [document, states] of this.#changed) {
			const payload = encodeStates([...states.values()]);
			this.#publish(presenceTopicOf(document), encodeFrame({ kind: 'awareness', document, payload }));
			this.#publish(stockTopicOf(document), encodeStockFrame({ kind: 'awareness', payload }));
		}
		this.#changed.clear();
	}
}

/** The state with the account that it really comes from; undefined for a state of null, or for one that is no object. */
function attributed(json: string, userId: string): string | undefined {
	const state: unknown = JSON.parse(json);
	if (typeof state !== 'object' || state === null || Array.isArray(state)) return undefined;
	return JSON.stringify({ ...state, user: userId });
}

function encodeStates(states: State[]): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, states.length);
		for (const { clientId, clock, json } of states) {
			encoding.writeVarUint(encoder, clientId);
			encoding.writeVarUint(encoder, clock);
			encoding.writeVarString(encoder, json);
		}
	});
}

/** The highest clock of a state: it is counted on when the state goes, and beyond 2^53 nobody could read it any more. */
const CLOCK_MAX = 2 ** 32;

/** Undefined for bytes that are no awareness update. */
function decodeStates(payload: Uint8Array): State[] | undefined {
	try {
		const decoder = decoding.createDecoder(payload);
		const states: State[] = [];
		for (let left = decoding.readVarUint(decoder); left > 0; left--) {
			const clientId = decoding.readVarUint(decoder);
			const clock = decoding.readVarUint(decoder);
			const json = decoding.readVarString(decoder);
			if (clock > CLOCK_MAX) return undefined;
			JSON.parse(json);
			states.push({ clientId, clock, json });
		}
		return states;
	} catch {
		return undefined;
	}
}
