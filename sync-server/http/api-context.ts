import type { Context, Handler, Hono } from 'hono';
import { ACCOUNT_HEADER } from '../../src/lib/protocol/account-header.ts';
import type { Accounts, SignedIn } from '../accounts/accounts.ts';
import type { RequestFacts } from './fetch-bridge.ts';
import { ProblemError } from './problem.ts';

/** What the API's handlers find in their context. */
export interface ApiEnv {
	Bindings: RequestFacts;
}

/**
 * Who asks; the answer extends their cookie where the session was extended. Throws {@link ProblemError} `not-signed-in`.
 */
export async function requireSignedIn(c: Context<ApiEnv>, accounts: Accounts): Promise<SignedIn> {
	const signedIn = await accounts.authenticate(c.req.header('cookie'));
	if (signedIn === undefined) throw new ProblemError('not-signed-in');
	// Two tabs of a browser share one cookie: what one of them had waiting must not go in the name of the other's account.
	const meant = c.req.header(ACCOUNT_HEADER);
	if (meant !== undefined && meant !== signedIn.userId) throw new ProblemError('not-signed-in');
	if (signedIn.cookie !== undefined) c.header('set-cookie', signedIn.cookie);
	return signedIn;
}

/** What may be done at each path of an app, in whichever files that is said. */
const methodsOfApps = new WeakMap<Hono<ApiEnv>, Map<string, string[]>>();

/** Registers what may be done at `path`; anything else there is answered 405 with Allow (RFC 9110 §15.5.6). */
export function route(app: Hono<ApiEnv>, path: string, handlers: Record<string, Handler<ApiEnv>>): void {
	for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
	const ofApp = methodsOfApps.get(app) ?? new Map<string, string[]>();
	methodsOfApps.set(app, ofApp);
	const methods = ofApp.get(path) ?? [];
	ofApp.set(path, methods);
	methods.push(...Object.keys(handlers).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])));
	app.all(path, async (c, next) => {
		if (methods.includes(c.req.method)) return next();
		throw new ProblemError('method-not-allowed', { headers: { allow: methods.join(', ') } });
	});
}
