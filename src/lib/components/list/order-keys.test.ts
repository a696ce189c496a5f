import { describe, expect, it } from 'vitest';
import { keyBetween, keysFor, ORDER_MAX_CHARS } from './order-keys.ts';

/** A row of numbers that is the same in every run (mulberry32). */
function numbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let value = Math.imul(state ^ (state >>> 15), 1 | state);
		value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
		return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
	};
}

describe('keyBetween', () => {
	it.each([
		[undefined, undefined],
		['V', undefined],
		[undefined, 'V'],
		[undefined, '1'],
		[undefined, '01'],
		['A', 'B'],
		['A', 'A1'],
		['Az', 'B'],
		['z', undefined],
		['zz', undefined],
		['A', 'AV'],
		['0001', '0002']
	])('stands after %s and before %s', (before, after) => {
		const key = keyBetween(before, after);
		if (before !== undefined) expect(key > before).toBe(true);
		if (after !== undefined) expect(key < after).toBe(true);
		expect(key).not.toMatch(/0$|^$/);
	});

	it('fits another one in wherever it is put, a thousand times over', () => {
		const random = numbers(11);
		const keys: string[] = [];
		for (let round = 0; round < 1_000; round++) {
			const at = Math.floor(random() * (keys.length + 1));
			keys.splice(at, 0, keyBetween(keys[at - 1], keys[at]));
		}
		expect(keys).toEqual([...keys].sort((a, b) => (a < b ? -1 : 1)));
		expect(new Set(keys).size).toBe(1_000);
		expect(Math.max(...keys.map(({ length }) => length))).toBeLessThan(ORDER_MAX_CHARS);
	});

	it('grows by a character for every few that are put at the same end', () => {
		let [first, last] = ['V', 'V'];
		for (let round = 0; round < 200; round++) [first, last] = [keyBetween(undefined, first), keyBetween(last)];
		expect([first.length, last.length].every((length) => length <= ORDER_MAX_CHARS)).toBe(true);
	});
});

describe('keysFor', () => {
	it.each([1, 2, 50, 300])('makes %d ascending keys with room between them', (count) => {
		const keys = keysFor(count);
		expect(keys).toHaveLength(count);
		keys.forEach((key, index) => {
			expect(key > (keys[index - 1] ?? '')).toBe(true);
			expect(key).not.toMatch(/0$|^$/);
			expect(keyBetween(keys[index - 1], key) < key).toBe(true);
		});
	});
});
