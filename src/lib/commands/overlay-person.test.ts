import { expect, it } from 'vitest';
import type { Command } from './command.ts';
import { overlayBlocked, overlayContact, overlayMark, overlayProfile } from './overlay-person.ts';
import { deletedMessages } from './overlay-messages.ts';

const contact = (action: (Command & { kind: 'contact' })['action']): Command => ({
	kind: 'contact',
	userId: 'boris',
	action
});
const read = (seq: number): Command => ({ kind: 'read', roomId: 'room', seq });
const unread = (seq: number): Command => ({ kind: 'unread', roomId: 'room', seq });

it('shows what the person says of themselves, and no more what they take away', () => {
	const anna = { name: 'Anna', username: 'anna', role: 'member' as const, timeZone: 'Europe/Kyiv' };
	const change = { displayName: 'Anna K.', timeZone: null, status: { emoji: '🌴', text: 'away' } };
	const view = overlayProfile(anna, [{ kind: 'change-profile', change }]);
	expect(view).toEqual({ name: 'Anna K.', username: 'anna', role: 'member', status: { emoji: '🌴', text: 'away' } });
	expect(overlayProfile(view, [{ kind: 'change-profile', change: { status: null } }])).not.toHaveProperty('status');
});

it.each([
	[undefined, 'request', 'asked'],
	['asks', 'request', 'contact'],
	['asks', 'accept', 'contact'],
	['asks', 'decline', undefined],
	['contact', 'remove', undefined],
	['contact', 'request', 'contact']
] as const)('of %s and %s makes %s', (stands, action, becomes) => {
	expect(overlayContact(stands, 'boris', [contact(action)])).toBe(becomes);
	expect(overlayContact(stands, 'iryna', [contact(action)])).toBe(stands);
});

it('shows whom the person blocks, and whom no longer', () => {
	const blocked = overlayBlocked(new Set(['boris']), [
		{ kind: 'block', userId: 'boris', blocked: false },
		{ kind: 'block', userId: 'iryna', blocked: true }
	]);
	expect([...blocked]).toEqual(['iryna']);
});

it('lets a mark rise, and keeps what was marked as unread until it has been read itself', () => {
	expect(overlayMark({ seq: 5 }, 'room', [read(3)])).toEqual({ seq: 5 });
	expect(overlayMark(undefined, 'room', [read(3)])).toEqual({ seq: 3 });
	expect(overlayMark({ seq: 5 }, 'room', [unread(2)])).toEqual({ seq: 5, unreadFrom: 2 });
	expect(overlayMark({ seq: 5 }, 'room', [unread(6), read(5)])).toEqual({ seq: 5, unreadFrom: 6 });
	expect(overlayMark({ seq: 5 }, 'room', [unread(2), read(6)])).toEqual({ seq: 6 });
	expect(overlayMark({ seq: 5 }, 'other', [read(9)])).toEqual({ seq: 5 });
});

it('leaves a marking that was not known when the room was read (N8)', () => {
	const marked = { seq: 5, unreadFrom: 2, marking: 8 };
	expect(overlayMark(marked, 'room', [{ ...read(6), marking: 7 } as Command])).toEqual({ ...marked, seq: 6 });
	expect(overlayMark(marked, 'room', [{ ...read(6), marking: 8 } as Command])).toEqual({ seq: 6, marking: 8 });
	expect(overlayMark({ seq: 6, marking: 8 }, 'room', [{ ...unread(2), marking: 8 } as Command])).toEqual({
		seq: 6,
		marking: 8
	});
});

it('knows the messages that are to go', () => {
	expect([...deletedMessages([{ kind: 'delete-message', roomId: 'room', messageId: 'm' }, read(1)])]).toEqual(['m']);
});
