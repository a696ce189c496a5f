import type { People, PRESENCE_STATES } from '../../src/lib/protocol/control.ts';
import type { ProfileRecord } from '../storage/people-store.ts';
import type { Peer } from './peer.ts';

export type PresenceEntry = People['people'][number];

/** What a person lets be known, and when they were last here. */
type Known = Pick<ProfileRecord, 'availability' | 'lastSeenAt'>;

/** Who is here, over all their devices, and what others may know of it (P5). */
export class Attendance {
	#known = new Map<string, Known>();
	/** Account → its devices → whether nobody does anything there. */
	#devices = new Map<string, Map<Peer, boolean>>();

	/** Accounts that have a device here. */
	get present(): string[] {
		return [...this.#devices.keys()];
	}

	devicesOf(userId: string): Peer[] {
		return [...(this.#devices.get(userId)?.keys() ?? [])];
	}

	has(peer: Peer): boolean {
		return this.#devices.get(peer.userId)?.has(peer) === true;
	}

	arrive(peer: Peer): void {
		const devices = this.#devices.get(peer.userId) ?? new Map<Peer, boolean>();
		this.#devices.set(peer.userId, devices.set(peer, false));
	}

	setIdle(peer: Peer, idle: boolean): void {
		this.#devices.get(peer.userId)?.set(peer, idle);
	}

	leave(peer: Peer): void {
		const devices = this.#devices.get(peer.userId);
		devices?.delete(peer);
		if (devices?.size === 0) this.#devices.delete(peer.userId);
	}

	/** A profile is new, or is another. */
	learn({ id, availability, lastSeenAt, deleted }: ProfileRecord): void {
		if (deleted) this.#known.delete(id);
		else this.#known.set(id, { availability, lastSeenAt: this.#known.get(id)?.lastSeenAt ?? lastSeenAt });
	}

	/**
	 * Notes when these were last here, and answers of whom it may be kept. Of those who hide it is not: they could show
	 * themselves later, and this with them.
	 */
	see(userIds: string[], at: number): string[] {
		const seen = userIds.filter((userId) => this.#availability(userId) !== 'hidden');
		for (const userId of seen) this.#known.set(userId, { availability: this.#availability(userId), lastSeenAt: at });
		return seen;
	}

	/** What others may know of this person. */
	entry(userId: string): PresenceEntry {
		const [state, availability] = [this.#stateOf(userId), this.#availability(userId)];
		const lastSeenAt = this.#known.get(userId)?.lastSeenAt ?? null;
		if (state !== 'offline' || availability === 'hidden' || lastSeenAt === null) return { userId, state };
		return { userId, state, lastSeenAt };
	}

	#availability(userId: string): Known['availability'] {
		return this.#known.get(userId)?.availability ?? 'auto';
	}

	#stateOf(userId: string): (typeof PRESENCE_STATES)[number] {
		const [devices, availability] = [this.#devices.get(userId), this.#availability(userId)];
		if (devices === undefined || availability === 'hidden') return 'offline';
		if (availability === 'busy') return 'busy';
		return [...devices.values()].every((idle) => idle) ? 'away' : 'online';
	}
}
