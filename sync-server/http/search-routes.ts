import type { Hono } from 'hono';
import { searchSchema, type SearchPage, type SearchRequest } from '../../src/lib/protocol/rest-messages.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { AccountQuota, MESSAGE_SEARCHES_PER_ACCOUNT } from '../people/people-limits.ts';
import { snippetOf } from '../search/snippet.ts';
import type { SearchAsk, SearchStore } from '../storage/search-store.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { readQuery } from './read-json.ts';

/** Results in one answer: some screens of a phone. */
export const SEARCH_PAGE = 20;

export interface SearchDeps {
	accounts: Accounts;
	storage: SearchStore;
	/** The server's clock, milliseconds since the Unix epoch. */
	now: () => number;
}

/** Finding messages again. A room that one may not read is searched like one that has nothing in it. */
export function addSearchRoutes(app: Hono<ApiEnv>, { accounts, storage, now }: SearchDeps): void {
	const quota = new AccountQuota(MESSAGE_SEARCHES_PER_ACCOUNT, now);
	route(app, '/search', {
		GET: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			const request = readQuery(c, searchSchema);
			quota.use(userId);
			const { messages, below, complete } = await storage.searchMessages(askOf(userId, request));
			const results = messages.map(({ body, hits, ...message }) => ({ ...message, ...snippetOf({ body, hits }) }));
			return c.json({ results, cursor: below, complete } satisfies SearchPage);
		}
	});
}

function askOf(userId: string, { q = '', room, from, before, after, has, cursor }: SearchRequest): SearchAsk {
	return {
		...{ userId, text: q, hasLink: has === 'link', limit: SEARCH_PAGE },
		...(room !== undefined && { roomId: room }),
		...(from !== undefined && { from }),
		...(before !== undefined && { before }),
		...(after !== undefined && { after }),
		...(cursor !== undefined && { below: cursor })
	};
}
