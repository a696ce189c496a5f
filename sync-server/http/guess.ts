import type { Throttle } from '../access/throttle.ts';
import { WrongCredentialsError } from '../accounts/accounts.ts';
import { SecondFactorNeededError } from '../accounts/second-factor.ts';

/**
 * Does what a password or a code opens, counted as a guess at the account with this email. Only a wrong one stays counted: a
 * full disk, a busy server or a code that was not given yet is not the person's failure. Throws TooManyRequestsError and
 * what `open` throws.
 */
export async function guess<T>(
	throttle: Throttle,
	{ email, address }: { email: string; address: string },
	open: () => Promise<T>
): Promise<T> {
	const takeBack = await throttle.logIn(email, address);
	try {
		const opened = await open();
		await takeBack();
		return opened;
	} catch (error) {
		if (!isWrongGuess(error)) await takeBack();
		throw error;
	}
}

function isWrongGuess(error: unknown): boolean {
	return error instanceof WrongCredentialsError || (error instanceof SecondFactorNeededError && error.isGuess);
}
