import { describe, expect, it } from 'vitest';
import { matchOf, queryWords } from './match-names.ts';

const match = (query: string, ...texts: string[]) => matchOf(queryWords(query), texts);

describe('a name is found', () => {
	it.each([
		['by the whole of it', 'Anna', 'Anna Kovalenko'],
		['by the beginning of any of its words', 'kov', 'Anna Kovalenko'],
		['by words in any order', 'koval an', 'Anna Kovalenko'],
		['by what is within', 'ale', 'Kovalenko'],
		['without its accents', 'zoe', 'Zoë'],
		['with accents that it does not have', 'Zoë', 'zoe'],
		['in Cyrillic, whatever the case', 'БОР', 'Борис'],
		['without the dots of ё', 'еж', 'Ёжик'],
		['in Ukrainian', 'іри', 'Ірина'],
		['with a letter left out', 'kovlenko', 'Kovalenko'],
		['with a letter too many', 'kovvalenko', 'Kovalenko'],
		['with a wrong letter', 'kavalenko', 'Kovalenko'],
		['with two letters swapped', 'brois', 'Boris'],
		['with a typo in its beginning', 'kovla', 'Kovalenko'],
		['with a typo in Cyrillic', 'Борес', 'Борис'],
		['by an email address', 'anna@example.org', 'anna@example.org'],
		['by nothing at all', '  ', 'Anna']
	])('%s', (_, query, text) => {
		expect(match(query, text)).toBeDefined();
	});
});

describe('a name is not found', () => {
	it.each([
		['by another', 'Vera', 'Anna'],
		['where one word is not in it', 'anna petrova', 'Anna Kovalenko'],
		['with a typo in a short word', 'ama', 'Ana'],
		['with two typos', 'kavalemko', 'Kovalenko']
	])('%s', (_, query, text) => {
		expect(match(query, text)).toBeUndefined();
	});
});

it('is the better a match the less there is to guess', () => {
	const matches = ['Boris', 'Borislava', 'Liborist', 'Borys'].map((name) => match('boris', name) ?? Infinity);
	expect(matches).toEqual([...matches].sort((a, b) => a - b));
	expect(new Set(matches).size).toBe(matches.length);
});
