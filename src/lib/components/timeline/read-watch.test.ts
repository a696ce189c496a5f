import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ReadWatch } from './read-watch.ts';

const page = Object.assign(new EventTarget(), { visibilityState: 'visible', hasFocus: () => focused });
const window = new EventTarget();
const viewport = { checkVisibility: () => true } as unknown as HTMLElement;
let focused: boolean;
let look: (entries: object[]) => void;
let watched: Set<object>;

class FakeObserver {
	constructor(seen: (entries: object[]) => void) {
		look = seen;
		watched = new Set();
	}
	observe(row: object): void {
		watched.add(row);
	}
	unobserve(row: object): void {
		watched.delete(row);
	}
	disconnect(): void {
		watched.clear();
	}
}

beforeEach(() => {
	focused = true;
	page.visibilityState = 'visible';
	vi.stubGlobal('document', page);
	vi.stubGlobal('IntersectionObserver', FakeObserver);
	vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
	vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window));
});
afterEach(() => {
	vi.unstubAllGlobals();
});

function watching(count: number) {
	const [read, shown] = [vi.fn(), vi.fn()];
	const watch = new ReadWatch({ read, shown });
	watch.attach(viewport);
	const rows = Array.from({ length: count }, () => ({}) as Element);
	watch.watch(rows.map((row, index) => ({ row, seq: index + 1 })));
	return { watch, rows, read, shown };
}

function onScreen(row: Element | undefined, share = 1, height = 20) {
	return {
		target: row,
		isIntersecting: share > 0,
		intersectionRatio: share,
		intersectionRect: { height },
		rootBounds: { height: 500 }
	};
}

it('tells the furthest that was on the screen, not the last of the room', () => {
	const { rows, read } = watching(5);
	look([onScreen(rows[1]), onScreen(rows[2]), onScreen(rows[3], 0.2)]);
	expect(read.mock.calls).toEqual([[3]]);
	expect(watched).toEqual(new Set([rows[3], rows[4]]));
	look([onScreen(rows[3], 0.2, 260)]);
	expect(read).toHaveBeenLastCalledWith(4);
});

it('does not take what goes by in the background for read, until somebody looks', () => {
	const { rows, read, shown } = watching(2);
	focused = false;
	look([onScreen(rows[1])]);
	expect(read).not.toHaveBeenCalled();
	expect(shown).toHaveBeenCalledWith(2);
	focused = true;
	page.visibilityState = 'hidden';
	window.dispatchEvent(new Event('focus'));
	expect(read).not.toHaveBeenCalled();
	page.visibilityState = 'visible';
	page.dispatchEvent(new Event('visibilitychange'));
	expect(read.mock.calls).toEqual([[2]]);
});

it('tells nothing again, and nothing that lies further up', () => {
	const { watch, rows, read } = watching(3);
	look([onScreen(rows[2])]);
	watch.watch([{ row: {} as Element, seq: 2 }]);
	look([onScreen(rows[0])]);
	expect(read.mock.calls).toEqual([[3]]);
});
