import type { HttpResponse } from 'uWebSockets.js';

/** The largest body any request may have, in bytes: the largest real one, a registration, stays below 3 KiB. */
export const BODY_MAX_BYTES = 64 * 1024;

/**
 * How much of a body that is too large is still read, in bytes. Answering earlier and closing would reset the
 * connection under a client that is still sending, and it would never see the answer; reading for ever would be a gift.
 */
export const DISCARD_MAX_BYTES = 16 * 1024 * 1024;

/** The body has more than {@link BODY_MAX_BYTES}. */
export class BodyTooLargeError extends Error {
	override name = 'BodyTooLargeError';
}

/** The body of one request, collected as it comes: uWebSockets.js drops what arrives while nobody listens. */
export class RequestBody {
	/** Resolves once the body is over, has been given up or the client is gone; no answer should be sent before. */
	readonly over: Promise<void>;
	#end: () => void = () => {};
	#chunks: Uint8Array[] = [];
	#bytes = 0;
	#state: 'coming' | 'complete' | 'given-up' | 'aborted' = 'coming';

	/** Must be called before the request handler returns. */
	constructor(res: HttpResponse) {
		this.over = new Promise((resolve) => (this.#end = resolve));
		res.onData((chunk, isLast) => this.#take(chunk, isLast));
	}

	/** True when the rest of an oversize body is still coming, so that the connection has to be closed. */
	get givenUp(): boolean {
		return this.#state === 'given-up';
	}

	/** The client is gone. */
	abort(): void {
		if (this.#state === 'coming') this.#finish('aborted');
	}

	/** The whole body. Throws {@link BodyTooLargeError}, or an Error when the client went away. */
	async read(): Promise<ArrayBuffer> {
		await this.over;
		if (this.#state === 'aborted') throw new Error('the client went away');
		if (this.#bytes > BODY_MAX_BYTES) throw new BodyTooLargeError();
		const whole = new Uint8Array(this.#bytes);
		let offset = 0;
		for (const chunk of this.#chunks) {
			whole.set(chunk, offset);
			offset += chunk.byteLength;
		}
		return whole.buffer;
	}

	#take(chunk: ArrayBuffer, isLast: boolean): void {
		if (this.#state !== 'coming') return;
		this.#bytes += chunk.byteLength;
		// A copy, because the chunk's memory is reused once this returns.
		if (this.#bytes <= BODY_MAX_BYTES) this.#chunks.push(new Uint8Array(chunk.slice(0)));
		else this.#chunks = [];
		if (isLast) this.#finish('complete');
		else if (this.#bytes > DISCARD_MAX_BYTES) this.#finish('given-up');
	}

	#finish(state: 'complete' | 'given-up' | 'aborted'): void {
		this.#state = state;
		this.#end();
	}
}
