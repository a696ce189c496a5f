/** Messages that come within this time are told together. Long enough for a catch-up, short enough to be news. */
export const ANNOUNCE_AFTER_MS = 1_000;

/** Something that came in from someone else. */
export interface Arrival {
	author: string;
	text: string;
	room: string;
}

/** How arrivals are put into words. */
export interface AnnouncerWords {
	/** "Anna: text" */
	one(arrival: Arrival): string;
	/** "3 new messages in General" */
	several(room: string, count: number): string;
}

/**
 * What a screen reader is told about the conversation. One polite region with one sentence at a time: a live log of the
 * timeline would be read again from its start whenever rows change place.
 */
export class Announcer {
	#words: AnnouncerWords;
	#arrivals: Arrival[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#sentence = $state({ text: '', serial: 0 });

	constructor(words: AnnouncerWords) {
		this.#words = words;
	}

	/** The sentence to speak; `serial` changes with each, so that the same words are spoken twice when said twice. */
	get sentence(): { text: string; serial: number } {
		return this.#sentence;
	}

	/** Tells about messages from others, together with those that follow within a moment. */
	arrived(arrivals: readonly Arrival[]): void {
		if (arrivals.length === 0) return;
		this.#arrivals.push(...arrivals);
		if (this.#timer !== undefined) return;
		this.#timer = setTimeout(() => {
			this.#flush();
		}, ANNOUNCE_AFTER_MS);
	}

	/** Says a sentence now. */
	say(text: string): void {
		this.#sentence = { text, serial: this.#sentence.serial + 1 };
	}

	#flush(): void {
		const arrivals = this.#arrivals;
		this.#arrivals = [];
		this.#timer = undefined;
		const [first] = arrivals;
		if (arrivals.length === 1 && first !== undefined) {
			this.say(this.#words.one(first));
			return;
		}
		const rooms = arrivals.map(({ room }) => room);
		const distinct = rooms.filter((room, index) => rooms.indexOf(room) === index);
		const count = (room: string) => rooms.filter((other) => other === room).length;
		this.say(distinct.map((room) => this.#words.several(room, count(room))).join(' '));
	}
}
