import { describe, expect, it } from 'vitest';
import type { RoomListItem } from '../../room/model.ts';
import { aRoom } from './a-room.ts';
import { mayStandIn, moveRoom, type RoomChanges } from './moves.ts';
import { roomSections } from './sections.ts';

const settings = { sections: ['Work'], roomOrder: 'title' } as const;

function sectionOf(rooms: RoomListItem[], key: string) {
	const found = roomSections(rooms, {
		settings: { ...settings, sections: ['Work'] },
		filter: '',
		opened: new Set()
	}).find((section) => section.key === key);
	if (found === undefined) throw new Error(`no section ${key}`);
	return found;
}

function after(rooms: RoomListItem[], changes: RoomChanges): RoomListItem[] {
	return rooms.map((room) => ({
		...room,
		choice: { ...room.choice, ...changes.get(room.id) }
	}));
}

function orderAfterMoving(rooms: RoomListItem[], id: string, key: string, index: number): string[] {
	const room = rooms.find((candidate) => candidate.id === id);
	if (room === undefined) throw new Error(`no room ${id}`);
	return sectionOf(after(rooms, moveRoom(room, sectionOf(rooms, key), index)), key).rooms.map((each) => each.id);
}

const five = ['a', 'b', 'c', 'd', 'e'].map((id) => aRoom(id));

describe('a room that is moved', () => {
	it.each([0, 1, 2, 3, 4])('stands at place %d, and the others keep their order', (index) => {
		const expected = ['a', 'b', 'd', 'e'].toSpliced(index, 0, 'c');
		expect(orderAfterMoving(five, 'c', ':rooms', index)).toEqual(expected);
	});

	it('writes its own place only, where the others have theirs', () => {
		const placed = five.map((room, index) => aRoom(room.id, { choice: { order: String(index + 1) } }));
		expect([...moveRoom(placed[4] as RoomListItem, sectionOf(placed, ':rooms'), 1).keys()]).toEqual(['e']);
	});

	it('finds its place between two that were given the same one at once', () => {
		const same = five.map((room) => aRoom(room.id, { choice: { order: 'V' } }));
		expect(orderAfterMoving(same, 'e', ':rooms', 2)).toEqual(['a', 'b', 'e', 'c', 'd']);
	});

	it('comes into another section, and leaves the favourites for it', () => {
		const rooms = [aRoom('x', { choice: { section: 'Work' } }), aRoom('star', { choice: { favourite: true } })];
		expect(orderAfterMoving(rooms, 'star', 'Work', 0)).toEqual(['star', 'x']);
	});

	it('can be moved a thousand times', () => {
		let rooms = five;
		for (let round = 0; round < 1_000; round++) {
			const section = sectionOf(rooms, ':rooms');
			rooms = after(rooms, moveRoom(section.rooms[4] as RoomListItem, section, round % 2));
		}
		const keys = rooms.map(({ choice }) => choice.order ?? '');
		expect(Math.max(...keys.map(({ length }) => length))).toBeLessThanOrEqual(64);
	});
});

it('lets no room into a section for other things', () => {
	const [rooms, people] = [
		{ key: ':rooms', kind: 'rooms' },
		{ key: ':direct', kind: 'direct' }
	] as const;
	expect(mayStandIn(aRoom('a'), rooms)).toBe(true);
	expect(mayStandIn(aRoom('a'), people)).toBe(false);
	expect(mayStandIn(aRoom('a', { kind: 'direct' }), people)).toBe(true);
	expect(mayStandIn(aRoom('a', { archived: true }), rooms)).toBe(false);
	expect(mayStandIn(aRoom('a'), { key: 'Work', kind: 'own' })).toBe(true);
});
