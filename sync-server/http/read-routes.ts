import type { Context, Hono } from 'hono';
import { isId } from '../../src/lib/protocol/ids.ts';
import { readSchema } from '../../src/lib/protocol/rest-rooms.ts';
import { AccountQuota, READS_PER_ACCOUNT } from '../people/people-limits.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import type { PeopleDeps } from './people-routes.ts';
import { ProblemError } from './problem.ts';
import { readJson } from './read-json.ts';

/** How far one has read in a room, and from where on one wants to read it again. */
export function addReadRoutes(app: Hono<ApiEnv>, { accounts, people, now }: PeopleDeps): void {
	const quota = new AccountQuota(READS_PER_ACCOUNT, now);
	for (const command of ['read', 'unread'] as const) {
		route(app, `/rooms/:id/${command}`, {
			POST: async (c) => {
				const { userId } = await requireSignedIn(c, accounts);
				const request = await readJson(c, readSchema);
				quota.use(userId);
				await people.readMarks[command]({ userId, roomId: roomId(c) }, request);
				return c.body(null, 204);
			}
		});
	}
}

function roomId(c: Context<ApiEnv>): string {
	const id = c.req.param('id') ?? '';
	if (!isId(id)) throw new ProblemError('not-found');
	return id;
}
