import { fold } from '../fold.ts';
import { fuzzy } from '../fuzzy.ts';

/** What fits equally well stays in the order it came in. */
const find = fuzzy({ rankedWords: 3, compare: () => 0 });

/** Those whose `text`, which is folded, fits what was typed, the best first. */
export function rank<Candidate extends { text: string }>(all: readonly Candidate[], typed: string): Candidate[] {
	const texts = all.map(({ text }) => text);
	return find(texts, fold(typed)).flatMap((index) => all[index] ?? []);
}
