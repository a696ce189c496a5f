import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TimelineScroll } from './scroll.svelte.ts';

const SCREEN = 500;
const ROW = 50;

/** A viewport with rows below each other, as far as a scroll looks at them. */
class FakeViewport extends EventTarget {
	clientHeight = SCREEN;
	firstElementChild = null;
	#top = 0;
	#rows: { height: number; isConnected: boolean; getBoundingClientRect: () => { bottom: number } }[] = [];

	get scrollHeight(): number {
		return this.#rows.reduce((sum, { height }) => sum + height, 0);
	}

	get scrollTop(): number {
		return this.#top;
	}

	set scrollTop(top: number) {
		this.#top = Math.min(Math.max(top, 0), Math.max(this.scrollHeight - SCREEN, 0));
	}

	getBoundingClientRect() {
		return { top: 0 };
	}

	querySelectorAll() {
		return this.#rows;
	}

	/** Puts rows above or below the others. */
	add(count: number, where: 'above' | 'below'): void {
		const made = Array.from({ length: count }, () => {
			const row = { height: ROW, isConnected: true, getBoundingClientRect: () => ({ bottom: this.#bottomOf(row) }) };
			return row;
		});
		this.#rows = where === 'above' ? [...made, ...this.#rows] : [...this.#rows, ...made];
	}

	grow(index: number, by: number): void {
		const row = this.#rows[index];
		if (row !== undefined) row.height += by;
	}

	readerScrollsTo(top: number): void {
		this.scrollTop = top;
		this.dispatchEvent(new Event('scroll'));
	}

	#bottomOf(row: { height: number }): number {
		const until = this.#rows.slice(0, this.#rows.findIndex((other) => other === row) + 1);
		return until.reduce((sum, { height }) => sum + height, 0) - this.#top;
	}
}

let resize: () => void;

class FakeResizeObserver {
	constructor(changed: () => void) {
		resize = changed;
	}

	observe(): void {}

	disconnect(): void {}
}

beforeEach(() => {
	vi.stubGlobal('ResizeObserver', FakeResizeObserver);
});
afterEach(() => {
	vi.unstubAllGlobals();
});

function reading(rows: number) {
	const viewport = new FakeViewport();
	viewport.add(rows, 'below');
	const scroll = new TimelineScroll();
	scroll.attach(viewport as unknown as HTMLElement);
	return { viewport, scroll };
}

it('keeps a reader at the end there, whatever comes above or below', () => {
	const { viewport, scroll } = reading(100);
	expect(viewport.scrollTop).toBe(100 * ROW - SCREEN);
	viewport.add(1, 'below');
	viewport.add(20, 'above');
	scroll.settle();
	expect(viewport.scrollTop).toBe(121 * ROW - SCREEN);
	expect(scroll.atEnd).toBe(true);
});

it('keeps the row under the eyes where it is when older ones come above it', () => {
	const { viewport, scroll } = reading(100);
	viewport.readerScrollsTo(1_010);
	viewport.add(1_000, 'above');
	scroll.settle();
	expect(viewport.scrollTop).toBe(1_010 + 1_000 * ROW);
	viewport.add(1, 'below');
	scroll.settle();
	expect(viewport.scrollTop).toBe(1_010 + 1_000 * ROW);
	expect(scroll.atEnd).toBe(false);
});

it('keeps it there too when a row above gets its true height', () => {
	const { viewport } = reading(100);
	viewport.readerScrollsTo(1_000);
	viewport.grow(3, 80);
	resize();
	expect(viewport.scrollTop).toBe(1_080);
	viewport.grow(90, 80);
	resize();
	expect(viewport.scrollTop).toBe(1_080);
});

it('does not take back what the reader has scrolled since it last looked', () => {
	const { viewport, scroll } = reading(100);
	viewport.readerScrollsTo(1_000);
	viewport.scrollTop = 900;
	viewport.add(10, 'above');
	scroll.settle();
	expect(viewport.scrollTop).toBe(900 + 10 * ROW);
});

it('says when the top is near, and no longer once older ones are above', () => {
	const { viewport, scroll } = reading(100);
	expect(scroll.nearTop).toBe(false);
	viewport.readerScrollsTo(2 * SCREEN);
	expect(scroll.nearTop).toBe(true);
	viewport.add(100, 'above');
	scroll.settle();
	expect(scroll.nearTop).toBe(false);
});
