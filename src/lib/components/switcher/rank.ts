import { fold } from '../fold.ts';
import { find } from '../fuzzy.ts';

/** Those whose `text`, which is folded, fits what was typed, the best first. */
export function rank<Candidate extends { text: string }>(all: readonly Candidate[], typed: string): Candidate[] {
	const texts = all.map(({ text }) => text);
	return find(texts, fold(typed)).flatMap((index) => all[index] ?? []);
}
