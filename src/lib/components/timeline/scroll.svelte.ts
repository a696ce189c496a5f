import { untrack } from 'svelte';
import { topmostBelow } from './topmost.ts';

/** Closer to the end than this counts as being at the end: about two lines. */
const AT_END_PX = 48;

/** Closer to the top than this many screens, what is above is brought in: it is there before the reader is. */
const NEAR_TOP_SCREENS = 2;

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
		viewport.addEventListener('scroll', this.#read, { passive: true });
		return () => {
			sizes.disconnect();
			viewport.removeEventListener('scroll', this.#read);
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

	/** Goes to the newest message and stays there. */
	toLatest(): void {
		this.#atEnd = true;
		this.#pin();
	}

	#place(): void {
		if (this.#atEnd) this.#pin();
		else this.#restore();
		this.#read();
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

	#read = (): void => {
		if (this.#viewport === undefined) return;
		const { scrollTop, scrollHeight, clientHeight } = this.#viewport;
		// Only going up leaves the end: a row that was added since the last frame is no reader's wish.
		if (scrollHeight - scrollTop - clientHeight <= AT_END_PX) this.#atEnd = true;
		else if (scrollTop < this.#lastTop) this.#atEnd = false;
		this.#lastTop = scrollTop;
		this.#nearTop = scrollTop <= NEAR_TOP_SCREENS * clientHeight;
		this.#anchor = this.#atEnd ? undefined : this.#chooseAnchor(this.#viewport);
	};

	#chooseAnchor(viewport: HTMLElement): { row: HTMLElement; bottom: number } | undefined {
		this.#rows ??= [...viewport.querySelectorAll<HTMLElement>('[data-message]')];
		const row = topmostBelow(this.#rows, viewport.scrollTop + HEADING_PX, (candidate) => this.#bottomOf(candidate));
		return row && { row, bottom: this.#bottomOf(row) };
	}

	/** Where a row ends, from the top of the content. */
	#bottomOf(row: HTMLElement): number {
		if (this.#viewport === undefined) return 0;
		const { top } = this.#viewport.getBoundingClientRect();
		return row.getBoundingClientRect().bottom - top + this.#viewport.scrollTop;
	}
}
