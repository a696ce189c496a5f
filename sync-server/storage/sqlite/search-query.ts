import { foldText, foldWithPlaces } from './search-fold.ts';
import { gramsOfRun, runsOf, type Run } from './search-grams.ts';

/** Punctuation at the ends of a word, which belongs to the sentence that somebody has copied it from. */
const ENDS = /^[\s.,;:!?…()[\]{}«»“”„'’‘]+|[\s.,;:!?…()[\]{}«»“”„'’‘]+$/g;

/** Characters of an alphabet that are too few to be looked for in the middle of words. */
const SHORT = 2;

/** Something that a text must have. */
export interface Term {
	/** Folded. */
	text: string;
	/** Whether it counts only where a word begins. */
	beginsWord: boolean;
	/** Tokens that every text which has it stands under in the index. */
	grams: string[];
}

/** Where a term stands, in UTF-16 code units. */
export interface Hit {
	start: number;
	end: number;
}

/**
 * What somebody has typed, as terms that all must be there: words, and what stands between quotation marks as it is. Whatever
 * it is, it is no query language, and nothing in it can be wrong.
 */
export function termsOf(typed: string): Term[] {
	const parts = [...typed.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([word, quoted]) => quoted ?? word);
	return parts
		.map((part) => foldText(part).replace(ENDS, ''))
		.filter((text) => text !== '')
		.map(termOf);
}

function termOf(text: string): Term {
	const runs = runsOf(text);
	const beginsWord = runs.length === 1 && isShortWord(runs[0]);
	// What a run follows in the term it follows in the text. Only the first may begin in the middle of a word there.
	const grams = runs.flatMap((run, index) => gramsOfRun(run, beginsWord || index > 0 || run.index > 0));
	return { text, beginsWord, grams };
}

function isShortWord(run: Run | undefined): boolean {
	return run !== undefined && !run.unspaced && run.index === 0 && run.characters.length <= SHORT;
}

/** Whether a text has every term. */
export function hasTerms(body: string, terms: Term[]): boolean {
	const folded = foldText(body);
	return terms.every((term) => placesOf(folded, term).next().done === false);
}

/** Every place of every term in a text, in order; where they overlap, they are one. */
export function hitsIn(body: string, terms: Term[]): Hit[] {
	const { text, starts, ends } = foldWithPlaces(body);
	const found = terms.flatMap((term) =>
		[...placesOf(text, term)].map((place) => {
			return { start: starts[place] ?? 0, end: ends[place + term.text.length - 1] ?? body.length };
		})
	);
	return found.sort((a, b) => a.start - b.start || b.end - a.end).reduce(merge, []);
}

function* placesOf(folded: string, { text, beginsWord }: Term): Generator<number> {
	for (let place = folded.indexOf(text); place >= 0; place = folded.indexOf(text, place + text.length)) {
		if (!beginsWord || beginsAt(folded, place)) yield place;
	}
}

/** Whether a word begins there: what stands before it is of none, or of a script that has no spaces. */
function beginsAt(folded: string, place: number): boolean {
	const before = runsOf(folded.slice(Math.max(0, place - 2), place)).at(-1);
	return (
		before === undefined || before.unspaced || before.index + before.characters.join('').length < Math.min(2, place)
	);
}

function merge(hits: Hit[], hit: Hit): Hit[] {
	const last = hits.at(-1);
	if (last === undefined || hit.start > last.end) return [...hits, hit];
	last.end = Math.max(last.end, hit.end);
	return hits;
}
