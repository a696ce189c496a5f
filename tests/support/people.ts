import type { Account, LoginRequest, RegisterRequest } from '../../src/lib/protocol/rest.ts';
import { CallError, call } from './rest.ts';

/** The people of every test. Two scripts and a name that ASCII cannot hold, so that nobody forgets them. */
export const ANNA = person('anna', 'Anna');
export const BORIS = person('boris', 'Борис');
export const IRYNA = person('iryna', 'Ірина');

/** Someone who is signed in at a server. */
export interface SignedIn {
	account: Account;
	/** The `Cookie` header of their session: `name=value`. */
	cookie: string;
	/** Seconds since the Unix epoch: until then, a browser keeps the cookie on its disk. */
	expires: number;
}

/** Signs someone up; they are signed in from then on. */
export async function register(origin: string, request: RegisterRequest): Promise<SignedIn> {
	return signIn(origin, '/api/v1/auth/register', request);
}

/** Signs someone in who has an account. */
export async function login(origin: string, { email, password }: LoginRequest): Promise<SignedIn> {
	return signIn(origin, '/api/v1/auth/login', { email, password });
}

async function signIn(origin: string, path: string, body: RegisterRequest | LoginRequest): Promise<SignedIn> {
	const response = await call(origin, 'POST', path, { body });
	const [header = ''] = response.headers.getSetCookie();
	const [, cookie, maxAge] = /^([^;]+);.*Max-Age=(\d+)/.exec(header) ?? [];
	if (cookie === undefined) throw new CallError(`no session cookie that lasts: ${header}`, response.status);
	return { cookie, expires: Date.now() / 1000 + Number(maxAge), account: (await response.json()) as Account };
}

function person(username: string, displayName: string): RegisterRequest {
	return { email: `${username}@example.org`, username, displayName, password: `${username} likes long walks` };
}
