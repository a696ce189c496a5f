import { describe, expect, it } from 'vitest';
import { clockTime, dayName, exactTime, shortDate } from './dates.ts';

const NOW = new Date(2025, 10, 21, 12, 0).getTime();
const MONDAY = new Date(2025, 10, 17, 10, 2, 33).getTime();
const OLD = new Date(2024, 2, 3, 10, 2).getTime();

describe('dayName', () => {
	it('names near days by word in each language', () => {
		const yesterday = new Date(2025, 10, 20, 23, 59).getTime();
		expect(dayName(NOW, NOW, 'en')).toBe('Today');
		expect(dayName(yesterday, NOW, 'en')).toBe('Yesterday');
		expect(dayName(NOW, NOW, 'ru')).toBe('Сегодня');
		expect(dayName(yesterday, NOW, 'uk')).toBe('Учора');
	});

	it('names this week by weekday', () => {
		expect(dayName(MONDAY, NOW, 'en')).toBe('Monday');
		expect(dayName(MONDAY, NOW, 'uk')).toBe('Понеділок');
	});

	it('names older days by date, other years by year', () => {
		expect(dayName(new Date(2025, 10, 3).getTime(), NOW, 'en')).toContain('3');
		expect(dayName(OLD, NOW, 'ru')).toContain('2024');
	});

	it('does not call tomorrow a weekday', () => {
		expect(dayName(new Date(2025, 10, 22).getTime(), NOW, 'en')).toContain('22');
	});
});

describe('times', () => {
	it('short today, with the weekday this week, with the date before', () => {
		expect(shortDate(NOW, NOW, 'en')).toBe(clockTime(NOW, 'en'));
		expect(shortDate(MONDAY, NOW, 'en')).toBe(`Mon ${clockTime(MONDAY, 'en')}`);
		expect(shortDate(OLD, NOW, 'en')).toContain('March');
	});

	it('exact to the second', () => {
		expect(exactTime(MONDAY, 'en')).toMatch(/November.*2025.*02:33/);
	});
});
