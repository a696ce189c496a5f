import type { Context, Hono } from 'hono';
import { confirmEmailSchema, forgotSchema, resetSchema } from '../../src/lib/protocol/rest-accounts.ts';
import { loginSchema, registerSchema } from '../../src/lib/protocol/rest.ts';
import type { Throttle } from '../access/throttle.ts';
import type { Accounts, SignedIn } from '../accounts/accounts.ts';
import { deviceName } from '../accounts/device-name.ts';
import type { Administration } from '../accounts/open-administration.ts';
import { languageOf } from '../mail/mail-texts.ts';
import type { People } from '../people/open-people.ts';
import type { Rooms } from '../room/rooms.ts';
import { route, type ApiEnv } from './api-context.ts';
import { guess } from './guess.ts';
import { readJson, readNothing } from './read-json.ts';

export interface AuthDeps {
	accounts: Accounts;
	administration: Pick<Administration, 'links'>;
	people: Pick<People, 'profiles'>;
	rooms: Rooms;
	throttle: Throttle;
}

/** What needs no session: registering, signing in and out, and the links for those who cannot. */
export function addAuthRoutes(app: Hono<ApiEnv>, deps: AuthDeps): void {
	const { accounts, administration, people, rooms, throttle } = deps;
	const { links } = administration;
	route(app, '/auth/register', {
		POST: async (c) => {
			const request = await readJson(c, registerSchema);
			await throttle.register(c.env.address);
			const registered = await accounts.register(request, deviceOf(c));
			await people.profiles.refresh(registered.userId);
			if (registered.roomId !== null) await rooms.addInvited(registered.userId, registered.roomId);
			return welcome(c, accounts, registered, 201);
		}
	});
	route(app, '/auth/login', {
		POST: async (c) => {
			const request = await readJson(c, loginSchema);
			const who = { email: request.email, address: c.env.address };
			const signedIn = await guess(throttle, who, () => accounts.logIn(request, deviceOf(c)));
			return welcome(c, accounts, signedIn, 200);
		}
	});
	route(app, '/auth/logout', {
		POST: async (c) => {
			await readNothing(c);
			c.header('set-cookie', await accounts.logOut(c.req.header('cookie')));
			return c.body(null, 204);
		}
	});
	route(app, '/auth/forgot', {
		POST: async (c) => {
			const { email } = await readJson(c, forgotSchema);
			await throttle.forgot(email, c.env.address);
			links.forgot(email, languageOf(c.req.header('accept-language')));
			return c.body(null, 204);
		}
	});
	route(app, '/auth/reset', {
		POST: async (c) => {
			const { token, password } = await readJson(c, resetSchema);
			await throttle.useLink(c.env.address);
			await links.reset(token, password);
			return c.body(null, 204);
		}
	});
	route(app, '/auth/confirm-email', {
		POST: async (c) => {
			const { token } = await readJson(c, confirmEmailSchema);
			await throttle.useLink(c.env.address);
			await links.confirmEmail(token);
			return c.body(null, 204);
		}
	});
}

function deviceOf(c: Context<ApiEnv>): string {
	return deviceName(c.req.header('user-agent'));
}

/** The browser is about to forget its former session, so that one ends here: nobody could sign it out any more. */
async function welcome(c: Context<ApiEnv>, accounts: Accounts, signedIn: SignedIn, status: 200 | 201) {
	await accounts.logOut(c.req.header('cookie'));
	if (signedIn.cookie !== undefined) c.header('set-cookie', signedIn.cookie);
	return c.json(signedIn.account, status);
}
