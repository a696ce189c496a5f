/** How long a status is to last: minutes from now, to the end of the day or of the week, or until it is changed. */
export const STATUS_SPANS = ['30m', '1h', '4h', 'today', 'week', 'none'] as const;
export type StatusSpan = (typeof STATUS_SPANS)[number];

const MINUTE_MS = 60_000;
const MINUTES = { '30m': 30, '1h': 60, '4h': 240 } as const;

/** When a status that begins now is over, ms since the Unix epoch by this device's clock; undefined for never. */
export function statusUntil(span: StatusSpan, now: number): number | undefined {
	switch (span) {
		case 'none':
			return undefined;
		case 'today':
			return midnightAfter(now, 1);
		case 'week':
			// To the end of Sunday: Sunday is day 0, and of a Sunday only the rest of it is left.
			return midnightAfter(now, ((7 - new Date(now).getDay()) % 7) + 1);
		default:
			return now + MINUTES[span] * MINUTE_MS;
	}
}

/** By the calendar, not by 24 hours: twice a year a day is longer or shorter. */
function midnightAfter(now: number, days: number): number {
	const date = new Date(now);
	return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}
