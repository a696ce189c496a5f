import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Message } from '../../src/lib/protocol/message.ts';

/** What a proof speaks of: this message, received in this room at this moment. */
interface Received {
	roomId: string;
	id: string;
	/** Server's clock, milliseconds since the Unix epoch. */
	at: number;
	message: Message;
}

/** Characters of a proof: half of the hash, as RFC 2104 §5 allows; nobody guesses one of 2^132 over a network. */
const PROOF_CHARS = 22;

/**
 * The server's proofs that it has received a message (H5). They go out with the timeline, so when a backup has lost a
 * message, the devices that have it can give it back without anybody having to believe them.
 */
export class Receipts {
	#key: KeyObject;

	/** `key` is the store's own secret: a restored backup must know the proofs it once gave. */
	constructor(key: Uint8Array) {
		this.#key = createSecretKey(key);
	}

	/** HMAC-SHA-256 (RFC 2104) in base64url, cut to {@link PROOF_CHARS}. */
	prove({ roomId, id, at, message }: Received): string {
		const { author, createdAt, body, editedAt, mentions = [] } = message;
		// Mentions only where there are any: proofs older than these stay true.
		const more = mentions.length > 0 ? [mentions] : [];
		const text = JSON.stringify([roomId, id, at, author, createdAt, body, editedAt ?? null, ...more]);
		return createHmac('sha256', this.#key).update(text).digest('base64url').slice(0, PROOF_CHARS);
	}

	verify(received: Received, proof: string): boolean {
		const [given, right] = [Buffer.from(proof), Buffer.from(this.prove(received))];
		return given.length === right.length && timingSafeEqual(given, right);
	}
}
