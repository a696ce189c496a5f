/** Runs pieces of work one after the other, in the order in which they were asked for. */
export class Turns {
	#last: Promise<unknown> = Promise.resolve();
	#ahead = 0;

	/** Whether nothing runs and nothing waits. */
	get idle(): boolean {
		return this.#ahead === 0;
	}

	/** Runs `use` when everything before it is done, and settles as it does. */
	take<T>(use: () => Promise<T>): Promise<T> {
		this.#ahead++;
		const turn = this.#last.then(use).finally(() => this.#ahead--);
		this.#last = turn.catch(() => undefined);
		return turn;
	}
}
