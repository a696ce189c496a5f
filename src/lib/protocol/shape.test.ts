import { expect, it } from 'vitest';
import { flag, integer, list, number, object, oneOf, optional, text } from './shape.ts';

const point = object({
	id: text,
	version: integer(0),
	at: optional(number),
	states: list(oneOf(['online', 'away'])),
	complete: flag
});
const good = { id: 'a', version: 0, at: 1.5, states: ['away'], complete: false };

it('reads what is of the shape', () => {
	expect(point(good)).toEqual(good);
});

it('leaves out what it does not name, and what is not there', () => {
	const { at, ...withoutTime } = good;
	expect(at).toBe(1.5);
	expect(point({ ...withoutTime, more: 1 })).toStrictEqual(withoutTime);
});

it.each([
	['nothing', undefined],
	['null', null],
	['a list', [good]],
	['text', '{}'],
	['an object without a field', {}],
	['a number for text', { ...good, id: 1 }],
	['a number below the least', { ...good, version: -1 }],
	['a fraction', { ...good, version: 0.5 }],
	['a number that is not held exactly', { ...good, version: 2 ** 53 }],
	['text for a number', { ...good, version: '1' }],
	['infinity', { ...good, at: Infinity }],
	['null for what may be absent', { ...good, at: null }],
	['an object for a list', { ...good, states: {} }],
	['a word that is none of them', { ...good, states: ['gone'] }],
	['a number for yes or no', { ...good, complete: 1 }]
])('refuses %s', (_, value) => {
	expect(() => point(value)).toThrow(TypeError);
});
