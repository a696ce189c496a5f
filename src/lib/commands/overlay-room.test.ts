import { expect, it } from 'vitest';
import type { Member } from '../protocol/head.ts';
import type { HeadView } from '../room/head-view.ts';
import type { Command } from './command.ts';
import { leftRooms, madeRooms, overlayRoom } from './overlay-room.ts';

const member = (name: string, more: Partial<Member> = {}): Member => {
	return { name, username: name.toLowerCase(), role: 'member', joinedAt: 1, ...more };
};
const head: HeadView = {
	title: 'General',
	kind: 'private',
	createdBy: 'anna',
	createdAt: 1,
	segment: 0,
	members: new Map([
		['anna', member('Anna', { role: 'owner' })],
		['boris', member('Boris')]
	]),
	reads: new Map()
};
const asker = {
	userId: 'anna',
	now: 1000,
	naming: (id: string) => (id === 'iryna' ? { name: 'Iryna', username: 'iryna' } : undefined)
};
const over = (...commands: Command[]) => overlayRoom(head, 'room', commands, asker);

it('is the head itself without a command about the room', () => {
	expect(over({ kind: 'change-room', roomId: 'other', change: { title: 'Plans' } })).toBe(head);
	expect(overlayRoom(undefined, 'room', [], asker)).toBeUndefined();
});

it('shows new settings, and an archive that is opened again', () => {
	const change = { title: 'Plans', topic: 'May', announcements: true, slowSeconds: 5, archived: true };
	expect(over({ kind: 'change-room', roomId: 'room', change })).toMatchObject({
		...{ title: 'Plans', topic: 'May', announcements: true, slowSeconds: 5, archivedAt: 1000 }
	});
	const archive = (archived: boolean): Command => ({ kind: 'change-room', roomId: 'room', change: { archived } });
	expect(over(archive(true), archive(false))).not.toHaveProperty('archivedAt');
});

it('shows who comes, who goes, and what they may do', () => {
	const view = over(
		{ kind: 'add-member', roomId: 'room', userId: 'iryna' },
		{ kind: 'change-role', roomId: 'room', userId: 'iryna', role: 'moderator' },
		{ kind: 'mute-member', roomId: 'room', userId: 'boris', until: 5000 },
		{ kind: 'remove-member', roomId: 'room', userId: 'boris', ban: true },
		{ kind: 'change-role', roomId: 'room', userId: 'nobody', role: 'owner' }
	);
	expect(view?.members.get('iryna')).toEqual({ name: 'Iryna', username: 'iryna', role: 'moderator', joinedAt: 1000 });
	expect(view?.members.get('boris')).toMatchObject({ mutedUntil: 5000, leftAt: 1000 });
	expect(view?.members.has('nobody')).toBe(false);
	expect(head.members.get('boris')).toEqual(member('Boris'));
});

it('brings back somebody who has left as if they came for the first time', () => {
	const view = over(
		{ kind: 'remove-member', roomId: 'room', userId: 'iryna', ban: false },
		{ kind: 'add-member', roomId: 'room', userId: 'iryna' }
	);
	expect(view?.members.get('iryna')).not.toHaveProperty('leftAt');
});

it('makes a room of the command that asks for it', () => {
	const create: Command = {
		kind: 'create-room',
		room: { id: 'new', title: 'Night', kind: 'group', members: ['iryna'] }
	};
	const made = overlayRoom(undefined, 'new', [create], asker);
	expect(made).toMatchObject({ title: 'Night', kind: 'group', createdBy: 'anna', createdAt: 1000 });
	expect([...(made?.members.keys() ?? [])]).toEqual(['anna', 'iryna']);
	const direct: Command = { kind: 'open-direct', roomId: 'pair', userId: 'iryna' };
	expect(overlayRoom(undefined, 'pair', [direct], asker)?.members.get('iryna')?.name).toBe('Iryna');
	expect([...madeRooms([create, direct])]).toEqual(['new', 'pair']);
});

it('takes left and deleted rooms off the list, unless they are joined again', () => {
	const commands: Command[] = [
		{ kind: 'leave-room', roomId: 'a' },
		{ kind: 'delete-room', roomId: 'b' },
		{ kind: 'leave-room', roomId: 'c' },
		{ kind: 'join-room', roomId: 'c' }
	];
	expect([...leftRooms(commands)]).toEqual(['a', 'b']);
});
