import type { Context, Handler, Hono } from 'hono';
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
	if (signedIn.cookie !== undefined) c.header('set-cookie', signedIn.cookie);
	return signedIn;
}

/** Registers what may be done at `path`; anything else there is answered 405 with Allow (RFC 9110 §15.5.6). */
export function route(app: Hono<ApiEnv>, path: string, handlers: Record<string, Handler<ApiEnv>>): void {
	for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
	const methods = Object.keys(handlers).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
	app.all(path, () => {
		throw new ProblemError('method-not-allowed', { headers: { allow: methods.join(', ') } });
	});
}
