import { describe, expect, it } from 'vitest';
import { fold } from '../fold.ts';
import { rank } from './rank.ts';

const names = [
	'General',
	'Genealogy',
	'Кухня',
	'Кузня',
	'Олена Петренко',
	'Zoë Müller',
	'Отдел продаж',
	'Release 2.1',
	'Ёлка',
	'Київ',
	'Marketing',
	'New room'
];
const all = names.map((name) => ({ name, text: fold(name) }));
const found = (typed: string) => rank(all, typed).map(({ name }) => name);

describe('what is typed', () => {
	it.each([
		['gen', 'General'],
		['GENERAL', 'General'],
		['кух', 'Кухня'],
		['елка', 'Ёлка'],
		['київ', 'Київ'],
		['zoe', 'Zoë Müller'],
		['müll', 'Zoë Müller'],
		['петренко олена', 'Олена Петренко'],
		['отд прод', 'Отдел продаж'],
		['2.1', 'Release 2.1']
	])('%s finds %s', (typed, name) => {
		expect(found(typed)[0]).toBe(name);
	});

	it.each([
		['a letter too few', 'genral', 'General'],
		['a letter too many', 'marketting', 'Marketing'],
		['another letter', 'mareeting', 'Marketing'],
		['two exchanged', 'markteing', 'Marketing'],
		['a letter too few, in Cyrillic', 'петрнко', 'Олена Петренко'],
		['two exchanged, in Cyrillic', 'петернко', 'Олена Петренко']
	])('may have %s', (_, typed, name) => {
		expect(found(typed)).toContain(name);
	});

	it('keeps the order of those that fit equally well', () => {
		expect(found('gene').slice(0, 2)).toEqual(['General', 'Genealogy']);
	});

	it('finds nothing where nothing fits, and where no letter was typed', () => {
		expect(found('xylophone')).toEqual([]);
		expect(found('!!!')).toEqual([]);
	});
});

it('puts a whole word before the beginning of one, and that before what is inside', () => {
	const rooms = ['Backroom', 'Roomy', 'My room'].map((name) => ({ name, text: fold(name) }));
	expect(rank(rooms, 'room').map(({ name }) => name)).toEqual(['My room', 'Roomy', 'Backroom']);
});
