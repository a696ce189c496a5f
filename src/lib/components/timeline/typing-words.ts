import { m } from '$lib/paraglide/messages';

/** "Anna is writing…"; from three on it is a number, because the line has no room for names. */
export function typingWords(names: readonly string[]): string {
	const [first, second] = names;
	if (first === undefined) return '';
	if (second === undefined) return m.typing_one({ name: first });
	if (names.length === 2) return m.typing_two({ first, second });
	return m.typing_many({ count: names.length });
}
