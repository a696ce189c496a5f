import { BATCH_MAX_BYTES, WAITING_MAX_BYTES } from './room-limits.ts';
import type { Incoming } from './take-updates.ts';
import type { Verdict } from './verdict.ts';

/** An update that waits for its verdict. */
export interface Waiting extends Incoming {
	resolve: (verdict: Verdict) => void;
}

/** The updates that wait for one document, in the order they came, up to {@link WAITING_MAX_BYTES} (I9). */
export class WaitingUpdates {
	#updates: Waiting[] = [];
	#bytes = 0;

	get size(): number {
		return this.#updates.length;
	}

	/** Whether an update of this size may wait too. */
	hasRoomFor({ byteLength }: Uint8Array): boolean {
		return this.#bytes + byteLength <= WAITING_MAX_BYTES;
	}

	add(update: Waiting): void {
		this.#bytes += update.update.byteLength;
		this.#updates.push(update);
	}

	/** Takes those out that become the next commit: at least one, and no more once they reach {@link BATCH_MAX_BYTES}. */
	nextBatch(): Waiting[] {
		let [count, bytes] = [0, 0];
		while (count < this.#updates.length && bytes < BATCH_MAX_BYTES) {
			bytes += this.#updates[count++]?.update.byteLength ?? 0;
		}
		this.#bytes -= bytes;
		return this.#updates.splice(0, count);
	}
}
