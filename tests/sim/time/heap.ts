import type { Actor } from './scheduler.ts';

/** A timer of the actor's own; something that reaches it from outside; or a step of its disk, which goes on when it has died. */
export type Kind = 'timer' | 'arrival' | 'disk';

/** Something that happens at a moment; without `run` it was cancelled. */
export interface Event {
	time: number;
	/** What is due at the same moment happens in the order in which it was asked for. */
	sequence: number;
	actor: Actor;
	run: (() => void) | undefined;
	kind: Kind;
}

function isEarlier(a: Event, b: Event): boolean {
	return a.time < b.time || (a.time === b.time && a.sequence < b.sequence);
}

/** A binary heap of events, the next one on top. */
export class Heap {
	#events: Event[] = [];

	peek(): Event | undefined {
		return this.#events[0];
	}

	push(event: Event): void {
		const events = this.#events;
		let index = events.length;
		while (index > 0) {
			const above = (index - 1) >> 1;
			const parent = events[above];
			if (parent === undefined || !isEarlier(event, parent)) break;
			events[index] = parent;
			index = above;
		}
		events[index] = event;
	}

	pop(): void {
		const last = this.#events.pop();
		if (last !== undefined && this.#events.length > 0) this.#sink(last);
	}

	count(matches: (event: Event) => boolean): number {
		return this.#events.filter(matches).length;
	}

	/** Puts an event on top and lets it sink to its place. */
	#sink(event: Event): void {
		const events = this.#events;
		let index = 0;
		for (;;) {
			const [left, right] = [events[2 * index + 1], events[2 * index + 2]];
			if (left === undefined) break;
			const below = right !== undefined && isEarlier(right, left) ? 2 * index + 2 : 2 * index + 1;
			const child = events[below];
			if (child === undefined || isEarlier(event, child)) break;
			events[index] = child;
			index = below;
		}
		events[index] = event;
	}
}
