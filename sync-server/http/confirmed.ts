import type { Context } from 'hono';
import type * as z from 'zod/mini';
import type { Throttle } from '../access/throttle.ts';
import type { Accounts, SignedIn } from '../accounts/accounts.ts';
import { requireSignedIn, type ApiEnv } from './api-context.ts';
import { guess } from './guess.ts';
import { readJson } from './read-json.ts';

/**
 * Who asks, and for what, once they have shown the account's password again, and whatever `more` asks for: a stolen cookie
 * is not enough. Throws what {@link guess} and {@link readJson} throw.
 */
export async function confirmed<T extends { current: string }>(
	c: Context<ApiEnv>,
	{ accounts, throttle }: { accounts: Accounts; throttle: Throttle },
	schema: z.core.$ZodType<T>,
	more: (signedIn: SignedIn, request: T) => Promise<void> = async () => {}
): Promise<{ signedIn: SignedIn; request: T }> {
	const signedIn = await requireSignedIn(c, accounts);
	const request = await readJson(c, schema);
	await guess(throttle, { email: signedIn.account.email, address: c.env.address }, async () => {
		await accounts.requirePassword(signedIn.userId, request.current);
		await more(signedIn, request);
	});
	return { signedIn, request };
}
