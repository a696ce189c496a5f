/** A text as it is looked for: without case, accents and the dots of ё, й and ї, which a quick hand leaves out, and trimmed. */
export function fold(text: string): string {
	return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
}

/** Whether every word of `folded`, which is folded itself, stands somewhere in `text`. */
export function hasWords(text: string, folded: string): boolean {
	const words = folded.split(/\s+/);
	const where = fold(text);
	return words.every((word) => where.includes(word));
}
