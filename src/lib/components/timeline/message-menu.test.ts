import { expect, it, vi } from 'vitest';

vi.mock('$lib/paraglide/messages', () => ({
	m: {
		msg_copy: () => 'copy',
		msg_mark_unread: () => 'unread',
		msg_report: () => 'report',
		msg_delete: () => 'delete'
	}
}));

const { messageMenu } = await import('./message-menu.ts');
type Message = Parameters<typeof messageMenu>[0];
type Room = Parameters<typeof messageMenu>[1];

const theirs = { mine: false, delivery: { kind: 'sent', seq: 7, at: 0 } } as Message;
const actions = { copy: vi.fn(), markUnread: vi.fn(), remove: vi.fn(), report: vi.fn() };

function labels(message: Message, role: Room['role'] = 'member', kind: Room['kind'] = 'public') {
	return messageMenu(message, { role, kind }, actions).map((item) => (item === 'line' ? '-' : item.label));
}

it('lets nobody but those who keep order take away the words of others', () => {
	expect(labels(theirs)).toEqual(['copy', 'unread', '-', 'report']);
	expect(labels(theirs, 'moderator')).toEqual(['copy', 'unread', '-', 'report', 'delete']);
	expect(labels(theirs, 'owner', 'direct')).toEqual(['copy', 'unread', '-', 'report']);
});

it('lets everyone take back their own, once it is on the server', () => {
	expect(labels({ ...theirs, mine: true })).toEqual(['copy', '-', 'delete']);
	expect(labels({ ...theirs, mine: true, delivery: { kind: 'pending' } })).toEqual(['copy']);
});

it('has nothing for what was deleted', () => {
	expect(labels({ ...theirs, deletedBy: { id: 'a', name: 'Anna' } })).toEqual([]);
});

it('marks unread from the message that it is about', () => {
	const [, unread] = messageMenu(theirs, { role: 'member', kind: 'public' }, actions);
	if (unread !== 'line') unread?.action?.();
	expect(actions.markUnread).toHaveBeenCalledWith(7);
});
