import CheckCheck from '@lucide/svelte/icons/check-check';
import FolderPlus from '@lucide/svelte/icons/folder-plus';
import { m } from '$lib/paraglide/messages';
import type { PersonalSettings } from '../../protocol/personal.ts';
import type { MenuEntry } from '../ui/menu.ts';

type RoomOrder = NonNullable<PersonalSettings['roomOrder']>;

/** What can be done with the whole room list. */
export function listMenu(
	order: RoomOrder,
	unread: { messages: number; mentions: number },
	act: { sort: (order: RoomOrder) => void; newSection: () => void; markAllRead: () => void }
): MenuEntry[] {
	const sort = (by: RoomOrder, label: string): MenuEntry => ({
		label,
		checked: by === order,
		action: () => act.sort(by)
	});
	const waiting = unread.messages > 0 || unread.mentions > 0;
	return [
		sort('recent', m.list_sort_recent()),
		sort('title', m.list_sort_title()),
		sort('unread', m.list_sort_unread()),
		'line',
		{ label: m.list_new_section(), icon: FolderPlus, action: act.newSection },
		...(waiting ? [{ label: m.list_mark_all_read(), icon: CheckCheck, action: act.markAllRead }] : [])
	];
}
