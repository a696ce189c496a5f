import { expect, it } from 'vitest';
import { leadsAbove, rowAfter } from './walk.ts';

const rows = ['first', 'second', 'third'] as unknown as HTMLElement[];
const [first, second, third] = rows as [HTMLElement, HTMLElement, HTMLElement];

it('walks by arrows and jumps to both ends, and stays where there is no further', () => {
	expect(rowAfter('ArrowUp', second, rows)).toBe(first);
	expect(rowAfter('ArrowDown', second, rows)).toBe(third);
	expect(rowAfter('Home', third, rows)).toBe(first);
	expect(rowAfter('End', first, rows)).toBe(third);
	expect(rowAfter('ArrowUp', first, rows)).toBe(first);
	expect(rowAfter('ArrowDown', third, rows)).toBe(third);
	expect(rowAfter('a', second, rows)).toBeUndefined();
});

it('asks for what is above at the first row only', () => {
	expect([leadsAbove('ArrowUp', first, rows), leadsAbove('Home', first, rows)]).toEqual([true, true]);
	expect([leadsAbove('ArrowUp', second, rows), leadsAbove('ArrowDown', first, rows)]).toEqual([false, false]);
});
