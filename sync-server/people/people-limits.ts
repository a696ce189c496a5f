import { Allowance, type Quota } from '../access/allowance.ts';
import { TooManyRequestsError } from '../access/throttle.ts';

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/** Read marks of one account: a device sends one every two seconds for each room, and on its return one for each of 300. */
export const READS_PER_ACCOUNT: Quota = { points: 1_200, seconds: MINUTE_S };

/** Changes of one profile: each goes to everybody, and to the head of each of the person's rooms. */
export const PROFILE_CHANGES_PER_ACCOUNT: Quota = { points: 120, seconds: HOUR_S };

/** Pictures stored by one account, its own and its rooms': forty tries at a good crop. */
export const AVATARS_PER_ACCOUNT: Quota = { points: 40, seconds: HOUR_S };

/** Requests, answers and blocks of one account: a new colleague greets a team of 200 and changes their mind about some. */
export const CONTACT_CHANGES_PER_ACCOUNT: Quota = { points: 300, seconds: HOUR_S };

/** Searches of one account: one for each letter that a fast writer types, for the whole minute. */
export const SEARCHES_PER_ACCOUNT: Quota = { points: 600, seconds: MINUTE_S };

/** Searches of one account for messages: one for each letter of a steady writer. Each may take tens of milliseconds. */
export const MESSAGE_SEARCHES_PER_ACCOUNT: Quota = { points: 150, seconds: MINUTE_S };

/** Rooms that one account takes along: each is read from its first message to its last. */
export const EXPORTS_PER_ACCOUNT: Quota = { points: 20, seconds: HOUR_S };

/** How often each account may do one thing. */
export class AccountQuota {
	#allowance: Allowance;
	#seconds: number;

	constructor(quota: Quota, now: () => number) {
		this.#allowance = new Allowance(quota, now);
		this.#seconds = quota.seconds;
	}

	/** Counts one. Throws {@link TooManyRequestsError} where none is left. */
	use(userId: string): void {
		if (!this.#allowance.has(userId)) throw new TooManyRequestsError(this.#seconds);
		this.#allowance.use(userId, 1);
	}
}
