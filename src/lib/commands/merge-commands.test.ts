import { expect, it } from 'vitest';
import type { Command } from './command.ts';
import { mergeCommands } from './merge-commands.ts';

const change = (roomId: string, request: (Command & { kind: 'change-room' })['change']): Command => ({
	kind: 'change-room',
	roomId,
	change: request
});

it('makes one of two changes of a room, with the title that was seen before the first', () => {
	const first = change('a', { title: 'One', seenTitle: 'Zero' });
	const second = change('a', { title: 'Two', seenTitle: 'One', topic: 'Numbers' });
	expect(mergeCommands(first, second)).toEqual(change('a', { title: 'Two', seenTitle: 'Zero', topic: 'Numbers' }));
	const topic = change('a', { topic: 'Letters' });
	expect(mergeCommands(topic, first)).toEqual(change('a', { title: 'One', seenTitle: 'Zero', topic: 'Letters' }));
});

it('keeps what an earlier change of the profile named and the later one does not', () => {
	const first: Command = { kind: 'change-profile', change: { displayName: 'Anna', status: null } };
	const second: Command = { kind: 'change-profile', change: { displayName: 'Anna K.' } };
	expect(mergeCommands(first, second)).toEqual({
		kind: 'change-profile',
		change: { displayName: 'Anna K.', status: null }
	});
});

it('lets a read mark only rise', () => {
	const read = (seq: number, marking?: number): Command => {
		return { kind: 'read', roomId: 'a', seq, ...(marking && { marking }) };
	};
	expect(mergeCommands(read(5), read(3))).toEqual(read(5));
	expect(mergeCommands(read(5, 7), read(6, 7))).toEqual(read(6, 7));
});

it('leaves apart what was read before the room was marked as unread and after it', () => {
	const read = (marking: number): Command => ({ kind: 'read', roomId: 'a', seq: 5, marking });
	expect(mergeCommands(read(1), read(2))).toBeUndefined();
});

it('lets the later one stand where both name a whole state', () => {
	const role = (to: 'member' | 'moderator'): Command => ({ kind: 'change-role', roomId: 'a', userId: 'b', role: to });
	expect(mergeCommands(role('moderator'), role('member'))).toEqual(role('member'));
});

it('leaves apart what is of another kind, or about another room, person or message', () => {
	const pairs: [Command, Command][] = [
		[change('a', { title: 'One' }), change('b', { title: 'One' })],
		[
			{ kind: 'add-member', roomId: 'a', userId: 'b' },
			{ kind: 'remove-member', roomId: 'a', userId: 'b', ban: false }
		],
		[
			{ kind: 'add-member', roomId: 'a', userId: 'b' },
			{ kind: 'add-member', roomId: 'a', userId: 'c' }
		],
		[
			{ kind: 'delete-message', roomId: 'a', messageId: 'm' },
			{ kind: 'delete-message', roomId: 'a', messageId: 'n' }
		],
		[
			{ kind: 'block', userId: 'b', blocked: true },
			{ kind: 'block', userId: 'c', blocked: true }
		]
	];
	for (const [one, other] of pairs) expect(mergeCommands(one, other)).toBeUndefined();
});
