import UFuzzy from '@leeoniya/ufuzzy';
import { fold } from '../list/fold.ts';

/** Every alphabet, and one slip of the finger in each word: a letter too many, too few, another one, or two exchanged. */
const fuzzy = new UFuzzy({
	unicode: true,
	interSplit: "[^\\p{L}\\d']+",
	intraSplit: '\\p{Ll}\\p{Lu}',
	intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
	intraChars: "[\\p{L}\\d']",
	intraContr: "'\\p{L}{1,2}\\b",
	intraMode: 1,
	intraIns: 1,
	intraSub: 1,
	intraTrn: 1,
	intraDel: 1,
	// What fits equally well stays in the order it came in.
	compare: () => 0
});

/** Words that may stand in another order than they were typed in. */
const WORDS_IN_ANY_ORDER = 3;

/** Those whose `text`, which is folded, fits what was typed, the best first. */
export function rank<Candidate extends { text: string }>(all: readonly Candidate[], typed: string): Candidate[] {
	const texts = all.map(({ text }) => text);
	const [found, info, order] = fuzzy.search(texts, fold(typed), WORDS_IN_ANY_ORDER);
	if (found === null) return [];
	const indexes = info === null ? found : order.map((place) => info.idx[place] ?? -1);
	return indexes.map((index) => all[index]).filter((candidate) => candidate !== undefined);
}
