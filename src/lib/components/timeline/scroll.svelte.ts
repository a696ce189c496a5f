/** Closer to the end than this counts as being at the end: about two lines. */
const AT_END_PX = 48;

/**
 * Keeps a timeline at its end while its reader is there, and leaves it alone otherwise. Rows grow after they are drawn
 * (fonts, the composer, a phone's keyboard), so it watches sizes and not messages.
 */
export class TimelineScroll {
	#viewport: HTMLElement | undefined;
	#lastTop = 0;
	#atEnd = $state(true);

	/** Whether the reader is at the end of the conversation. */
	get atEnd(): boolean {
		return this.#atEnd;
	}

	/** Attach to the scrolling element; its first child holds the rows. */
	attach = (viewport: HTMLElement): (() => void) => {
		this.#viewport = viewport;
		this.#pin();
		const sizes = new ResizeObserver(() => {
			if (this.#atEnd) this.#pin();
			else this.#read();
		});
		sizes.observe(viewport);
		if (viewport.firstElementChild !== null) sizes.observe(viewport.firstElementChild);
		viewport.addEventListener('scroll', this.#read, { passive: true });
		return () => {
			sizes.disconnect();
			viewport.removeEventListener('scroll', this.#read);
			this.#viewport = undefined;
		};
	};

	/** Goes to the newest message and stays there. */
	toLatest(): void {
		this.#atEnd = true;
		this.#pin();
	}

	#pin(): void {
		if (this.#viewport === undefined) return;
		this.#viewport.scrollTop = this.#viewport.scrollHeight;
		this.#lastTop = this.#viewport.scrollTop;
	}

	#read = (): void => {
		if (this.#viewport === undefined) return;
		const { scrollTop, scrollHeight, clientHeight } = this.#viewport;
		// Only going up leaves the end: a row that was added since the last frame is no reader's wish.
		if (scrollHeight - scrollTop - clientHeight <= AT_END_PX) this.#atEnd = true;
		else if (scrollTop < this.#lastTop) this.#atEnd = false;
		this.#lastTop = scrollTop;
	};
}
