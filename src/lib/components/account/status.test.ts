import { describe, expect, it } from 'vitest';
import { currentStatus, firstEmoji, untilWords } from './status.ts';

const NOON = new Date(2026, 2, 25, 12).getTime();
const at = (year: number, month: number, day: number, hour = 0) => new Date(year, month, day, hour).getTime();

describe('firstEmoji', () => {
	it('takes one whole emoji of what was typed, flags and families too', () => {
		expect(firstEmoji('hi 👩‍👩‍👧 🌴')).toBe('👩‍👩‍👧');
		expect(firstEmoji('🇺🇦🇺🇦')).toBe('🇺🇦');
		expect(firstEmoji('1️⃣')).toBe('1️⃣');
	});

	it('finds none in words and digits', () => {
		expect(firstEmoji('lunch at 12')).toBeUndefined();
	});
});

describe('currentStatus', () => {
	it('is over at its time, also where no server can say so', () => {
		const status = { emoji: '🍲', text: 'Lunch', until: NOON };
		expect(currentStatus(status, NOON - 1)).toBe(status);
		expect(currentStatus(status, NOON)).toBeUndefined();
		expect(currentStatus({ emoji: '🌴', text: '' }, NOON)).toBeDefined();
	});
});

describe('untilWords', () => {
	it('names the hour today, and the day for what ends with a day', () => {
		expect(untilWords(at(2026, 2, 25, 16), NOON, 'en')).toMatch(/until (16:00|4:00)/);
		expect(untilWords(at(2026, 2, 26), NOON, 'en')).toBe('until the end of today');
		expect(untilWords(at(2026, 2, 30), NOON, 'en')).toBe('through Sun');
	});
});
