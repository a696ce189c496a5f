import { describe, expect, it } from 'vitest';
import { aRoom } from './a-room.ts';
import { roomSections, sectionName, type ListChoices } from './sections.ts';

const plain: ListChoices = { settings: {}, filter: '', opened: new Set() };

function shown(rooms: Parameters<typeof roomSections>[0], choices: Partial<ListChoices> = {}) {
	const sections = roomSections(rooms, { ...plain, ...choices });
	return Object.fromEntries(sections.map(({ key, rooms: inside }) => [key, inside.map(({ id }) => id)]));
}

function said(id: string, at: number, more: Parameters<typeof aRoom>[1] = {}) {
	return aRoom(id, { last: { authorName: 'Anna', mine: false, text: 'Hi', at, state: 'sent' }, ...more });
}

describe('where a room stands', () => {
	it('is among people or rooms, unless somebody has put it elsewhere', () => {
		const rooms = [
			aRoom('general'),
			aRoom('boris', { kind: 'direct' }),
			aRoom('three of us', { kind: 'group' }),
			aRoom('starred', { choice: { favourite: true, section: 'Work' } }),
			aRoom('plans', { choice: { section: 'Work' } }),
			aRoom('old', { archived: true, choice: { favourite: true } }),
			aRoom('noise', { archived: true, choice: { hidden: true } })
		];
		expect(shown(rooms, { settings: { sections: ['Work', 'Empty'] } })).toEqual({
			':favourites': ['starred'],
			Work: ['plans'],
			Empty: [],
			':direct': ['boris', 'three of us'],
			':rooms': ['general'],
			':archived': ['old'],
			':hidden': ['noise']
		});
	});

	it('is where it was before, when its section is gone', () => {
		expect(shown([aRoom('plans', { choice: { section: 'Work' } })])).toEqual({ ':rooms': ['plans'] });
	});
});

describe('the order of a section', () => {
	const rooms = [
		said('b', 2),
		said('a', 1, { unread: 1 }),
		said('c', 3),
		said('muted', 9, { unread: 5, muted: true }),
		said('named', 0, { unread: 1, mentions: 1, muted: true })
	];

	it('is the newest first, by title, or what waits for an answer', () => {
		expect(shown(rooms)[':rooms']).toEqual(['muted', 'c', 'b', 'a', 'named']);
		expect(shown(rooms, { settings: { roomOrder: 'title' } })[':rooms']).toEqual(['a', 'b', 'c', 'muted', 'named']);
		expect(shown(rooms, { settings: { roomOrder: 'unread' } })[':rooms']).toEqual(['named', 'a', 'muted', 'c', 'b']);
	});

	it('begins with what was put in its place', () => {
		const placed = [
			said('late', 9),
			aRoom('second', { choice: { order: 'b' } }),
			aRoom('first', { choice: { order: 'Z' } })
		];
		expect(shown(placed)[':rooms']).toEqual(['first', 'second', 'late']);
	});
});

it('counts what is new over the rooms that are not muted, and mentions over all', () => {
	const rooms = [aRoom('a', { unread: 2 }), aRoom('b', { unread: 5, mentions: 1, muted: true })];
	expect(roomSections(rooms, plain)[0]).toMatchObject({ unread: 2, mentions: 1 });
});

it('is open unless it was closed, and those set aside only when asked for', () => {
	const rooms = [aRoom('a'), aRoom('b', { archived: true }), aRoom('c', { choice: { hidden: true } })];
	const open = (choices: Partial<ListChoices>) =>
		roomSections(rooms, { ...plain, ...choices })
			.filter((section) => section.open)
			.map(({ key }) => key);
	expect(open({})).toEqual([':rooms']);
	expect(open({ settings: { closedSections: [':rooms'] }, opened: new Set([':archived']) })).toEqual([':archived']);
	expect(open({ settings: { closedSections: [':rooms'] }, filter: 'a' })).toEqual([':rooms']);
});

it('filters by every word, without case and accents, in what is set aside too', () => {
	const rooms = [aRoom('Кафé Одеса'), aRoom('Kitchen'), aRoom('Одеса, архів', { archived: true })];
	expect(shown(rooms, { filter: ' одес ', settings: { sections: ['Work'] } })).toEqual({
		':rooms': ['Кафé Одеса'],
		':archived': ['Одеса, архів']
	});
});

it('calls no section of a person’s own like one of ours', () => {
	expect(sectionName(' :rooms ')).toBe('rooms');
	expect(sectionName('  Two \n words ')).toBe('Two words');
	expect(sectionName('x'.repeat(60))).toHaveLength(40);
});
