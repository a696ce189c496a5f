import { locale } from '../locale.svelte.ts';

const formats = new Map<string, Intl.ListFormat>();

/** "Anna, Борис and Ірина", as the language joins them. */
export function nameList(people: readonly { name: string }[]): string {
	let format = formats.get(locale.current);
	if (format === undefined)
		formats.set(locale.current, (format = new Intl.ListFormat(locale.current, { type: 'conjunction' })));
	return format.format(people.map(({ name }) => name));
}
