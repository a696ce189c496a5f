/** A row counts as seen with half of it on the screen, or filling half of the screen. */
const SEEN_SHARE = 0.5;

/** So that a row higher than the screen is looked at more than once while it goes by. */
const STEPS = [0, 0.1, 0.2, 0.3, 0.4, SEEN_SHARE, 0.6, 0.7, 0.8, 0.9, 1];

/**
 * Tells how far the person here has read: up to the furthest message that has been on a screen that is visible and has the
 * focus. A window in the background shows messages to nobody.
 */
export class ReadWatch {
	#read: (seq: number) => void;
	#shown: (seq: number) => void;
	#viewport: HTMLElement | undefined;
	#observer: IntersectionObserver | undefined;
	/** Rows that are watched, with their sequence. */
	#rows = new Map<Element, number>();
	/** The furthest on screen since it was last told. */
	#reached = 0;
	#told = 0;

	/** `shown` hears of everything that comes on the screen, `read` of what somebody has seen there. */
	constructor(tell: { read: (seq: number) => void; shown: (seq: number) => void }) {
		this.#read = tell.read;
		this.#shown = tell.shown;
	}

	/** Attach to the scrolling element. */
	attach = (viewport: HTMLElement): (() => void) => {
		this.#viewport = viewport;
		this.#observer = new IntersectionObserver((entries) => this.#look(entries), { root: viewport, threshold: STEPS });
		for (const row of this.#rows.keys()) this.#observer.observe(row);
		addEventListener('focus', this.tell);
		document.addEventListener('visibilitychange', this.tell);
		return () => {
			removeEventListener('focus', this.tell);
			document.removeEventListener('visibilitychange', this.tell);
			this.#observer?.disconnect();
			this.#observer = undefined;
			this.#viewport = undefined;
		};
	};

	/** Watches these rows too; what has been told is watched no longer. */
	watch(rows: Iterable<{ row: Element; seq: number }>): void {
		for (const { row, seq } of rows) {
			if (this.#rows.has(row) || seq <= this.#told) continue;
			this.#rows.set(row, seq);
			this.#observer?.observe(row);
		}
	}

	/** Tells what is on the screen, if somebody looks at it. Call it when that may have changed. */
	tell = (): void => {
		if (this.#reached <= this.#told || !this.#isLookedAt()) return;
		this.#told = this.#reached;
		for (const [row, seq] of this.#rows) {
			if (seq > this.#told) continue;
			this.#observer?.unobserve(row);
			this.#rows.delete(row);
		}
		this.#read(this.#told);
	};

	#look(entries: readonly IntersectionObserverEntry[]): void {
		for (const { target, isIntersecting, intersectionRatio, intersectionRect, rootBounds } of entries) {
			const half = (rootBounds?.height ?? Infinity) * SEEN_SHARE;
			if (!isIntersecting || (intersectionRatio < SEEN_SHARE && intersectionRect.height < half)) continue;
			const seq = this.#rows.get(target) ?? 0;
			this.#shown(seq);
			this.#reached = Math.max(this.#reached, seq);
		}
		this.tell();
	}

	/** On a phone, a panel may stand before the conversation. */
	#isLookedAt(): boolean {
		const isInFront = document.visibilityState === 'visible' && document.hasFocus();
		return isInFront && this.#viewport?.checkVisibility({ visibilityProperty: true }) === true;
	}
}
