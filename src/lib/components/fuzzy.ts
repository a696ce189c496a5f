import UFuzzy from '@leeoniya/ufuzzy';

/** What parts words, in texts and in what is typed. */
const BETWEEN_WORDS = /[^\p{L}\d']+/u;

/** Letters are what Unicode calls letters, and one slip of the finger in each word is forgiven. */
const FORGIVING: UFuzzy.Options = {
	unicode: true,
	interSplit: BETWEEN_WORDS.source,
	intraSplit: '\\p{Ll}\\p{Lu}',
	intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
	intraChars: "[\\p{L}\\d']",
	intraContr: "'\\p{L}{1,2}\\b",
	// A letter too many, too few, another one, or two exchanged.
	intraMode: 1
};

/** Words in any order, and no order among what is found: the matcher would put a slip in the first word before another order. */
const ANY_ORDER = 1;
const UNRANKED = 0;

const matcher = new UFuzzy(FORGIVING);

/** How a typed word stands in a text; less is better, and a slip is worth less than whatever was typed without one. */
const WHOLE = 0;
const BEGINNING = 1;
const WITHIN = 2;
const MISTYPED = 3;

/**
 * The indexes of folded texts in which every word that was typed, folded too, is found, in whatever order. First those with the
 * better words, then those in which the words stand where they were typed, then as the texts come.
 */
export function find(texts: string[], typed: string): number[] {
	const [found] = matcher.search(texts, typed, ANY_ORDER, UNRANKED);
	const asked = wordsOf(typed);
	return (found ?? [])
		.map((index) => ({ index, ...fitOf(asked, wordsOf(texts[index] ?? '')) }))
		.sort((a, b) => a.loss - b.loss || a.moved - b.moved || a.index - b.index)
		.map(({ index }) => index);
}

/** How badly the typed words fit a text's: what their forms cost, and by how many places they stand elsewhere. */
function fitOf(asked: string[], words: string[]): { loss: number; moved: number } {
	let [loss, moved] = [0, 0];
	for (const [place, word] of asked.entries()) {
		const losses = words.map((candidate) => lossOf(word, candidate));
		const least = Math.min(MISTYPED, ...losses);
		loss += least;
		if (least < MISTYPED) moved += Math.abs(losses.indexOf(least) - place);
	}
	return { loss, moved };
}

function lossOf(asked: string, word: string): number {
	if (word === asked) return WHOLE;
	if (word.startsWith(asked)) return BEGINNING;
	return word.includes(asked) ? WITHIN : MISTYPED;
}

function wordsOf(text: string): string[] {
	return text.split(BETWEEN_WORDS).filter((word) => word !== '');
}
