import * as Y from 'yjs';

/** A document as of one moment: apply `update` to hold `version`. Everything in it is durable. */
export interface SyncAnswer {
	update: Uint8Array;
	version: number;
	generation: number;
	/** The server's own state vector, for its step 1. */
	stateVector: Uint8Array;
}

type Content = Pick<SyncAnswer, 'update' | 'stateVector'>;

/** Different questions worth remembering: a whole team that comes back after an outage asks one or two. */
const ANSWERS_MAX = 4;

/**
 * The last answers to step 1s on a document that has not changed since. Encoding one costs milliseconds for a large
 * document, and after a restart everybody asks the same.
 */
export class AnswerCache {
	#answers = new Map<string, Content>();

	/** What a copy with `stateVector` lacks of `doc`. */
	answer(doc: Y.Doc, stateVector: Uint8Array): Content {
		const key = Buffer.from(stateVector.buffer, stateVector.byteOffset, stateVector.byteLength).toString('latin1');
		const known = this.#answers.get(key);
		if (known !== undefined) return known;
		const made = { update: Y.encodeStateAsUpdate(doc, stateVector), stateVector: Y.encodeStateVector(doc) };
		const [oldest] = this.#answers.keys();
		if (oldest !== undefined && this.#answers.size >= ANSWERS_MAX) this.#answers.delete(oldest);
		this.#answers.set(key, made);
		return made;
	}

	/** The document is about to change, or has. */
	clear(): void {
		this.#answers.clear();
	}
}
