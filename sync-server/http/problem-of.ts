import { TooManyRequestsError } from '../access/throttle.ts';
import { WrongCredentialsError } from '../accounts/accounts.ts';
import { SecondFactorNeededError } from '../accounts/second-factor.ts';
import { BusyError } from '../busy-error.ts';
import { RefusedError, StorageUnavailableError, TakenError } from '../storage/storage.ts';
import { ProblemError } from './problem.ts';
import { BodyTooLargeError } from './request-body.ts';

/** When to ask again a store that takes no writes, in seconds: the server itself looks every five. */
const STORAGE_RETRY_S = 10;

/** When to ask again a server that is hashing all it can, in seconds. */
const BUSY_RETRY_S = 5;

/** What an error means to the client. What nobody foresaw is `internal`, and says nothing of what is inside. */
export function problemOf(error: unknown): ProblemError {
	if (error instanceof ProblemError) return error;
	if (error instanceof WrongCredentialsError) return new ProblemError('wrong-credentials');
	if (error instanceof SecondFactorNeededError) return new ProblemError('second-factor-needed');
	if (error instanceof BodyTooLargeError) return new ProblemError('body-too-large');
	if (error instanceof TooManyRequestsError) return retry('too-many-requests', error.retryAfterSeconds);
	if (error instanceof BusyError) return retry('too-many-requests', BUSY_RETRY_S);
	if (error instanceof StorageUnavailableError) return retry('storage-unavailable', STORAGE_RETRY_S);
	if (error instanceof RefusedError) {
		return new ProblemError(error.code, error.message === error.code ? {} : { detail: error.message });
	}
	if (error instanceof TakenError) {
		return new ProblemError(`${error.field}-taken`, { errors: [{ field: error.field, code: 'taken' }] });
	}
	return new ProblemError('internal');
}

function retry(code: 'too-many-requests' | 'storage-unavailable', seconds: number): ProblemError {
	return new ProblemError(code, { headers: { 'retry-after': String(seconds) } });
}
