import type { Answer } from '../../api/call.ts';
import { problemWords } from '../problem-words.ts';

/** What is on the server only, as far as it has come. */
type ServedState<T> =
	{ kind: 'loading' } | { kind: 'unreachable' } | { kind: 'failed'; words: string } | { kind: 'here'; value: T };

/** Something that this device asks the server for and does not keep. */
export class Served<T> {
	readonly #ask: () => Promise<Answer<T>>;
	#state = $state.raw<ServedState<T>>({ kind: 'loading' });

	constructor(ask: () => Promise<Answer<T>>) {
		this.#ask = ask;
	}

	get state(): ServedState<T> {
		return this.#state;
	}

	/** Asks (again). What was read a moment ago is better than none, so a failure does not take it away. */
	async load(): Promise<void> {
		const answer = await this.#ask();
		if (answer.ok) this.#state = { kind: 'here', value: answer.value };
		else if (this.#state.kind === 'here') return;
		else if (answer.problem === undefined) this.#state = { kind: 'unreachable' };
		else this.#state = { kind: 'failed', words: problemWords(answer.problem) };
	}
}
