import { peopleApi } from '../../api/people.ts';

/** Typing pauses longer than this are worth a request, in ms. */
const PAUSE_MS = 250;

/** Whom the server finds by what this device does not have, such as an email address. */
export class FoundOnline {
	#ids = $state.raw<readonly string[]>([]);
	#query = '';
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** User ids, for the last query that was answered. */
	get ids(): readonly string[] {
		return this.#ids;
	}

	/** Asks once typing has paused; what the last query found goes at once. */
	look(query: string): void {
		clearTimeout(this.#timer);
		this.#query = query.trim();
		this.#ids = [];
		if (this.#query.length < 2) return;
		this.#timer = setTimeout(() => void this.#ask(this.#query), PAUSE_MS);
	}

	async #ask(query: string): Promise<void> {
		const answer = await peopleApi.search(query);
		// Answers may overtake each other.
		if (answer.ok && query === this.#query) this.#ids = answer.value.map(({ id }) => id);
	}
}
