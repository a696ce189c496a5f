import type { Context, Hono } from 'hono';
import { changeWorkspaceRoleSchema } from '../../src/lib/protocol/rest-accounts.ts';
import type { Accounts, SignedIn } from '../accounts/accounts.ts';
import type { Act } from '../accounts/members.ts';
import type { Administration } from '../accounts/open-administration.ts';
import { isAdministrator } from '../accounts/rights.ts';
import type { AdminStore, AuditFilter } from '../storage/admin-store.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { ProblemError } from './problem.ts';
import { readJson, readNothing } from './read-json.ts';

/** Entries of the audit log in one answer: some screens of a phone. */
const AUDIT_PAGE = 100;

export interface AdminDeps {
	accounts: Accounts;
	administration: Pick<Administration, 'members'>;
	storage: AdminStore;
}

/** What owners and administrators see and do. Everybody else is refused. */
export function addAdminRoutes(app: Hono<ApiEnv>, deps: AdminDeps): void {
	addMemberRoutes(app, deps);
	const { accounts, storage: store } = deps;
	const read = (path: string, answer: (c: Context<ApiEnv>) => Promise<object>) =>
		route(app, path, {
			GET: async (c) => {
				await requireAdministrator(c, accounts);
				return c.json(await answer(c));
			}
		});
	read('/admin/members', async () => ({ members: await store.members() }));
	read('/admin/rooms', async () => ({ rooms: await store.allRooms() }));
	read('/admin/audit', async (c) => ({ entries: await store.auditEntries(filterOf(c), AUDIT_PAGE) }));
	read('/admin/storage', () => store.storageUse());
}

function addMemberRoutes(app: Hono<ApiEnv>, { accounts, administration }: AdminDeps): void {
	const { members } = administration;
	route(app, '/admin/members/:userId/role', {
		POST: async (c) => {
			const act = await actOf(c, accounts);
			const { role } = await readJson(c, changeWorkspaceRoleSchema);
			await members.changeRole(act, role);
			return c.body(null, 204);
		}
	});
	route(app, '/admin/members/:userId/remove', {
		POST: async (c) => {
			const act = await actOf(c, accounts);
			await readNothing(c);
			await members.remove(act);
			return c.body(null, 204);
		}
	});
	route(app, '/admin/members/:userId/reset-link', {
		POST: async (c) => {
			const act = await actOf(c, accounts);
			await readNothing(c);
			return c.json({ url: await members.makeResetLink(act) });
		}
	});
}

async function requireAdministrator(c: Context<ApiEnv>, accounts: Accounts): Promise<SignedIn> {
	const signedIn = await requireSignedIn(c, accounts);
	if (!isAdministrator(signedIn.account.role)) throw new ProblemError('forbidden');
	return signedIn;
}

async function actOf(c: Context<ApiEnv>, accounts: Accounts): Promise<Act> {
	const { account } = await requireAdministrator(c, accounts);
	return { by: account, userId: c.req.param('userId') ?? '' };
}

/** What is asked of the audit log. Throws {@link ProblemError} `bad-request` for a `before` that is no entry's number. */
function filterOf(c: Context<ApiEnv>): AuditFilter {
	const { before, actor, action, room } = c.req.query();
	if (before !== undefined && !/^\d{1,15}$/.test(before)) {
		throw new ProblemError('bad-request', { detail: 'before must be the number of an entry.' });
	}
	return {
		...(before === undefined ? {} : { before: Number(before) }),
		...(actor === undefined ? {} : { actor }),
		...(action === undefined ? {} : { action }),
		...(room === undefined ? {} : { room })
	};
}
