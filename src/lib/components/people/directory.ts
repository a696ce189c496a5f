import type { PersonView } from '../../room/model.ts';
import { searchPeople } from './search.ts';

/** Whom the directory shows. */
export type Circle = 'everyone' | 'contacts' | 'requests';

/**
 * Those of a circle who fit what was typed, the best matches first; where nothing was, those who wait for an answer, then
 * by name. Never oneself.
 */
export function inCircle(people: readonly PersonView[], circle: Circle, query: string): PersonView[] {
	const all = people.filter((person) => !person.self && belongs(person, circle));
	if (query.trim() !== '') return searchPeople(all, query);
	return all.toSorted((a, b) => Number(b.contact === 'asks') - Number(a.contact === 'asks'));
}

function belongs({ contact }: PersonView, circle: Circle): boolean {
	if (circle === 'contacts') return contact === 'contact';
	if (circle === 'requests') return contact === 'asks' || contact === 'asked';
	return true;
}
