import { m } from '$lib/paraglide/messages';
import { localTime } from './local-time.ts';

/** "14:05 for them, 2 h ahead of you"; undefined for a zone that this browser does not know. */
export function localTimeWords(timeZone: string, now: number, locale: string): string | undefined {
	const there = localTime(timeZone, now, locale);
	if (there === undefined) return undefined;
	const { clock: time, aheadHours } = there;
	if (aheadHours === 0) return m.local_time_same({ time });
	const hours = new Intl.NumberFormat(locale).format(Math.abs(aheadHours));
	return aheadHours > 0 ? m.local_time_ahead({ time, hours }) : m.local_time_behind({ time, hours });
}
