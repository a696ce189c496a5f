import { fold } from '../fold.ts';
import { fuzzy } from '../fuzzy.ts';

const find = fuzzy({ rankedWords: 1 });

/** The best matches first, words in any order; everything, in its order, where nothing is asked for. */
export function search<T>(items: readonly T[], textOf: (item: T) => string, query: string): T[] {
	const typed = fold(query.replace(/^\s*[@#]/, ''));
	if (typed === '') return [...items];
	const texts = items.map((item) => fold(textOf(item)));
	return find(texts, typed).flatMap((index) => items[index] ?? []);
}

/** By name or username. */
export function searchPeople<T extends { name: string; username: string }>(people: readonly T[], query: string): T[] {
	return search(people, ({ name, username }) => `${name} ${username}`, query);
}
