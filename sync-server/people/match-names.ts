/** Letters from which on a word may have one typo: of shorter ones too many others are one letter away. */
const TYPO_MIN_LETTERS = 4;

/** Words of a query that are looked at: a name has few, and each is held against every name there is. */
const QUERY_WORDS_MAX = 6;

/** How far a word is from what was asked for; less is better. */
const WHOLE = 0;
const BEGINNING = 1;
const WITHIN = 2;
const MISTYPED = 3;

/** The words of a query in the form in which they are compared. */
export function queryWords(text: string): string[] {
	return wordsOf(text).slice(0, QUERY_WORDS_MAX);
}

/** How well texts match all the words, 0 for best; undefined where a word is in none of them. */
export function matchOf(query: string[], texts: string[]): number | undefined {
	const words = texts.flatMap((text) => [...wordsOf(text), plain(text)]);
	let sum = 0;
	for (const asked of query) {
		const best = Math.min(...words.map((word) => distance(asked, word)));
		if (best === Infinity) return undefined;
		sum += best;
	}
	return sum;
}

/** Without accents and case, so that `zoe` finds Zoë and `Еж` finds Ёжик. */
function plain(text: string): string {
	return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function wordsOf(text: string): string[] {
	return plain(text)
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '');
}

function distance(asked: string, word: string): number {
	if (asked === word) return WHOLE;
	if (word.startsWith(asked)) return BEGINNING;
	if (word.includes(asked)) return WITHIN;
	if (asked.length < TYPO_MIN_LETTERS) return Infinity;
	// Of a longer word its beginning counts, at each length that one missing or extra letter may make of it.
	const lengths = [asked.length - 1, asked.length, asked.length + 1];
	return lengths.some((length) => isOneTypoAway(asked, word.slice(0, length))) ? MISTYPED : Infinity;
}

/** Whether one letter was left out, put in, replaced, or swapped with its neighbour. */
function isOneTypoAway(a: string, b: string): boolean {
	let from = 0;
	while (from < a.length && a[from] === b[from]) from += 1;
	const [restA, restB] = [a.slice(from + 1), b.slice(from + 1)];
	const isSwapped = a[from] === b[from + 1] && a[from + 1] === b[from] && a.slice(from + 2) === b.slice(from + 2);
	return restA === restB || isSwapped || a.slice(from) === restB || restA === b.slice(from);
}
