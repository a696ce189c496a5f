import { describe, expect, it } from 'vitest';
import { formatBytes, nearestLimit, STORAGE_LIMITS } from './storage.ts';

/** Intl puts a space between number and unit that does not break. */
const plain = (text: string) => text.replace(/\s/g, ' ');

describe('formatBytes', () => {
	it('names every choice in the language of the screen', () => {
		const named = (locale: string) => STORAGE_LIMITS.map((limit) => plain(formatBytes(limit, locale)));
		expect(named('en')).toEqual(['50 MB', '200 MB', '500 MB', '1 GB']);
		expect(named('ru')).toEqual(['50 МБ', '200 МБ', '500 МБ', '1 ГБ']);
		expect(named('uk')).toEqual(['50 МБ', '200 МБ', '500 МБ', '1 ГБ']);
	});

	it('is exact where little is used', () => {
		expect(plain(formatBytes(0, 'en'))).toBe('0 MB');
		expect(plain(formatBytes(1_240_000, 'uk'))).toBe('1,2 МБ');
		expect(plain(formatBytes(123_400_000, 'ru'))).toBe('123 МБ');
	});
});

describe('nearestLimit', () => {
	it('finds the choice for a limit that is none', () => {
		expect(nearestLimit(200 * 1024 * 1024)).toBe(200_000_000);
		expect(nearestLimit(0)).toBe(50_000_000);
		expect(nearestLimit(5e9)).toBe(1_000_000_000);
	});
});
