import { isDeepStrictEqual } from 'node:util';
import { WORKSPACE_NAME } from '../../src/lib/protocol/document-name.ts';
import { encodeFrame } from '../../src/lib/protocol/frames.ts';
import type { Blocks } from '../people/blocks.ts';
import type { BlockRecord, PeopleStore, ProfileRecord } from '../storage/people-store.ts';
import { Attendance, type PresenceEntry } from './attendance.ts';
import type { Peer } from './peer.ts';
import type { Publish } from './presence.ts';
import { LAST_SEEN_INTERVAL_MS, PEOPLE_INTERVAL_MS } from './socket-limits.ts';
import { PEOPLE_TOPIC } from './topics.ts';

export interface PeoplePresenceDeps {
	store: Pick<PeopleStore, 'companionsOf' | 'markLastSeen'>;
	blocks: Blocks;
	publish: Publish;
	/** The server's clock, milliseconds since the Unix epoch. */
	now: () => number;
	/** When somebody was last here could not be stored. */
	report: (error: unknown) => void;
}

/**
 * Who is here, over all their devices (P5–P7). Changes are gathered and published on one topic; a guest, and whom somebody
 * has blocked, is told of those they may see by themselves.
 */
export class PeoplePresence {
	#deps: PeoplePresenceDeps;
	#attendance = new Attendance();
	/** Account → what was last told of it, which every device that is told of it knows. */
	#told = new Map<string, PresenceEntry>();
	#changed = new Set<string>();
	/** Those whose last socket has closed. */
	#left = new Set<string>();
	/** Devices that are told by themselves. */
	#alone = new Set<Peer>();
	/** Guests' devices → whom they share a room with. */
	#companions = new Map<Peer, Set<string>>();
	#companionsChanged = false;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#seeing: ReturnType<typeof setInterval>;
	#stopped = false;

