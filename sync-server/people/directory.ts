import type { PersonSummary } from '../../src/lib/protocol/rest-people.ts';
import type { PeopleStore, ProfileRecord } from '../storage/people-store.ts';
import { matchOf, queryWords } from './match-names.ts';
import { personOf } from './person.ts';

/** What is searched for. */
export interface Search {
	/** Words of a name, a username or an email; empty for everybody. */
	text: string;
	limit: number;
	/** Whether members find and see each other's emails. */
	emailsVisible: boolean;
}

/**
 * The people whom this account may see and who match, the best match first, then by name. A guest sees those they share a
 * room with; an email is found and shown where the workspace lets members see it, or by administrators.
 */
export async function searchPeople(store: PeopleStore, asker: ProfileRecord, search: Search): Promise<PersonSummary[]> {
	const isAdministrator = asker.role === 'owner' || asker.role === 'admin';
	const seesEmails = isAdministrator || (search.emailsVisible && asker.role !== 'guest');
	const words = queryWords(search.text);
	const found = (await visiblePeople(store, asker)).flatMap((profile) => {
		const { displayName, username, email } = profile;
		const match = matchOf(words, [displayName, username, ...(seesEmails ? [email] : [])]);
		return match === undefined ? [] : [{ profile, match }];
	});
	found.sort((a, b) => a.match - b.match || byName(a.profile, b.profile));
	return found.slice(0, search.limit).map(({ profile }) => {
		return { id: profile.id, ...personOf(profile), ...(seesEmails ? { email: profile.email } : {}) };
	});
}

/** Whether this account may see the other one, who then exists. */
export async function canSee(store: PeopleStore, me: string, other: string): Promise<boolean> {
	const [asker, found] = [await store.findProfile(me), await store.findProfile(other)];
	if (asker === undefined || found === undefined || found.deleted) return false;
	return asker.role !== 'guest' || (await store.companionsOf(me)).includes(other);
}

async function visiblePeople(store: PeopleStore, asker: ProfileRecord): Promise<ProfileRecord[]> {
	const people = (await store.listProfiles()).filter(({ deleted }) => !deleted);
	if (asker.role !== 'guest') return people;
	const companions = new Set([asker.id, ...(await store.companionsOf(asker.id))]);
	return people.filter(({ id }) => companions.has(id));
}

/** The root collation, so that the order does not depend on the server's locale. */
const collator = new Intl.Collator('und', { sensitivity: 'accent' });

function byName(a: ProfileRecord, b: ProfileRecord): number {
	return collator.compare(a.displayName, b.displayName) || (a.id < b.id ? -1 : 1);
}
