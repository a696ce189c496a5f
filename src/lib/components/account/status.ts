import { m } from '$lib/paraglide/messages';
import type { PersonStatus } from '../../protocol/workspace.ts';
import { clockTime, listDate } from '../timeline/dates.ts';
import type { StatusSpan } from './status-until.ts';

/** Stands for words that came without an emoji. */
export const PLAIN_EMOJI = '💬';

const segmenter = new Intl.Segmenter();

/** What people say of themselves most often, each with how long that usually lasts. */
export function statusSuggestions(): { emoji: string; text: string; span: StatusSpan }[] {
	return [
		{ emoji: '🗓️', text: m.status_meeting(), span: '1h' },
		{ emoji: '🍲', text: m.status_lunch(), span: '1h' },
		{ emoji: '🎧', text: m.status_focus(), span: '4h' },
		{ emoji: '🏠', text: m.status_home(), span: 'today' },
		{ emoji: '🤒', text: m.status_ill(), span: 'today' },
		{ emoji: '🌴', text: m.status_away(), span: 'none' }
	];
}

/** The first emoji of what was typed or pasted; undefined where there is none. */
export function firstEmoji(text: string): string | undefined {
	for (const { segment } of segmenter.segment(text)) {
		if (/\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3/u.test(segment)) return segment;
	}
	return undefined;
}

/** The status that holds now: a server that cannot be reached takes none away. */
export function currentStatus(status: PersonStatus | undefined, now: number): PersonStatus | undefined {
	return status?.until !== undefined && status.until <= now ? undefined : status;
}

/** "until 16:00", "through Sun": the day that it still holds on, not the midnight that ends it. */
export function untilWords(until: number, now: number, locale: string): string {
	const today = new Date(until - 1).toDateString() === new Date(now).toDateString();
	const endsWithDay = new Date(until).getHours() === 0 && new Date(until).getMinutes() === 0;
	if (!endsWithDay) return m.status_until({ time: clockTime(until, locale) });
	return today ? m.status_until_today() : m.status_until_day({ day: listDate(until - 1, now, locale) });
}
