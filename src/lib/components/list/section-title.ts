import { m } from '$lib/paraglide/messages';
import type { RoomSection } from './sections.ts';

/** What stands above a section. */
export function sectionTitle({ kind, name }: Pick<RoomSection, 'kind' | 'name'>): string {
	switch (kind) {
		case 'own':
			return name ?? '';
		case 'favourites':
			return m.list_favourites();
		case 'direct':
			return m.list_direct();
		case 'rooms':
			return m.rooms();
		case 'archived':
			return m.list_archived();
		case 'hidden':
			return m.list_hidden();
	}
}
