const segmenter = new Intl.Segmenter();

/** One or two letters that stand for a name: first and last word, or the first letter of a single word. */
export function initials(name: string): string {
	const words = name.split(/[\s_.-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
	const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
	const letters = chosen.map((word) => firstLetter(word ?? ''));
	return letters.join('') || firstLetter(name.trim());
}

/** A hue, 0–359, that a name always gets. Eighteen of them, far enough apart to tell two people's faces. */
export function hue(name: string): number {
	let hash = 0;
	// FNV-1a: neighbouring names fall far apart.
	for (const letter of name.normalize().toLowerCase())
		hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619);
	return ((hash >>> 0) % 18) * 20;
}

/** By grapheme: half an emoji is no initial. */
function firstLetter(word: string): string {
	const [first] = segmenter.segment(word);
	return first?.segment.toUpperCase() ?? '';
}
