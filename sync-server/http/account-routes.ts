import type { Hono } from 'hono';
import { changeEmailSchema, changePasswordSchema, deleteAccountSchema } from '../../src/lib/protocol/rest-accounts.ts';
import type { Throttle } from '../access/throttle.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { exportAccount } from '../accounts/export.ts';
import type { Administration } from '../accounts/open-administration.ts';
import type { SecondFactor } from '../accounts/second-factor.ts';
import { languageOf } from '../mail/mail-texts.ts';
import type { People } from '../people/open-people.ts';
import type { Documents } from '../room/documents.ts';
import type { AdminStore } from '../storage/admin-store.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { confirmed } from './confirmed.ts';
import { ProblemError } from './problem.ts';

export interface AccountDeps {
	accounts: Accounts;
	administration: Administration;
	secondFactor: SecondFactor;
	people: Pick<People, 'profiles'>;
	storage: AdminStore;
	documents: Documents;
	throttle: Throttle;
	/** The server's clock, milliseconds since the Unix epoch. */
	now: () => number;
}

/** What somebody does with their own account. What a stolen cookie should not be able to do asks for the password again. */
export function addAccountRoutes(app: Hono<ApiEnv>, deps: AccountDeps): void {
	const { accounts, people, secondFactor, storage: store, documents, now } = deps;
	const { links, members } = deps.administration;
	route(app, '/me', {
		GET: async (c) => {
			const { account } = await requireSignedIn(c, accounts);
			const availability = (await people.profiles.find(account.id))?.availability ?? 'auto';
			return c.json({ ...account, availability, secondFactor: await secondFactor.isOn(account.id) });
		}
	});
	route(app, '/me/password', {
		POST: async (c) => {
			const { signedIn, request } = await confirmed(c, deps, changePasswordSchema);
			await accounts.changePassword(signedIn, request.password);
			return c.body(null, 204);
		}
	});
	route(app, '/me/email', {
		POST: async (c) => {
			const { signedIn, request } = await confirmed(c, deps, changeEmailSchema);
			const { email } = request;
			const language = languageOf(c.req.header('accept-language'));
			return c.json({ email, confirmed: await links.changeEmail(signedIn.account, email, language) });
		}
	});
	route(app, '/me/delete', {
		POST: async (c) => {
			const { signedIn } = await confirmed(c, deps, deleteAccountSchema, ({ userId }, { code }) =>
				secondFactor.require(userId, code)
			);
			await members.delete(signedIn.userId, signedIn.userId);
			c.header('set-cookie', accounts.blankCookie());
			return c.body(null, 204);
		}
	});
	route(app, '/me/export', {
		GET: async (c) => {
			const signedIn = await requireSignedIn(c, accounts);
			const exported = await exportAccount(
				{ store, documents, now },
				signedIn.userId,
				await accounts.sessions(signedIn)
			);
			if (exported === undefined) throw new ProblemError('not-found');
			c.header('content-disposition', 'attachment; filename="tidings-export.json"');
			return c.json(exported);
		}
	});
}
