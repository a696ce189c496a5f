import { m } from '$lib/paraglide/messages';
import type { WriteBar } from '../../room/model.ts';
import { shortDate } from '../timeline/dates.ts';

/** Why nothing can be written in a room, for whoever wants to. */
export function writeBarWords(bar: WriteBar, now: number, locale: string): string {
	switch (bar.kind) {
		case 'read-only':
			return m.bar_read_only();
		case 'announcements':
			return m.bar_announcements();
		case 'archived':
			return m.bar_archived();
		case 'muted':
			return m.bar_muted({ time: shortDate(bar.until, now, locale) });
		case 'blocked':
			return m.bar_blocked();
	}
}
