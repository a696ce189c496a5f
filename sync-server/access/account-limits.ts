import { Allowance, type Quota } from './allowance.ts';

const MINUTE_S = 60;

/** Updates of one account: typing stores a draft three times a second at most, on a handful of devices, with room for a bot. */
export const UPDATES_PER_ACCOUNT: Quota = { points: 3_000, seconds: MINUTE_S };

/** Messages and edits of one account: nobody writes twenty a second; a weekend's backlog comes in one update and is let through. */
export const MESSAGES_PER_ACCOUNT: Quota = { points: 1_200, seconds: MINUTE_S };

/** Bytes sent to one account in answer to step 1s: a new device's first sync of 300 rooms takes about half of it. */
const SYNC_BYTES_PER_ACCOUNT: Quota = { points: 256 * 1024 * 1024, seconds: MINUTE_S };

/** What the smallest answer to a step 1 counts for, in bytes: it costs the server a look-up all the same. */
const SYNC_MIN_BYTES = 16 * 1024;

/** Updates refused to one account. An honest client has next to none; each may cost a document's rebuild. */
export const REFUSALS_PER_ACCOUNT: Quota = { points: 30, seconds: MINUTE_S };

/** What each account may ask of the sync server, over all its sockets. */
export class AccountLimits {
	readonly updates: Allowance;
	readonly messages: Allowance;
	readonly syncBytes: Allowance;
	readonly refusals: Allowance;

	constructor(now: () => number) {
		this.updates = new Allowance(UPDATES_PER_ACCOUNT, now);
		this.messages = new Allowance(MESSAGES_PER_ACCOUNT, now);
		this.syncBytes = new Allowance(SYNC_BYTES_PER_ACCOUNT, now);
		this.refusals = new Allowance(REFUSALS_PER_ACCOUNT, now);
	}

	/** Counts an answer to a step 1, in bytes. */
	chargeAnswer(userId: string, bytes: number): void {
		this.syncBytes.use(userId, Math.max(SYNC_MIN_BYTES, bytes));
	}

	/** Whether the account may send an update now; counts it where it may. */
	admitsUpdate(userId: string): boolean {
		if (!this.updates.has(userId) || !this.messages.has(userId)) return false;
		this.updates.use(userId, 1);
		return true;
	}
}
