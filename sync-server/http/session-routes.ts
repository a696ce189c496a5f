import type { Hono } from 'hono';
import type { Accounts } from '../accounts/accounts.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { readNothing } from './read-json.ts';

/** Where somebody is signed in, and ending it. */
export function addSessionRoutes(app: Hono<ApiEnv>, { accounts }: { accounts: Accounts }): void {
	route(app, '/me/sessions', {
		GET: async (c) => c.json({ sessions: await accounts.sessions(await requireSignedIn(c, accounts)) })
	});
	route(app, '/me/sessions/end-others', {
		POST: async (c) => {
			const signedIn = await requireSignedIn(c, accounts);
			await readNothing(c);
			await accounts.endOtherSessions(signedIn);
			return c.body(null, 204);
		}
	});
	route(app, '/me/sessions/:id/end', {
		POST: async (c) => {
			const signedIn = await requireSignedIn(c, accounts);
			await readNothing(c);
			await accounts.endSession(signedIn, c.req.param('id') ?? '');
			return c.body(null, 204);
		}
	});
}
