import type { Context, Hono } from 'hono';
import { changeProfileSchema, type ChangeProfileRequest } from '../../src/lib/protocol/rest-people.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Administration } from '../accounts/open-administration.ts';
import { searchPeople } from '../people/directory.ts';
import type { People } from '../people/open-people.ts';
import { AccountQuota, PROFILE_CHANGES_PER_ACCOUNT, SEARCHES_PER_ACCOUNT } from '../people/people-limits.ts';
import { personOf } from '../people/person.ts';
import type { PeopleStore } from '../storage/people-store.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { ProblemError } from './problem.ts';
import { readJson } from './read-json.ts';

export interface PeopleDeps {
	accounts: Accounts;
	administration: Pick<Administration, 'workspace'>;
	people: People;
	storage: PeopleStore;
	/** The server's clock, milliseconds since the Unix epoch. */
	now: () => number;
}

/** People in one answer to a search: a screen of them, and the most that anybody scrolls through. */
const FOUND_DEFAULT = 20;
const FOUND_MAX = 100;

/** What is searched for, in characters: longer than any name. */
const QUERY_MAX_CHARS = 100;

/** One's own profile, and finding people. */
export function addPeopleRoutes(app: Hono<ApiEnv>, deps: PeopleDeps): void {
	const { accounts, people, storage, now } = deps;
	const { workspace } = deps.administration;
	const changes = new AccountQuota(PROFILE_CHANGES_PER_ACCOUNT, now);
	const searches = new AccountQuota(SEARCHES_PER_ACCOUNT, now);
	route(app, '/me', {
		PATCH: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			const request = await readJson(c, changeProfileSchema);
			requireTimeZone(request);
			changes.use(userId);
			const profile = await people.profiles.change(userId, request);
			return c.json({ id: userId, ...personOf(profile), availability: profile.availability });
		}
	});
	route(app, '/people', {
		GET: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			const [text, limit] = [readQuery(c), readLimit(c)];
			searches.use(userId);
			const asker = await people.profiles.find(userId);
			if (asker === undefined) throw new ProblemError('not-signed-in');
			const { emailsVisible } = await workspace.settings();
			return c.json({ people: await searchPeople(storage, asker, { text, limit, emailsVisible }) });
		}
	});
}

/** By the same table that browsers use: a name that is in none would be an error on every screen that shows the time. */
function requireTimeZone({ timeZone }: ChangeProfileRequest): void {
	if (timeZone == null) return;
	try {
		new Intl.DateTimeFormat('en', { timeZone });
	} catch {
		throw new ProblemError('invalid-fields', { errors: [{ field: 'timeZone', code: 'invalid' }] });
	}
}

function readQuery(c: Context<ApiEnv>): string {
	const text = c.req.query('q') ?? '';
	if (text.length <= QUERY_MAX_CHARS) return text;
	throw new ProblemError('invalid-fields', { errors: [{ field: 'q', code: 'too-long' }] });
}

function readLimit(c: Context<ApiEnv>): number {
	const text = c.req.query('limit') ?? String(FOUND_DEFAULT);
	const limit = Number(text);
	if (/^[0-9]{1,6}$/.test(text) && limit > 0) return Math.min(limit, FOUND_MAX);
	throw new ProblemError('invalid-fields', { errors: [{ field: 'limit', code: 'invalid' }] });
}
