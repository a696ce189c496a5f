import { describe, expect, it } from 'vitest';
import { search, searchPeople } from './search.ts';

const PEOPLE = [
	{ name: 'Артём Ковальчук', username: 'kovalchuk' },
	{ name: 'Anna Maria Lind', username: 'anna' },
	{ name: 'José Álvarez', username: 'pepe' },
	{ name: 'Ірина', username: 'iryna' },
	{ name: '山田 花子', username: 'hanako' }
];

const found = (query: string) => searchPeople(PEOPLE, query).map(({ username }) => username);

describe('searching people', () => {
	it('finds by a part of the name in any script', () => {
		expect(found('ковал')).toEqual(['kovalchuk']);
		expect(found('花子')).toEqual(['hanako']);
		expect(found('maria')).toEqual(['anna']);
	});

	it('finds by username, with or without the at sign', () => {
		expect(found('pepe')).toEqual(['pepe']);
		expect(found('@iryna')).toEqual(['iryna']);
	});

	it('does not mind missing marks, letter case or the order of words', () => {
		expect(found('артем')).toEqual(['kovalchuk']);
		expect(found('JOSE')).toEqual(['pepe']);
		expect(found('lind anna')).toEqual(['anna']);
	});

	it('forgives one slip of the finger', () => {
		expect(found('koavlchuk')).toEqual(['kovalchuk']);
	});

	it('has everyone in their order where nothing is asked for, and nobody where nothing fits', () => {
		expect(found('  ')).toEqual(PEOPLE.map(({ username }) => username));
		expect(found('zzzz')).toEqual([]);
	});

	it.each([
		[
			'both words as typed',
			'anna petr',
			['Anna Petr', 'Anna Petrenko', 'Anna Maria Petrenko', 'Petra Annable', 'Hanna Petrova']
		],
		[
			'the words the other way round',
			'petr anna',
			['Anna Petr', 'Anna Petrenko', 'Anna Maria Petrenko', 'Petra Annable', 'Hanna Petrova']
		],
		['Cyrillic, before a slip in what was typed first', 'петр олена', ['Олена Петренко', 'Петро Оленюк']],
		['three words', 'petrenko anna maria', ['Anna Maria Petrenko']],
		['a slip in one of two words', 'anna petrnko', ['Anna Maria Petrenko', 'Anna Petrenko']],
		['a slip in Cyrillic', 'олена пертенко', ['Олена Петренко']],
		['missing accents in two words', 'jose alv', ['José Álvarez']],
		['a username and a name', '@pepe alvarez', ['José Álvarez']]
	])('ranks %s', (_, query, names) => {
		const people = [
			['Anna Maria Petrenko', 'amp'],
			['Anna Petr', 'petr'],
			['Anna Petrenko', 'apetrenko'],
			['Hanna Petrova', 'hp'],
			['José Álvarez', 'pepe'],
			['Petra Annable', 'pa'],
			['Олена Петренко', 'olena'],
			['Петро Оленюк', 'petro']
		].map(([name = '', username = '']) => ({ name, username }));
		expect(searchPeople(people, query).map(({ name }) => name)).toEqual(names);
	});

	it('takes text that means something to a regular expression as text', () => {
		expect(search(['a+b', 'c'], (text) => text, '(.*')).toEqual([]);
	});

	it('finds one of five hundred in less than a frame', () => {
		const many = Array.from({ length: 500 }, (_, at) => ({ name: `Person Number ${at}`, username: `p${at}` }));
		searchPeople(many, 'warm up');
		const before = performance.now();
		expect(searchPeople(many, 'number 417')[0]?.username).toBe('p417');
		expect(performance.now() - before).toBeLessThan(100);
	});
});
