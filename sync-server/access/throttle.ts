import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { foldCase } from '../storage/fold-case.ts';

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/** Failed sign-ins to one account: more than a person with three passwords in mind needs, 1,000 guesses a day. */
export const LOGIN_FAILURES_PER_ACCOUNT = { points: 10, seconds: 15 * MINUTE_S };

/** Failed sign-ins from one address: an office of 200 behind one NAT may mistype every second password in the morning. */
export const LOGIN_FAILURES_PER_ADDRESS = { points: 100, seconds: 15 * MINUTE_S };

/** Registrations from one address: the same office may sign up within the hour, with corrections; a flood may not. */
export const REGISTRATIONS_PER_ADDRESS = { points: 300, seconds: HOUR_S };

/** Forgotten passwords of one account: a mail that came late, and one that went astray; more would fill somebody's mailbox. */
export const RESETS_PER_ACCOUNT = { points: 5, seconds: HOUR_S };

/** Forgotten passwords from one address: an office after a long holiday. */
const RESETS_PER_ADDRESS = { points: 50, seconds: HOUR_S };

/** Links tried from one address. They cannot be guessed; this bounds the work that trying makes. */
const LINKS_PER_ADDRESS = { points: 100, seconds: 15 * MINUTE_S };

/** Too many attempts; another is heard in `retryAfterSeconds`. */
export class TooManyRequestsError extends Error {
	override name = 'TooManyRequestsError';
	readonly retryAfterSeconds: number;
	constructor(retryAfterSeconds: number) {
		super(`try again in ${retryAfterSeconds} s`);
		this.retryAfterSeconds = retryAfterSeconds;
	}
}

/** Counts attempts at what is worth guessing or flooding. In memory: a restart forgives, which costs an attacker more. */
export class Throttle {
	#accountFailures = limiter(LOGIN_FAILURES_PER_ACCOUNT);
	#addressFailures = limiter(LOGIN_FAILURES_PER_ADDRESS);
	#registrations = limiter(REGISTRATIONS_PER_ADDRESS);
	#accountResets = limiter(RESETS_PER_ACCOUNT);
	#addressResets = limiter(RESETS_PER_ADDRESS);
	#addressLinks = limiter(LINKS_PER_ADDRESS);

	/**
	 * Counts a sign-in as failed before it is tried, so that a hundred guesses sent at once are a hundred; the function
	 * it returns takes that back. Whether the email has an account makes no difference. Throws {@link TooManyRequestsError}.
	 */
	async logIn(email: string, address: string): Promise<() => Promise<void>> {
		const account = foldCase(email);
		await consume(this.#addressFailures, address);
		await consume(this.#accountFailures, account);
		return async () => {
			await this.#addressFailures.reward(address);
			await this.#accountFailures.reward(account);
		};
	}

	/** Counts a registration. Throws {@link TooManyRequestsError}. */
	async register(address: string): Promise<void> {
		await consume(this.#registrations, address);
	}

	/** Counts a forgotten password, whether the email has an account or not. Throws {@link TooManyRequestsError}. */
	async forgot(email: string, address: string): Promise<void> {
		await consume(this.#addressResets, address);
		await consume(this.#accountResets, foldCase(email));
	}

	/** Counts a link that is tried. Throws {@link TooManyRequestsError}. */
	async useLink(address: string): Promise<void> {
		await consume(this.#addressLinks, address);
	}
}

function limiter({ points, seconds }: { points: number; seconds: number }): RateLimiterMemory {
	return new RateLimiterMemory({ points, duration: seconds });
}

async function consume(counter: RateLimiterMemory, key: string): Promise<void> {
	try {
		await counter.consume(key);
	} catch (refusal) {
		if (!(refusal instanceof RateLimiterRes)) throw refusal;
		throw new TooManyRequestsError(Math.ceil(refusal.msBeforeNext / 1000));
	}
}
