import { expect, it, vi } from 'vitest';

vi.mock('$lib/paraglide/messages', () => ({
	m: {
		msg_copy: () => 'copy',
		msg_edit: () => 'edit',
		msg_history: () => 'history',
		msg_mark_unread: () => 'unread',
		msg_report: () => 'report',
		msg_delete: () => 'delete'
	}
}));

const { messageMenu } = await import('./message-menu.ts');
type Message = Parameters<typeof messageMenu>[0];
type Room = Parameters<typeof messageMenu>[1];

const theirs = { mine: false, delivery: { kind: 'sent', seq: 7, at: 0 } } as Message;
const actions = {
	copy: vi.fn(),
	edit: vi.fn(),
	history: vi.fn(),
	markUnread: vi.fn(),
	remove: vi.fn(),
	report: vi.fn()
};

function labels(message: Message, role: Room['role'] = 'member', kind: Room['kind'] = 'public') {
	return messageMenu(message, { role, kind, writeBar: undefined }, actions).map((item) =>
		item === 'line' ? '-' : item.label
	);
}

it('lets nobody but those who keep order take away the words of others', () => {
	expect(labels(theirs)).toEqual(['copy', 'unread', '-', 'report']);
	expect(labels(theirs, 'moderator')).toEqual(['copy', 'unread', '-', 'report', 'delete']);
	expect(labels(theirs, 'owner', 'direct')).toEqual(['copy', 'unread', '-', 'report']);
});

it('lets everyone change and take back their own, wherever it is on its way', () => {
	const deliveries = [theirs.delivery, { kind: 'pending' } as const, { kind: 'refused', code: 'too-large' } as const];
	for (const delivery of deliveries) {
		expect(labels({ ...theirs, mine: true, delivery })).toEqual(['copy', 'edit', '-', 'delete']);
	}
});

it('lets nobody edit where they may not write', () => {
	const room = { role: 'member', kind: 'public', writeBar: { kind: 'archived' } } as const;
	const items = messageMenu({ ...theirs, mine: true }, room, actions);
	expect(items.map((item) => (item === 'line' ? '-' : item.label))).toEqual(['copy', '-', 'delete']);
});

it('shows what an edited message said before to those who may see it', () => {
	const edited = { ...theirs, edited: true, editedAt: 5 };
	expect(labels(edited, 'moderator')).toContain('history');
	const room = { role: 'member', kind: 'public', writeBar: undefined } as const;
	const items = messageMenu(edited, room, { ...actions, history: undefined });
	expect(items.map((item) => (item === 'line' ? '-' : item.label))).not.toContain('history');
});

it('has nothing for what was deleted', () => {
	expect(labels({ ...theirs, deletedBy: { id: 'a', name: 'Anna' } })).toEqual([]);
});

it('marks unread from the message that it is about', () => {
	const [, unread] = messageMenu(theirs, { role: 'member', kind: 'public', writeBar: undefined }, actions);
	if (unread !== 'line') unread?.action?.();
	expect(actions.markUnread).toHaveBeenCalledWith(7);
});
