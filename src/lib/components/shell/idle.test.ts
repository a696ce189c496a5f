import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { IDLE_AFTER_MS, watchIdle } from './idle.ts';

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const window = new EventTarget();
let told: boolean[];
let stop: () => void;

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('document', page);
	vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
	vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window));
	page.visibilityState = 'visible';
	told = [];
	stop = watchIdle((idle) => told.push(idle));
});
afterEach(() => {
	stop();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

function look(state: string): void {
	page.visibilityState = state;
	page.dispatchEvent(new Event('visibilitychange'));
}

it('tells after five minutes without a touch, and when there is one again', () => {
	vi.advanceTimersByTime(IDLE_AFTER_MS - 1);
	window.dispatchEvent(new Event('pointermove'));
	vi.advanceTimersByTime(IDLE_AFTER_MS - 1);
	expect(told).toEqual([]);
	vi.advanceTimersByTime(1);
	expect(told).toEqual([true]);
	window.dispatchEvent(new Event('keydown'));
	expect(told).toEqual([true, false]);
	vi.advanceTimersByTime(IDLE_AFTER_MS);
	expect(told).toEqual([true, false, true]);
});

it('tells at once when the page goes out of sight, and back', () => {
	look('hidden');
	window.dispatchEvent(new Event('pointermove'));
	expect(told).toEqual([true]);
	look('visible');
	expect(told).toEqual([true, false]);
});
