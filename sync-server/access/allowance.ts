/** How much of something one key may use in one stretch of time. */
export interface Quota {
	points: number;
	seconds: number;
}

/**
 * Counts what each key uses in fixed windows, which are the same for all keys. Synchronous, unlike the limiter of the REST
 * API: it is asked for every update, and the order of a socket's frames must not depend on a promise.
 */
export class Allowance {
	#quota: Quota;
	#now: () => number;
	#window = 0;
	#used = new Map<string, number>();

	/** `now` answers milliseconds since any fixed moment. */
	constructor(quota: Quota, now: () => number) {
		this.#quota = quota;
		this.#now = now;
	}

	/** Whether the key has anything left in this window. */
	has(key: string): boolean {
		this.#turn();
		return (this.#used.get(key) ?? 0) < this.#quota.points;
	}

	/** Uses some of it, also more than is left: what is done already is paid by what comes next. */
	use(key: string, points: number): void {
		this.#turn();
		this.#used.set(key, (this.#used.get(key) ?? 0) + points);
	}

	#turn(): void {
		const window = Math.floor(this.#now() / (this.#quota.seconds * 1000));
		if (window === this.#window) return;
		this.#window = window;
		this.#used.clear();
	}
}
