import type { SyncEngine } from '../sync/engine.ts';

/** How long after the last keystroke somebody counts as writing, in ms. */
const TYPING_MS = 5_000;

/** Tells the others that the person at this tab is writing in a room, for as long as they do. */
export class Typing {
	#roomId: string;
	#presence: SyncEngine['presence'];
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(roomId: string, presence: SyncEngine['presence']) {
		this.#roomId = roomId;
		this.#presence = presence;
	}

	/** There was a keystroke. */
	begin(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.end(), TYPING_MS);
		this.#presence.setTyping(this.#roomId, true);
	}

	end(): void {
		clearTimeout(this.#timer);
		this.#presence.setTyping(this.#roomId, false);
	}
}
