import { m } from '$lib/paraglide/messages';
import type { Answer } from '../api/call.ts';
import type { Problem } from '../protocol/problem.ts';
import { problemWords } from './problem-words.ts';

/** Something that only the server knows: not there yet, there, or not to be had for a reason. */
export class Fetched<T> {
	readonly #ask: () => Promise<Answer<T>>;
	#value = $state.raw<T>();
	#failure = $state<string>();
	#loads = 0;

	constructor(ask: () => Promise<Answer<T>>) {
		this.#ask = ask;
	}

	/** What was last heard: that is better than nothing when the server cannot be reached a moment later. */
	get value(): T | undefined {
		return this.#value;
	}

	/** Why there is none, in words. */
	get failure(): string | undefined {
		return this.#failure;
	}

	/** Asks (again). An answer that comes after a later question is of no interest. */
	async load(): Promise<void> {
		const load = ++this.#loads;
		const answer = await this.#ask();
		if (load !== this.#loads) return;
		this.#failure = answer.ok ? undefined : this.wordsFor(answer.problem);
		if (answer.ok) this.#value = answer.value;
	}

	/** Changes what is shown without asking: what the server has just accepted. */
	set(value: T): void {
		this.#value = value;
	}

	wordsFor(problem: Problem | undefined): string {
		return problem === undefined ? m.needs_connection() : problemWords(problem);
	}
}
