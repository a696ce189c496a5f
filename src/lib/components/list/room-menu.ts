import Undo from '@lucide/svelte/icons/undo-2';
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import Bell from '@lucide/svelte/icons/bell';
import BellOff from '@lucide/svelte/icons/bell-off';
import CheckCheck from '@lucide/svelte/icons/check-check';
import Eye from '@lucide/svelte/icons/eye';
import EyeOff from '@lucide/svelte/icons/eye-off';
import Folder from '@lucide/svelte/icons/folder';
import LogOut from '@lucide/svelte/icons/log-out';
import Star from '@lucide/svelte/icons/star';
import StarOff from '@lucide/svelte/icons/star-off';
import { m } from '$lib/paraglide/messages';
import type { RoomChoice } from '../../protocol/personal.ts';
import type { RoomListItem } from '../../room/model.ts';
import type { MenuEntry, MenuItem } from '../ui/menu.ts';
import { MUTE_CHOICES, mutedUntil, type MuteChoice } from './mute-until.ts';
import type { RoomSection } from './sections.ts';

/** What a room's menu does. */
export interface RoomActions {
	choose(change: Partial<RoomChoice>): void;
	markRead(): void;
	step(by: -1 | 1): void;
	newSection(): void;
	leave(): void;
}

/** What can be done with a room of the list. */
export function roomMenu(
	room: RoomListItem,
	where: { section: RoomSection | undefined; sections: readonly string[]; now: number },
	act: RoomActions
): MenuEntry[] {
	const hidden = room.choice.hidden === true;
	return joined([
		room.unread > 0 ? [{ label: m.list_mark_read(), icon: CheckCheck, action: () => act.markRead() }] : [],
		hidden || room.archived ? [] : [favourite(room, act), sectionItem(room, where.sections, act)],
		[room.muted ? unmute(act) : mute(where.now, act)],
		places(room, where.section, act),
		[
			hidden
				? { label: m.list_show(), icon: Eye, action: () => act.choose({ hidden: undefined }) }
				: { label: m.list_hide(), icon: EyeOff, action: () => act.choose({ hidden: true }) },
			...(room.kind === 'direct' || room.pending
				? []
				: [{ label: m.leave_room(), icon: LogOut, danger: true, action: () => act.leave() }])
		]
	]);
}

function favourite({ choice }: RoomListItem, act: RoomActions): MenuItem {
	return choice.favourite === true
		? {
				label: m.list_unfavourite(),
				icon: StarOff,
				action: () => act.choose({ favourite: undefined, order: undefined })
			}
		: { label: m.list_favourite(), icon: Star, action: () => act.choose({ favourite: true, order: undefined }) };
}

function sectionItem({ choice }: RoomListItem, sections: readonly string[], act: RoomActions): MenuItem {
	const put = (section: string | undefined) => () => act.choose({ section, favourite: undefined, order: undefined });
	const chosen = choice.favourite === true ? undefined : choice.section;
	return {
		label: m.list_move_to(),
		icon: Folder,
		items: [
			...sections.map((name) => ({ label: name, checked: name === chosen, action: put(name) })),
			...(sections.length > 0
				? [{ label: m.list_no_section(), checked: chosen === undefined, action: put(undefined) }]
				: []),
			...(sections.length > 0 ? (['line'] as const) : []),
			{ label: m.list_new_section(), action: () => act.newSection() }
		]
	};
}

function mute(now: number, act: RoomActions): MenuItem {
	const words: Record<MuteChoice, () => string> = {
		hour: m.list_mute_hour,
		hours: m.list_mute_hours,
		tomorrow: m.list_mute_tomorrow,
		always: m.list_mute_always
	};
	const items = MUTE_CHOICES.map((choice) => ({
		label: words[choice](),
		action: () => act.choose({ mutedUntil: mutedUntil(choice, now) })
	}));
	return { label: m.list_mute(), icon: BellOff, items };
}

function unmute(act: RoomActions): MenuItem {
	return { label: m.list_unmute(), icon: Bell, action: () => act.choose({ mutedUntil: undefined }) };
}

function places(room: RoomListItem, section: RoomSection | undefined, act: RoomActions): MenuItem[] {
	if (section === undefined || section.kind === 'archived' || section.kind === 'hidden') return [];
	const index = section.rooms.findIndex(({ id }) => id === room.id);
	const items: MenuItem[] = [];
	if (index > 0) items.push({ label: m.list_move_up(), icon: ArrowUp, action: () => act.step(-1) });
	if (index < section.rooms.length - 1) {
		items.push({ label: m.list_move_down(), icon: ArrowDown, action: () => act.step(1) });
	}
	if (room.choice.order !== undefined) {
		items.push({ label: m.list_unplace(), icon: Undo, action: () => act.choose({ order: undefined }) });
	}
	return items;
}

/** Groups with a line between them. */
function joined(groups: MenuEntry[][]): MenuEntry[] {
	return groups
		.filter(({ length }) => length > 0)
		.flatMap((group, index) => (index === 0 ? group : ['line', ...group]));
}
