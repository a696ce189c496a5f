import type { Answer } from '../api/call.ts';

/** Something that only the server knows: not there yet, there, or not to be had for a reason. */
export class Fetched<T> {
	readonly #ask: () => Promise<Answer<T>>;
	#value = $state.raw<T>();
	#failure = $state.raw<Extract<Answer<T>, { ok: false }>>();
	#loads = 0;

	constructor(ask: () => Promise<Answer<T>>) {
		this.#ask = ask;
	}

	/** What was last heard: that is better than nothing when the server cannot be reached a moment later. */
	get value(): T | undefined {
		return this.#value;
	}

	/** The last answer, where it was none. */
	get failure(): Extract<Answer<T>, { ok: false }> | undefined {
		return this.#failure;
	}

	/** Asks (again). An answer that comes after a later question is of no interest. */
	async load(): Promise<void> {
		const load = ++this.#loads;
		const answer = await this.#ask();
		if (load !== this.#loads) return;
		this.#failure = answer.ok ? undefined : answer;
		if (answer.ok) this.#value = answer.value;
	}

	/** Changes what is shown without asking: what the server has just accepted. */
	set(value: T): void {
		this.#value = value;
	}
}
