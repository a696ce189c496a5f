import { fold } from '../fold.ts';

/** One thing that can be chosen from a long list. */
export interface Option {
	value: string;
	label: string;
	/** A few quiet words beside it. */
	detail?: string;
}

/** Options that are drawn at once: more than anybody reads before they type on. */
const SHOWN_MAX = 60;

/** Those that hold every word of the query, in whatever order and case; at the start of a word before anywhere else. */
export function narrow(options: readonly Option[], query: string): Option[] {
	const words = plain(query).split(' ').filter(Boolean);
	const ranked = options.flatMap((option) => {
		const text = ` ${plain(`${option.label} ${option.detail ?? ''}`)}`;
		if (!words.every((word) => text.includes(word))) return [];
		return [{ option, rank: words.every((word) => text.includes(` ${word}`)) ? 0 : 1 }];
	});
	return ranked
		.sort((one, other) => one.rank - other.rank)
		.slice(0, SHOWN_MAX)
		.map(({ option }) => option);
}

/** Without case, accents and what stands between words. */
function plain(text: string): string {
	return fold(text)
		.replace(/[\s/_,()·-]+/g, ' ')
		.trim();
}
