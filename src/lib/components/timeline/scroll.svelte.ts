import { untrack } from 'svelte';
import { topmostBelow } from './topmost.ts';

/** Closer to the end than this counts as being at the end: about two lines. */
const AT_END_PX = 48;

/** Closer to the top than this many screens, what is above is brought in: it is there before the reader is. */
const NEAR_TOP_SCREENS = 2;

/** Where the first new message is put, from the top of the screen: under a little of what was said before it. */
const CONTEXT_SHARE = 0.2;

/** A place in a timeline: a message, and how far its row begins below the top of the screen, in pixels. */
export interface TimelinePlace {
	id: string;
	top?: number;
}

/** The day's name stands over the rows that are scrolled under it. Its height in the styles. */
const HEADING_PX = 32;

/**
 * Keeps a timeline at its end while its reader is there, and otherwise the row under the reader's eyes where it is. Rows
 * grow after they are drawn (fonts, the composer, a phone's keyboard), so it watches sizes as well as messages. All by hand,
 * with the browser's own anchoring off: not every browser has it, and the two would add up.
 */
export class TimelineScroll {
	#viewport: HTMLElement | undefined;
	/** Looked up when they are needed: a reader at the end needs none. */
	#rows: HTMLElement[] | undefined;
	/** The row that must not move, and where in the content it ended: what stands above its words may come and go. */
	#anchor: { row: HTMLElement; bottom: number } | undefined;
	/** Where the reader was brought; kept until they scroll, because rows get their true height only on the way there. */
	#goal: TimelinePlace | undefined;
	#reader: TimelinePlace | undefined;
	#lastTop = 0;
	#atEnd = $state(true);
	#nearTop = $state(false);

	/** Whether the reader is at the end of the conversation. */
	get atEnd(): boolean {
		return this.#atEnd;
	}

	/** Whether the reader is about to see the top of what is there. */
	get nearTop(): boolean {
		return this.#nearTop;
	}

	/** Attach to the scrolling element; its first child holds the rows. */
	attach = (viewport: HTMLElement): (() => void) => {
		this.#viewport = viewport;
		this.settle();
		const sizes = new ResizeObserver(() => this.#place());
		sizes.observe(viewport);
		if (viewport.firstElementChild !== null) sizes.observe(viewport.firstElementChild);
		viewport.addEventListener('scroll', this.#scrolled, { passive: true });
		return () => {
			sizes.disconnect();
			viewport.removeEventListener('scroll', this.#scrolled);
			this.#viewport = undefined;
			this.#rows = undefined;
			this.#anchor = undefined;
		};
	};

	/** Puts the reader back where they were. Call it when rows have come or gone, before they are painted. */
	settle(): void {
		this.#rows = undefined;
		// Whoever calls it while rendering is not to be rendered again because of it.
		untrack(() => this.#place());
	}

	/** Brings a message before the reader's eyes, or as far up as there is something below it. */
	goTo(place: TimelinePlace): void {
		this.#goal = place;
		this.#atEnd = false;
		untrack(() => this.#place());
	}

	/** Where the reader is, or was when the timeline left the screen; undefined at the end. */
	get place(): TimelinePlace | undefined {
		return this.#reader;
	}

	/** Goes to the newest message and stays there. */
	toLatest(): void {
		this.#goal = undefined;
		this.#atEnd = true;
		this.#pin();
	}

	#place(): void {
		if (this.#atEnd) this.#pin();
		else if (!this.#seek()) this.#restore();
		this.#read();
	}

	/** Goes to where the reader is to be brought, if that is here. */
	#seek(): boolean {
		const row = this.#goal && this.#viewport?.querySelector<HTMLElement>(`[data-message="${this.#goal.id}"]`);
		if (this.#viewport === undefined || this.#goal === undefined || !row) return false;
		const top = this.#goal.top ?? this.#viewport.clientHeight * CONTEXT_SHARE;
		const { bottom, height } = row.getBoundingClientRect();
		this.#viewport.scrollTop += bottom - height - this.#viewport.getBoundingClientRect().top - top;
		this.#lastTop = this.#viewport.scrollTop;
		return true;
	}

	#pin(): void {
		if (this.#viewport === undefined) return;
		this.#viewport.scrollTop = this.#viewport.scrollHeight;
		this.#lastTop = this.#viewport.scrollTop;
	}

	/** Moves by as much as the anchor has moved in the content, which no scrolling in the meantime changes. */
	#restore(): void {
		if (this.#viewport === undefined || this.#anchor?.row.isConnected !== true) return;
		const moved = this.#bottomOf(this.#anchor.row) - this.#anchor.bottom;
		if (Math.abs(moved) < 1) return;
		this.#viewport.scrollTop += moved;
		// Not the reader's own way up, which would leave the end.
		this.#lastTop = this.#viewport.scrollTop;
	}

	#scrolled = (): void => {
		if (this.#viewport !== undefined && Math.abs(this.#viewport.scrollTop - this.#lastTop) > 1) this.#goal = undefined;
		this.#read();
	};

	#read = (): void => {
		if (this.#viewport === undefined) return;
		const { scrollTop, scrollHeight, clientHeight } = this.#viewport;
		// Only going up leaves the end: a row that was added since the last frame is no reader's wish.
		if (scrollHeight - scrollTop - clientHeight <= AT_END_PX) this.#atEnd = true;
		else if (scrollTop < this.#lastTop) this.#atEnd = false;
		this.#lastTop = scrollTop;
		this.#nearTop = scrollTop <= NEAR_TOP_SCREENS * clientHeight;
		this.#anchor = this.#atEnd ? undefined : this.#chooseAnchor(this.#viewport);
		this.#reader = this.#anchor && this.#placeOf(this.#anchor.row);
	};

	#chooseAnchor(viewport: HTMLElement): { row: HTMLElement; bottom: number } | undefined {
		this.#rows ??= [...viewport.querySelectorAll<HTMLElement>('[data-message]')];
		const row = topmostBelow(this.#rows, viewport.scrollTop + HEADING_PX, (candidate) => this.#bottomOf(candidate));
		return row && { row, bottom: this.#bottomOf(row) };
	}

	#placeOf(row: HTMLElement): TimelinePlace | undefined {
		const id = row.dataset?.['message'];
		const top = this.#viewport?.getBoundingClientRect().top ?? 0;
		return id === undefined ? undefined : { id, top: row.getBoundingClientRect().top - top };
	}

	/** Where a row ends, from the top of the content. */
	#bottomOf(row: HTMLElement): number {
		if (this.#viewport === undefined) return 0;
		const { top } = this.#viewport.getBoundingClientRect();
		return row.getBoundingClientRect().bottom - top + this.#viewport.scrollTop;
	}
}
