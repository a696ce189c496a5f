import { expect, it } from 'vitest';
import type { PersonView } from '../../room/model.ts';
import { aRoom } from '../list/a-room.ts';
import { atFirst, candidates, people } from './candidates.ts';

const person = (id: string, self = false) =>
	({ id, self, name: id, username: id, role: 'member', presence: 'offline', blocked: false }) satisfies PersonView;
const everyone = [person('anna', true), person('boris'), person('iryna')];
const workspace = {
	rooms: [
		aRoom('general'),
		aRoom('old', { archived: true }),
		aRoom('talk', { kind: 'direct', otherId: 'boris', title: 'Борис', unread: 1, mentions: 1 }),
		aRoom('news', { unread: 3 })
	],
	people: everyone,
	person: (id: string) => everyone.find((candidate) => candidate.id === id)
};
const actions = [{ id: 'browse', label: 'Browse rooms' }] as const;

it('is every room and action, and everyone who has no direct room yet, without oneself', () => {
	const ids = candidates(workspace, actions).map(({ id }) => id);
	expect(ids).toEqual(['room-talk', 'room-news', 'room-general', 'room-old', 'person-iryna', 'action-browse']);
	expect(people(everyone).map(({ id }) => id)).toEqual(['person-boris', 'person-iryna']);
});

it('begins with who waits for an answer and what is new, without the room on screen and what was set aside', () => {
	const all = candidates(workspace, actions);
	expect(atFirst(all, undefined).map(({ id }) => id)).toEqual([
		'room-talk',
		'room-news',
		'room-general',
		'action-browse'
	]);
	expect(atFirst(all, 'talk').map(({ id }) => id)).toEqual(['room-news', 'room-general', 'action-browse']);
});

it('finds a direct room by the username too', () => {
	expect(candidates(workspace, []).find(({ id }) => id === 'room-talk')?.text).toBe('борис boris');
});
