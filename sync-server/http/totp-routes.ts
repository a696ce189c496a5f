import type { Hono } from 'hono';
import { confirmTotpSchema, removeTotpSchema } from '../../src/lib/protocol/rest-accounts.ts';
import type { AccountDeps } from './account-routes.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { confirmed } from './confirmed.ts';
import { guess } from './guess.ts';
import { readJson, readNothing } from './read-json.ts';

/** Turning a second factor on and off. */
export function addTotpRoutes(app: Hono<ApiEnv>, deps: AccountDeps): void {
	const { accounts, secondFactor, throttle } = deps;
	const { workspace } = deps.administration;
	route(app, '/me/totp', {
		POST: async (c) => {
			const { userId, account } = await requireSignedIn(c, accounts);
			await readNothing(c);
			const { name: issuer } = await workspace.settings();
			return c.json(await secondFactor.begin(userId, { issuer, label: account.email }));
		}
	});
	route(app, '/me/totp/confirm', {
		POST: async (c) => {
			const { userId, account } = await requireSignedIn(c, accounts);
			const { code } = await readJson(c, confirmTotpSchema);
			const who = { email: account.email, address: c.env.address };
			return c.json({ recoveryCodes: await guess(throttle, who, () => secondFactor.confirm(userId, code)) });
		}
	});
	route(app, '/me/totp/remove', {
		POST: async (c) => {
			const { signedIn } = await confirmed(c, deps, removeTotpSchema);
			await secondFactor.remove(signedIn.userId);
			return c.body(null, 204);
		}
	});
}
