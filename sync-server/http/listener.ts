import type { HttpResponse } from 'uWebSockets.js';

/** Whoever a response is for, and whether they are still there: touching the response after that would throw. */
export class Listener {
	readonly res: HttpResponse;
	#gone = false;
	#onGone: () => void = () => {};
	#ready: (() => void) | undefined;

	/** Must be called before the request handler returns. */
	constructor(res: HttpResponse) {
		this.res = res;
		res.onAborted(() => {
			this.#gone = true;
			this.#onGone();
			this.#ready?.();
		});
	}

	get isGone(): boolean {
		return this.#gone;
	}

	/** Calls back once they have gone; one listener at most. */
	onGone(callback: () => void): void {
		this.#onGone = callback;
	}

	/** Resolves once the connection takes more, or they have gone. */
	ready(): Promise<void> {
		return new Promise((resolve) => {
			this.#ready = resolve;
			this.res.onWritable(() => {
				resolve();
				return true;
			});
		});
	}
}
