import { expect, it } from 'vitest';
import { aRoom } from './a-room.ts';
import { nextRoom, nextUnread } from './next-room.ts';

const rooms = [
	aRoom('a', { unread: 1 }),
	aRoom('b'),
	aRoom('muted', { unread: 4, muted: true }),
	aRoom('named', { unread: 4, mentions: 1, muted: true }),
	aRoom('e')
];

it('steps through the list and stops at its ends', () => {
	expect(nextRoom(rooms, 'b', 1)?.id).toBe('muted');
	expect(nextRoom(rooms, 'b', -1)?.id).toBe('a');
	expect(nextRoom(rooms, 'a', -1)).toBeUndefined();
	expect(nextRoom(rooms, undefined, 1)?.id).toBe('a');
	expect(nextRoom(rooms, undefined, -1)?.id).toBe('e');
});

it('steps through what waits to be read, round and round, and past what is muted', () => {
	expect(nextUnread(rooms, 'a', 1)?.id).toBe('named');
	expect(nextUnread(rooms, 'named', 1)?.id).toBe('a');
	expect(nextUnread(rooms, 'a', -1)?.id).toBe('named');
	expect(nextUnread(rooms, 'e', -1)?.id).toBe('named');
	expect(nextUnread(rooms, undefined, 1)?.id).toBe('a');
	expect(nextUnread([aRoom('a', { unread: 1 })], 'a', 1)).toBeUndefined();
});
