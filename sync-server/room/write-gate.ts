import { isAtLeast } from './rank.ts';
import type { RoomPolicies, RoomPolicy } from './room-policies.ts';
import { Refusal } from './verdict.ts';

/** One account's update, as far as the gate looks at it. */
export interface Attempt {
	/** User id. */
	sender: string;
	/** How many messages it brings that were never there; asked for in slow rooms only. */
	fresh: () => number;
	/** The server's clock, milliseconds since the Unix epoch. */
	now: number;
}

/**
 * Who may write in a room as things are (U13–U16). One for each batch, because what was said earlier in a batch counts, and
 * is no longer true where the batch fails.
 */
export class WriteGate {
	#roomId: string;
	#policy: RoomPolicy;
	#policies: RoomPolicies;
	#said = new Map<string, number>();

	constructor(roomId: string, policy: RoomPolicy, policies: RoomPolicies) {
		this.#roomId = roomId;
		this.#policy = policy;
		this.#policies = policies;
	}

	/** Throws a {@link Refusal} where the sender may not write anything, or not so much at once. */
	admit(attempt: Attempt): void {
		const { kind, archived } = this.#policy;
		if (archived) throw new Refusal('room-archived', 'the room is archived');
		this.#checkRole(attempt);
		if (kind === 'direct') this.#checkBlocks(attempt.sender);
		this.#checkPace(attempt);
	}

	/** What was admitted has become durable. */
	keep(): void {
		for (const [userId, at] of this.#said) this.#policies.noteSaid(this.#roomId, userId, at);
	}

	#checkRole({ sender, now }: Attempt): void {
		const { role = 'member', mutedUntil = null } = this.#policy.members.get(sender) ?? {};
		if (role === 'read-only') throw new Refusal('read-only', 'this member may only read');
		if (mutedUntil !== null && mutedUntil > now) throw new Refusal('read-only', 'a moderator has muted this member');
		if (this.#policy.announcements && !this.#isModerator(sender)) {
			throw new Refusal('read-only', 'only moderators write here');
		}
	}

	#checkBlocks(sender: string): void {
		for (const other of this.#policy.members.keys()) {
			if (this.#policies.blocks.isBlocked(sender, other))
				throw new Refusal('blocked', 'one of the two has blocked the other');
		}
	}

	/** An update is taken whole or not at all, so several messages in one would all pass at the time of the first. */
	#checkPace({ sender, now, ...attempt }: Attempt): void {
		const pause = this.#policy.slowSeconds * 1000;
		if (pause === 0 || this.#isModerator(sender)) return;
		const fresh = attempt.fresh();
		if (fresh === 0) return;
		const last = this.#said.get(sender) ?? this.#policies.lastSaid(this.#roomId, this.#policy, sender);
		const tooSoon = last !== undefined && now < last + pause;
		if (fresh > 1 || tooSoon) throw new Refusal('slow-mode', 'one message at a time, and a pause between two');
		this.#said.set(sender, now);
	}

	#isModerator(userId: string): boolean {
		return isAtLeast(this.#policy.members.get(userId)?.role, 'moderator');
	}
}
