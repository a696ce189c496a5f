import { startOfDay } from './entries.ts';

const DAY_MS = 86_400_000;

/** How this device's owner reads clocks, whatever language the words are in. */
const hourCycle = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hourCycle;

const formats = new Map<string, Intl.DateTimeFormat>();

/** "10:02" */
export function clockTime(at: number, locale: string): string {
	return format('clock', locale, { hour: 'numeric', minute: '2-digit' }).format(at);
}

/** "Monday, 17 November 2025 at 10:02:33" */
export function exactTime(at: number, locale: string): string {
	return format('exact', locale, { dateStyle: 'full', timeStyle: 'medium' }).format(at);
}

/** "Mon 10:02" within the last week, "17 November, 10:02" before. */
export function shortDate(at: number, now: number, locale: string): string {
	if (daysAgo(at, now) === 0) return clockTime(at, locale);
	const recent = Math.abs(daysAgo(at, now)) < 7;
	const day = recent
		? format('weekday', locale, { weekday: 'short' }).format(at)
		: format('day', locale, { day: 'numeric', month: 'long' }).format(at);
	return `${day}${recent ? ' ' : ', '}${clockTime(at, locale)}`;
}

/** "10:02" today, "Mon" within the last week, "17 Nov" within the last year, "17/11/2024" before: as narrow as a list has it. */
export function listDate(at: number, now: number, locale: string): string {
	const ago = Math.abs(daysAgo(at, now));
	if (ago === 0) return clockTime(at, locale);
	if (ago < 7) return format('weekday', locale, { weekday: 'short' }).format(at);
	return ago < 365
		? format('list-day', locale, { day: 'numeric', month: 'short' }).format(at)
		: format('list-year', locale, { dateStyle: 'short' }).format(at);
}

/** "Today", "Yesterday", "Monday", "Monday, 3 November", "3 November 2024": as little as tells the days apart. */
export function dayName(at: number, now: number, locale: string): string {
	return capitalized(plainDayName(at, now, locale), locale);
}

/** The next midnight of this device, ms since the Unix epoch. */
export function nextMidnight(now: number): number {
	return new Date(now).setHours(24, 0, 0, 0);
}

function plainDayName(at: number, now: number, locale: string): string {
	const ago = daysAgo(at, now);
	if (ago === 0 || ago === 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-ago, 'day');
	if (ago > 0 && ago < 7) return format('long-weekday', locale, { weekday: 'long' }).format(at);
	if (new Date(at).getFullYear() === new Date(now).getFullYear()) {
		return format('this-year', locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
	}
	return format('other-year', locale, { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** Whole days between two midnights; rounded, because a day with a clock change has 23 or 25 hours. */
function daysAgo(at: number, now: number): number {
	return Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
}

function capitalized(text: string, locale: string): string {
	return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

/** Making a formatter costs a hundred times as much as using one. */
function format(name: string, locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = `${name} ${locale}`;
	let found = formats.get(key);
	if (found === undefined) {
		found = new Intl.DateTimeFormat(locale, hourCycle === undefined ? options : { ...options, hourCycle });
		formats.set(key, found);
	}
	return found;
}
