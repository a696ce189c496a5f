const HOUR_MS = 3_600_000;

/** How this device's owner reads clocks, whatever language the words are in. */
const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions();

/** What a clock on somebody's wall says, and how many hours it is ahead of this device's (below 0: behind). */
interface LocalTime {
	clock: string;
	aheadHours: number;
}

/** Undefined for a zone that this browser does not know: its list may be older than theirs. */
export function localTime(timeZone: string, now: number, locale: string): LocalTime | undefined {
	try {
		const clock = new Intl.DateTimeFormat(locale, {
			timeZone,
			hour: 'numeric',
			minute: '2-digit',
			...(hourCycle !== undefined && { hourCycle })
		});
		return { clock: clock.format(now), aheadHours: (wallClock(now, timeZone) - wallClock(now, undefined)) / HOUR_MS };
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}

/** The date and time of a zone, as if it were UTC, to the minute. */
function wallClock(now: number, timeZone: string | undefined): number {
	const format = new Intl.DateTimeFormat('en-US', {
		...(timeZone !== undefined && { timeZone }),
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric'
	});
	const part = (type: Intl.DateTimeFormatPartTypes) =>
		Number(format.formatToParts(now).find((candidate) => candidate.type === type)?.value);
	return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
}
