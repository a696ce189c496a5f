import type { Hono } from 'hono';
import { changeWorkspaceSchema } from '../../src/lib/protocol/rest-accounts.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Administration } from '../accounts/open-administration.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { readJson } from './read-json.ts';

export interface WorkspaceDeps {
	accounts: Accounts;
	administration: Pick<Administration, 'workspace'>;
}

/** What the workspace is called and how it is run. Read by everybody, because whoever signs up must know where. */
export function addWorkspaceRoutes(app: Hono<ApiEnv>, { accounts, administration }: WorkspaceDeps): void {
	const { workspace } = administration;
	route(app, '/workspace', {
		GET: async (c) => c.json(await workspace.settings()),
		PATCH: async (c) => {
			const { account } = await requireSignedIn(c, accounts);
			return c.json(await workspace.change(account, await readJson(c, changeWorkspaceSchema)));
		}
	});
}
