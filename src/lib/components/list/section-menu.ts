import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import Pencil from '@lucide/svelte/icons/pencil';
import Trash from '@lucide/svelte/icons/trash';
import { m } from '$lib/paraglide/messages';
import type { MenuEntry } from '../ui/menu.ts';
import type { RoomSection } from './sections.ts';

/** What can be done with one's own section. */
export function sectionMenu(
	{ key }: Pick<RoomSection, 'key'>,
	sections: readonly string[],
	act: { rename: () => void; remove: () => void; step: (by: -1 | 1) => void }
): MenuEntry[] {
	const index = sections.indexOf(key);
	return [
		{ label: m.list_section_rename(), icon: Pencil, action: act.rename },
		...(index > 0 ? [{ label: m.list_move_up(), icon: ArrowUp, action: () => act.step(-1) }] : []),
		...(index < sections.length - 1 ? [{ label: m.list_move_down(), icon: ArrowDown, action: () => act.step(1) }] : []),
		'line',
		{ label: m.list_section_delete(), icon: Trash, danger: true, action: act.remove }
	];
}
