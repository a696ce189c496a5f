import uFuzzy from '@leeoniya/ufuzzy';

/** In any script: the letters of a name are what Unicode calls letters. One slip of the finger in a word is forgiven. */
const matcher = new uFuzzy({
	unicode: true,
	interSplit: "[^\\p{L}\\d']+",
	intraSplit: '\\p{Ll}\\p{Lu}',
	intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}',
	intraChars: "[\\p{L}\\d']",
	intraContr: "'\\p{L}{1,2}\\b",
	intraMode: 1
});

/** The best matches first, words in any order; everything, in its order, where nothing is asked for. */
export function search<T>(items: readonly T[], textOf: (item: T) => string, query: string): T[] {
	const needle = folded(query.replace(/^\s*[@#]/, ''));
	if (needle === '') return [...items];
	const haystack = items.map((item) => folded(textOf(item)));
	const [found, info, order] = matcher.search(haystack, needle, 1);
	const ranked = order === null ? found : order.map((at) => info.idx[at] ?? -1);
	return (ranked ?? []).flatMap((index) => items[index] ?? []);
}

/** By name or username. */
export function searchPeople<T extends { name: string; username: string }>(people: readonly T[], query: string): T[] {
	return search(people, ({ name, username }) => `${name} ${username}`, query);
}

/** «Артём» is found by «артем», “José” by “jose”: who types a name in a hurry leaves the marks out. */
function folded(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
