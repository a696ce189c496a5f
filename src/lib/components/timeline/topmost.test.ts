import { expect, it, vi } from 'vitest';
import { topmostBelow } from './topmost.ts';

const rows = Array.from({ length: 1_000 }, (_, index) => index);
const bottomOf = (row: number) => (row + 1) * 10;

it.each([
	[0, 0],
	[9, 0],
	[10, 1],
	[5_005, 500],
	[9_999, 999]
])('at line %i it is row %i', (line, row) => {
	expect(topmostBelow(rows, line, bottomOf)).toBe(row);
});

it('is the last row where all are above, and none where there is none', () => {
	expect(topmostBelow(rows, 20_000, bottomOf)).toBe(999);
	expect(topmostBelow([], 0, bottomOf)).toBeUndefined();
});

it('looks at a dozen rows of a thousand', () => {
	const asked = vi.fn(bottomOf);
	topmostBelow(rows, 7_777, asked);
	expect(asked.mock.calls.length).toBeLessThanOrEqual(10);
});
