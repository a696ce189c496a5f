import { nowUs, readStamps } from './stamp.ts';
import type { Wire } from './wire.ts';

/** A client that notes every message it is shown: which, and how long after it was sent. */
export class Sample {
	/** Frames with messages in them. */
	frames = 0;
	/** Messages, counting again what comes again. */
	arrivals = 0;
	/** When the last one came, in microseconds. */
	lastUs = 0;
	#wire: Wire;
	/** Latency in microseconds, by the message's number. */
	#latencies = new Map<number, number>();

	constructor(wire: Wire) {
		this.#wire = wire;
		wire.listen((payload) => this.#receive(payload));
	}

	/** Different messages. */
	get distinct(): number {
		return this.#latencies.size;
	}

	get bytes(): number {
		return this.#wire.bytes;
	}

	/** Latencies of the messages from the `first`-th on: those before were the warm-up. */
	latenciesFrom(first: number): number[] {
		return [...this.#latencies].filter(([number]) => number >= first).map(([, latency]) => latency);
	}

	#receive(payload: Buffer): void {
		this.lastUs = nowUs();
		this.frames += 1;
		readStamps(payload, ({ sentUs, number }) => {
			this.arrivals += 1;
			if (!this.#latencies.has(number)) this.#latencies.set(number, this.lastUs - sentUs);
		});
	}
}
