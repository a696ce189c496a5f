import type { RoomModel } from '../../room/model.ts';
import { lastSeq, newerFromOthers } from './entries.ts';
import { opening, placesLeft } from './opening.ts';
import { ReadWatch } from './read-watch.ts';
import type { TimelineScroll } from './scroll.svelte.ts';

/** One person reading one room: where they begin, what they have seen, what is still new to them. */
export class TimelineReader {
	#room: RoomModel;
	#scroll: TimelineScroll;
	#opened = false;
	/** How many times older messages were brought in for the first new one. */
	#loaded = 0;
	/** The furthest message that was on the screen. */
	#seen = $state(-1);
	/** Rows up to here were read before the room was opened. */
	#watchedFrom: number | undefined;
	readonly watch: ReadWatch;

	constructor(room: RoomModel, scroll: TimelineScroll) {
		this.#room = room;
		this.#scroll = scroll;
		this.watch = new ReadWatch({
			read: (seq) => room.markRead(seq),
			shown: (seq) => (this.#seen = Math.max(this.#seen, seq))
		});
	}

	/** Messages of others that follow what was on the screen; none for who stands at the end. */
	readonly unseen: number = $derived.by(() => {
		return this.#scroll.atEnd ? 0 : newerFromOthers(this.#room.messages, this.#seen).length;
	});

	/** Messages of others under the divider. */
	readonly newCount: number = $derived.by(() => {
		const { divider, messages } = this.#room;
		return divider === undefined ? 0 : newerFromOthers(messages, divider - 1).length;
	});

	/** Brings this person to where they go on reading, once that is known. Call it whenever the room has changed. */
	open(): void {
		const room = this.#room;
		if (this.#opened || (room.messages.length === 0 && room.older !== 'beginning')) return;
		const where = opening(room, placesLeft.get(room.id), this.#loaded);
		if (where === 'wait') return;
		if (where === 'load') {
			this.#loaded++;
			return room.loadOlder();
		}
		this.#opened = true;
		this.#seen = Math.max(this.#seen, room.divider === undefined ? lastSeq(room.messages) : room.divider - 1);
		if (where !== 'end') this.#scroll.goTo(where);
	}

	/** To the first message that is new, wherever this person is now. */
	toFirst(): void {
		this.#opened = false;
		this.#loaded = 0;
		this.open();
	}

	/** Watches the rows that have come for being read. Call it when they are in the page. */
	follow(viewport: HTMLElement): void {
		const { divider, messages } = this.#room;
		if (messages.length === 0) return;
		const from = divider === undefined ? (this.#watchedFrom ?? lastSeq(messages) - 1) : divider - 1;
		this.#watchedFrom = from;
		this.watch.watch(rowsAfter(this.#room, viewport, from));
	}

	/** Esc: all of it is read, wherever this person is in it. Says whether that is news. */
	markAllRead(): boolean {
		const { divider, unread, messages } = this.#room;
		if (divider === undefined && unread === 0) return false;
		this.#room.clearDivider();
		this.#room.markRead(lastSeq(messages));
		return true;
	}

	/** Remembers the place for the next time. Call it when the room leaves the screen. */
	leave(): void {
		const { place } = this.#scroll;
		if (place === undefined) placesLeft.delete(this.#room.id);
		else placesLeft.set(this.#room.id, place);
	}
}

function* rowsAfter({ messages }: RoomModel, viewport: HTMLElement, from: number) {
	for (let index = messages.length - 1; index >= 0; index--) {
		const message = messages[index];
		if (message?.delivery.kind !== 'sent') continue;
		if (message.delivery.seq <= from) return;
		const row = viewport.querySelector(`[data-message="${message.id}"]`);
		if (row !== null) yield { row, seq: message.delivery.seq };
	}
}
