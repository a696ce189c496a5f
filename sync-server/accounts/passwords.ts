import { hash, verify, type Options } from '@node-rs/argon2';
import { BusyError } from '../busy-error.ts';

/**
 * Argon2id at the strength of OWASP's Password Storage Cheat Sheet: 19 MiB of memory, two passes, one lane. (Argon2id
 * is the library's default; its enum cannot be named under erasable syntax.)
 */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } satisfies Options;

/**
 * Hashes that may wait or run at once. Each takes about 20 ms of a core, so this is a few seconds of the whole machine:
 * everyone after a Monday morning's sign-out gets through, and a flood of sign-ins is told to come back.
 */
export const HASHES_IN_FLIGHT_MAX = 256;

/** A hash of nothing: sixteen zero bytes of salt and thirty-two of digest, which no password gives. */
const NOBODYS_HASH =
	`$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}` +
	`$${'A'.repeat(22)}$${'A'.repeat(43)}`;

let inFlight = 0;

/** The password's hash, a PHC string. Throws {@link BusyError}. */
export function hashPassword(password: string): Promise<string> {
	return bounded(() => hash(typed(password), PARAMETERS));
}

/**
 * Whether the password is the one that was hashed. Without a hash (no such account) it takes as long and is false, so
 * that the time does not tell which emails have an account. Throws {@link BusyError}.
 */
export function verifyPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
	return bounded(() => verify(passwordHash ?? NOBODYS_HASH, typed(password)));
}

/** NFKC (NIST SP 800-63B §5.1.1.2): two keyboards may compose the same characters differently. */
function typed(password: string): string {
	return password.normalize('NFKC');
}

async function bounded<T>(work: () => Promise<T>): Promise<T> {
	if (inFlight >= HASHES_IN_FLIGHT_MAX) throw new BusyError('too many passwords are being checked');
	inFlight += 1;
	try {
		return await work();
	} finally {
		inFlight -= 1;
	}
}
