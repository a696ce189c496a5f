import type { Context, Hono } from 'hono';
import { loginSchema, registerSchema, type LoginRequest } from '../../src/lib/protocol/rest.ts';
import type { Throttle } from '../access/throttle.ts';
import { WrongCredentialsError, type Accounts, type SignedIn } from '../accounts/accounts.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { readJson, readNothing } from './read-json.ts';

export interface AuthDeps {
	accounts: Accounts;
	throttle: Throttle;
}

/** Registering, signing in and out, and who one is. */
export function addAuthRoutes(app: Hono<ApiEnv>, deps: AuthDeps): void {
	const { accounts, throttle } = deps;
	route(app, '/auth/register', {
		POST: async (c) => {
			const request = await readJson(c, registerSchema);
			await throttle.register(c.env.address);
			return welcome(c, accounts, await accounts.register(request), 201);
		}
	});
	route(app, '/auth/login', {
		POST: async (c) => {
			const request = await readJson(c, loginSchema);
			return welcome(c, accounts, await logIn(request, c.env.address, deps), 200);
		}
	});
	route(app, '/auth/logout', {
		POST: async (c) => {
			await readNothing(c);
			c.header('set-cookie', await accounts.logOut(c.req.header('cookie')));
			return c.body(null, 204);
		}
	});
	route(app, '/me', {
		GET: async (c) => c.json((await requireSignedIn(c, accounts)).account)
	});
}

/** Only a wrong guess stays counted: a full disk or a busy server is not the person's failure. */
async function logIn(request: LoginRequest, address: string, { accounts, throttle }: AuthDeps): Promise<SignedIn> {
	const takeBack = await throttle.logIn(request.email, address);
	try {
		const signedIn = await accounts.logIn(request);
		await takeBack();
		return signedIn;
	} catch (error) {
		if (!(error instanceof WrongCredentialsError)) await takeBack();
		throw error;
	}
}

/** The browser is about to forget its former session, so that one ends here: nobody could sign it out any more. */
async function welcome(c: Context<ApiEnv>, accounts: Accounts, signedIn: SignedIn, status: 200 | 201) {
	await accounts.logOut(c.req.header('cookie'));
	if (signedIn.cookie !== undefined) c.header('set-cookie', signedIn.cookie);
	return c.json(signedIn.account, status);
}
