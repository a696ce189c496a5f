import type { Option } from '../ui/narrow.ts';

/** Every time zone that this browser knows, by the name of its city, with its part of the world and its clock. */
export function timeZones(locale: string, now: number): Option[] {
	return Intl.supportedValuesOf('timeZone')
		.map((zone) => zoneOption(zone, locale, now))
		.sort((one, other) => one.label.localeCompare(other.label, locale));
}

function zoneOption(zone: string, locale: string, now: number): Option {
	const [area = zone, ...place] = zone.split('/');
	const named = place.length === 0 ? [area] : [place.reverse().join(', '), area];
	const [city = zone, ...region] = named.map((part) => part.replaceAll('_', ' '));
	return { value: zone, label: city, detail: [...region, offset(zone, locale, now)].join(' · ') };
}

/** "GMT+2" */
function offset(timeZone: string, locale: string, now: number): string {
	const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'shortOffset' });
	return format.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
