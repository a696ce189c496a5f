import UFuzzy from '@leeoniya/ufuzzy';

/** Letters are what Unicode calls letters, and one slip of the finger in each word is forgiven. */
const FORGIVING: UFuzzy.Options = {
	unicode: true,
	interSplit: "[^\\p{L}\\d']+",
	intraSplit: '\\p{Ll}\\p{Lu}',
	intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
	intraChars: "[\\p{L}\\d']",
	intraContr: "'\\p{L}{1,2}\\b",
	// A letter too many, too few, another one, or two exchanged.
	intraMode: 1
};

export interface FuzzyOptions {
	/** Of more words than these, typed in whatever order, all are looked for, but what is found is in the order of the texts. */
	rankedWords: number;
	/** The order of texts that fit equally well; absent for the alphabet. */
	compare?: (one: string, other: string) => number;
}

/** A search: given folded texts and what was typed, folded too, it answers the indexes of those that fit, the best first. */
export function fuzzy({ rankedWords, ...order }: FuzzyOptions): (texts: string[], typed: string) => number[] {
	const matcher = new UFuzzy({ ...FORGIVING, ...order });
	return (texts, typed) => {
		const [found, info, places] = matcher.search(texts, typed, rankedWords);
		return (info === null ? found : places.map((place) => info.idx[place] ?? -1)) ?? [];
	};
}
