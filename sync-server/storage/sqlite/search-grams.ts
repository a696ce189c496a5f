/*
 * What the search index holds of a text: pieces of its words. A piece is a token of FTS5's `ascii` tokenizer, which takes
 * everything beyond ASCII for part of a word, so the marks below are from Unicode's private use area.
 *
 * - of a word in an alphabet: every three characters in a row, so that any part of it is found, and its first and its first two
 *   behind {@link BEGINNING}, so that a short word is;
 * - of a script that writes without spaces (Chinese, Japanese, Thai, …), of Korean and of emoji: every character and every two
 *   in a row, because words have one or two there. That is what a trigram index cannot find.
 *
 * The index says where something may be; the text itself, where it is.
 */

/** Stands before the beginning of a word, a room's id, an author's, and alone for a link. */
export const MARKS = { beginning: '\ue000', room: '\ue001', author: '\ue002', link: '\ue003' } as const;

/** Characters in a row of which parts of words consist. */
const PART = 3;

const UNSPACED = String.raw`\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}\p{ExtPict}\p{RI}ー`;

/** A run of characters that are looked for in the same way: a word, or as much as stands without a space. */
const RUNS = new RegExp(String.raw`[${UNSPACED}]+|[[\p{L}\p{N}\p{M}]--[${UNSPACED}]]+`, 'gv');
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'v');

/** A run in a folded text. */
export interface Run {
	characters: string[];
	unspaced: boolean;
	/** Where it stands, in UTF-16 code units. */
	index: number;
}

export function runsOf(folded: string): Run[] {
	return [...folded.matchAll(RUNS)].map(({ 0: text, index }) => {
		return { characters: [...text], unspaced: IS_UNSPACED.test(text), index };
	});
}

/** Everything that the index is to have of a folded text. */
export function gramsOf(folded: string): Set<string> {
	const grams = new Set<string>();
	for (const { characters, unspaced } of runsOf(folded)) {
		if (unspaced) {
			characters.forEach((character) => grams.add(character));
			inARow(characters, 2).forEach((gram) => grams.add(gram));
		} else {
			[1, 2].forEach((length) => grams.add(beginning(characters.slice(0, length))));
			inARow(characters, PART).forEach((gram) => grams.add(gram));
		}
	}
	return grams;
}

/** Those grams that stand in every text which has this run; `whole` says that it begins where a word does. */
export function gramsOfRun({ characters, unspaced }: Run, whole: boolean): string[] {
	if (unspaced) return characters.length === 1 ? characters : inARow(characters, 2);
	if (characters.length >= PART) return inARow(characters, PART);
	return whole ? [beginning(characters)] : [];
}

/** An id as a token: the tokenizer would take it apart at its dashes. */
export function idGram(mark: string, id: string): string {
	return `${mark}${id.replace(/[^\p{L}\p{N}]/gu, '')}`;
}

function beginning(characters: string[]): string {
	return `${MARKS.beginning}${characters.join('')}`;
}

function inARow(characters: string[], length: number): string[] {
	const found: string[] = [];
	let gram = '';
	for (const [index, character] of characters.entries()) {
		gram += character;
		if (index >= length) gram = gram.slice(characters[index - length]?.length);
		if (index >= length - 1) found.push(gram);
	}
	return found;
}