	/** `everyone`: all accounts there are. */
	constructor(everyone: ProfileRecord[], deps: PeoplePresenceDeps) {
		this.#deps = deps;
		for (const profile of everyone.filter(({ deleted }) => !deleted)) {
			this.#attendance.learn(profile);
			this.#told.set(profile.id, this.#attendance.entry(profile.id));
		}
		deps.blocks.onChanged((block, blocked) => this.#blockChanged(block, blocked));
		this.#seeing = setInterval(() => this.#markLastSeen(this.#attendance.present), LAST_SEEN_INTERVAL_MS).unref();
	}

	/** A device has said hello: its person is here. */
	arrive(peer: Peer): void {
		this.#attendance.arrive(peer);
		this.#note(peer.userId);
	}

	/** Tells a device of everybody that it may see, and from then on of every change (P6). */
	async watch(peer: Peer): Promise<void> {
		if (isGuest(peer)) this.#companions.set(peer, new Set(await this.#deps.store.companionsOf(peer.userId)));
		if (!peer.open || !this.#attendance.has(peer)) return void this.#companions.delete(peer);
		this.#file(peer);
		this.#tellAll(peer);
	}

	/** P5. */
	setIdle(peer: Peer, idle: boolean): void {
		if (!this.#attendance.has(peer)) return;
		this.#attendance.setIdle(peer, idle);
		this.#note(peer.userId);
	}

	/** The device's socket has closed. */
	leave(peer: Peer): void {
		this.#alone.delete(peer);
		this.#companions.delete(peer);
		if (this.#stopped || !this.#attendance.has(peer)) return;
		this.#attendance.leave(peer);
		if (this.#attendance.devicesOf(peer.userId).length === 0) this.#left.add(peer.userId);
		this.#note(peer.userId);
	}

	/** A profile is new, or is another. */
	profileChanged(profile: ProfileRecord): void {
		this.#attendance.learn(profile);
		this.#note(profile.id);
	}

	/** Somebody has gained or lost a room: guests may see others now. */
	membershipsChanged(): void {
		if (this.#companions.size === 0) return;
		this.#companionsChanged = true;
		this.#schedule();
	}

	/** The server goes: whoever is here was last seen now. */
	stop(): void {
		clearTimeout(this.#timer);
		clearInterval(this.#seeing);
		this.#stopped = true;
		this.#markLastSeen([...this.#attendance.present, ...this.#left]);
	}

	#note(userId: string): void {
		this.#changed.add(userId);
		this.#schedule();
	}

	#schedule(): void {
		if (!this.#stopped) this.#timer ??= setTimeout(() => this.#flush(), PEOPLE_INTERVAL_MS).unref();
	}

	#flush(): void {
		this.#timer = undefined;
		this.#markLastSeen([...this.#left].filter((userId) => this.#attendance.devicesOf(userId).length === 0));
		this.#left.clear();
		const entries = [...this.#changed]
			.map((userId) => this.#attendance.entry(userId))
			.filter((entry) => !isDeepStrictEqual(entry, this.#told.get(entry.userId)));
		this.#changed.clear();
		entries.forEach((entry) => this.#told.set(entry.userId, entry));
		if (entries.length > 0) this.#deps.publish(PEOPLE_TOPIC, encode(entries, false));
		for (const peer of this.#alone) this.#tell(peer, entries);
		if (this.#companionsChanged) this.#lookForCompanions();
	}

	#markLastSeen(userIds: string[]): void {
		const at = this.#deps.now();
		const seen = this.#attendance.see(userIds, at);
		if (seen.length > 0) this.#deps.store.markLastSeen(seen, at).catch(this.#deps.report);
	}

	#lookForCompanions(): void {
		this.#companionsChanged = false;
		for (const peer of this.#companions.keys()) peer.track(this.#lookForCompanionsOf(peer));
	}

	async #lookForCompanionsOf(peer: Peer): Promise<void> {
		const now = new Set(await this.#deps.store.companionsOf(peer.userId));
		const before = this.#companions.get(peer);
		if (before === undefined || isDeepStrictEqual(before, now)) return;
		this.#companions.set(peer, now);
		this.#tellAll(peer);
	}

	/** Who is blocked sees the other go, and nothing more of them (P7). */
	#blockChanged({ userId, blockedId }: BlockRecord, blocked: boolean): void {
		for (const peer of this.#attendance.devicesOf(blockedId)) {
			this.#file(peer);
			if (blocked) peer.send(encode([{ userId, state: 'offline' }], false));
			else this.#tell(peer, [this.#told.get(userId) ?? { userId, state: 'offline' }]);
		}
	}

	/** Puts a device where it belongs: on the topic, or among those that are told by themselves. */
	#file(peer: Peer): void {
		const isAlone = isGuest(peer) || this.#deps.blocks.blockersOf(peer.userId).size > 0;
		if (isAlone) {
			this.#alone.add(peer);
			peer.unsubscribe(PEOPLE_TOPIC);
		} else {
			this.#alone.delete(peer);
			peer.subscribe(PEOPLE_TOPIC);
		}
	}

	#tell(peer: Peer, entries: PresenceEntry[]): void {
		const seen = entries.filter(({ userId }) => this.#sees(peer, userId));
		if (seen.length > 0) peer.send(encode(seen, false));
	}

	/**
	 * What the others have been told, not what is so by now: of somebody who has gone and comes back within the second, nobody
	 * is told anything, and a device that had come in between would miss them. Of those who are not here, the ones of whom
	 * it is known since when.
	 */
	#tellAll(peer: Peer): void {
		const seen = [...this.#told.values()].filter(({ userId }) => this.#sees(peer, userId));
		const said = seen.filter(({ state, lastSeenAt }) => state !== 'offline' || lastSeenAt !== undefined);
		peer.send(encode(said, true));
	}

	#sees(peer: Peer, userId: string): boolean {
		if (peer.userId === userId) return true;
		if (this.#deps.blocks.hasBlocked(userId, peer.userId)) return false;
		return !isGuest(peer) || this.#companions.get(peer)?.has(userId) === true;
	}
}

/** Whoever may not read the workspace document may not know who is in the workspace. */
function isGuest(peer: Peer): boolean {
	return !peer.grants.includes(WORKSPACE_NAME);
}

function encode(people: PresenceEntry[], complete: boolean): Uint8Array {
	return encodeFrame({ kind: 'people', people, complete });
}
