import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { itemByLetter, menuCorner } from './menu.ts';

beforeEach(() => {
	vi.stubGlobal('innerWidth', 1_000);
	vi.stubGlobal('innerHeight', 600);
	vi.stubGlobal('HTMLElement', class {});
});
afterEach(() => {
	vi.unstubAllGlobals();
});

describe('where a menu opens', () => {
	const menu = { width: 200, height: 300 };

	it.each([
		['where it was asked for', { x: 50, y: 40 }, { left: 50, top: 40 }],
		['above, where there is no room below', { x: 50, y: 590 }, { left: 50, top: 290 }],
		['left of the edge', { x: 990, y: 40 }, { left: 792, top: 40 }],
		['within the window at all costs', { x: 50, y: 320 }, { left: 50, top: 20 }]
	])('%s', (_, place, corner) => {
		expect(menuCorner(place, menu)).toEqual(corner);
	});
});

it('goes round the items that begin with a letter', () => {
	const labels = ['Mute', 'Move up', 'Hide'];
	expect(itemByLetter(labels, 'm', 0)).toBe(1);
	expect(itemByLetter(labels, 'M', 1)).toBe(0);
	expect(itemByLetter(labels, 'x', 0)).toBe(-1);
});
