import { describe, expect, it } from 'vitest';
import { hue, initials } from './person.ts';

describe('initials', () => {
	it.each([
		['Anna', 'A'],
		['Anna Petrova', 'AP'],
		['Анна Мария де Соуза', 'АС'],
		['олена', 'О'],
		['j.doe', 'JD'],
		['👩‍🚀', '👩‍🚀'],
		['  Їжак  ', 'Ї']
	])('of %s are %s', (name, letters) => {
		expect(initials(name)).toBe(letters);
	});
});

describe('hue', () => {
	it('stays with a name', () => {
		expect(hue('Anna')).toBe(hue('anna'));
	});

	it('is a hue', () => {
		for (const name of ['', 'a', 'Anna Petrova', 'Олена', '👩‍🚀']) {
			expect(hue(name)).toBeGreaterThanOrEqual(0);
			expect(hue(name)).toBeLessThan(360);
		}
	});
});
