import { fold } from '../fold.ts';
import { find } from '../fuzzy.ts';

/** The best matches first ({@link find}); everything, in its order, where nothing is asked for. */
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
