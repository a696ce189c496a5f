/**
 * Marks that a quick hand leaves out: accents and the dots of ё, й and ї, vowel points of Hebrew and Arabic. Not those that make
 * another letter of one, as in か and が, or that are vowels, as in Hindi.
 */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;

/** A text as it is looked for: without case, accents, and the differences between forms of one character (NFKC). */
export function foldText(text: string): string {
	return text.normalize('NFKD').replace(ACCENTS, '').toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

/** A folded text, and for each of its code units where in the original it comes from. */
export interface FoldedText {
	text: string;
	/** Of the original's character that it comes from, in UTF-16 code units. */
	starts: number[];
	ends: number[];
}

/** Folds character by character, each with its marks, so that what is found can be shown in the original. */
export function foldWithPlaces(original: string): FoldedText {
	const [starts, ends]: [number[], number[]] = [[], []];
	let text = '';
	for (const { 0: character, index } of original.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
		const folded = foldText(character);
		for (let unit = 0; unit < folded.length; unit += 1) {
			starts.push(index);
			ends.push(index + character.length);
		}
		text += folded;
	}
	return { text, starts, ends };
}
