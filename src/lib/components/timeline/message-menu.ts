import Mail from '@lucide/svelte/icons/mail';
import Copy from '@lucide/svelte/icons/copy';
import Flag from '@lucide/svelte/icons/flag';
import History from '@lucide/svelte/icons/history';
import Pencil from '@lucide/svelte/icons/pencil';
import Trash from '@lucide/svelte/icons/trash';
import { m } from '$lib/paraglide/messages';
import type { RoomModel, TimelineMessage } from '../../room/model.ts';
import type { MenuEntry } from '../ui/menu.ts';
import { mayEdit } from './may-edit.ts';

/** What a message's menu does. */
export interface MessageActions {
	copy: () => void;
	edit: () => void;
	/** What it said before; absent for those who may not see it. */
	history?: (() => void) | undefined;
	markUnread: (seq: number) => void;
	/** Asked about first where the words are somebody else's. */
	remove: () => void;
	report: () => void;
}

/** What can be done with a message: what changes nothing first, what takes something away last. */
export function messageMenu(
	message: TimelineMessage,
	room: Pick<RoomModel, 'role' | 'kind' | 'writeBar'>,
	act: MessageActions
): MenuEntry[] {
	const { delivery } = message;
	if (message.deletedBy !== undefined) return [];
	const items: MenuEntry[] = [{ label: m.msg_copy(), icon: Copy, action: act.copy }];
	if (mayEdit(message, room)) items.push({ label: m.msg_edit(), icon: Pencil, action: act.edit });
	if (message.edited && act.history !== undefined) {
		items.push({ label: m.msg_history(), icon: History, action: act.history });
	}
	if (delivery.kind === 'sent' && !message.mine) {
		items.push({ label: m.msg_mark_unread(), icon: Mail, action: () => act.markUnread(delivery.seq) });
	}
	const last: MenuEntry[] = [];
	if (delivery.kind === 'sent' && !message.mine) last.push({ label: m.msg_report(), icon: Flag, action: act.report });
	if (mayDelete(message, room)) {
		last.push({ label: m.msg_delete(), icon: Trash, danger: true, action: act.remove });
	}
	return last.length === 0 ? items : [...items, 'line', ...last];
}

/** One's own words, and in a room those of others by whoever keeps order there. The server decides. */
function mayDelete({ mine }: TimelineMessage, { role, kind }: Pick<RoomModel, 'role' | 'kind'>): boolean {
	return mine || (kind !== 'direct' && (role === 'owner' || role === 'moderator'));
}
