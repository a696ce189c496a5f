import type { RoomStore, WritingRules } from '../storage/room-store.ts';

/** Who has blocked whom, asked for every message in a direct room. */
export interface BlockLookup {
	/** Whether either of the two has blocked the other. */
	isBlocked(one: string, other: string): boolean;
}

const NO_BLOCKS: BlockLookup = { isBlocked: () => false };

/** What decides who may write in one room, ready to be asked for every update. */
export interface RoomPolicy extends Omit<WritingRules, 'members' | 'lastSaid'> {
	members: Map<string, WritingRules['members'][number]>;
	/** When each member's newest message was received; empty unless the room is slow. */
	lastSaid: Map<string, number>;
}

/**
 * The policies of the rooms that are written in, kept in memory: thousands of updates a second ask. Whatever changes one in
 * the store says so here before it answers, so that the next update is judged by what holds then.
 */
export class RoomPolicies {
	/** Who has blocked whom. */
	blocks: BlockLookup = NO_BLOCKS;
	#store: Pick<RoomStore, 'writingRules'>;
	#policies = new Map<string, Promise<RoomPolicy | undefined>>();
	/** What was said since a policy was read, in slow rooms: the store may not have it yet when it is read again. */
	#said = new Map<string, Map<string, number>>();

	constructor(store: Pick<RoomStore, 'writingRules'>) {
		this.#store = store;
	}

	/** Undefined for a room that does not exist. Throws what the store throws. */
	of(roomId: string): Promise<RoomPolicy | undefined> {
		const known = this.#policies.get(roomId);
		if (known !== undefined) return known;
		const reading = this.#read(roomId);
		this.#policies.set(roomId, reading);
		reading.catch(() => {
			if (this.#policies.get(roomId) === reading) this.#policies.delete(roomId);
		});
		return reading;
	}

	/** The room's settings or members are others now, or may be. */
	changed(roomId: string): void {
		this.#policies.delete(roomId);
	}

	/** Nobody uses the room at the moment, and all that was said in it is stored. */
	forget(roomId: string): void {
		this.#policies.delete(roomId);
		this.#said.delete(roomId);
	}

	/** A message of this member has become durable in a slow room. */
	noteSaid(roomId: string, userId: string, at: number): void {
		const said = this.#said.get(roomId) ?? new Map<string, number>();
		this.#said.set(roomId, said.set(userId, at));
	}

	/** When this member's newest message in a slow room was received; undefined where that is long ago. */
	lastSaid(roomId: string, policy: RoomPolicy, userId: string): number | undefined {
		return this.#said.get(roomId)?.get(userId) ?? policy.lastSaid.get(userId);
	}

	async #read(roomId: string): Promise<RoomPolicy | undefined> {
		const rules = await this.#store.writingRules(roomId);
		if (rules === undefined) return undefined;
		return {
			...rules,
			members: new Map(rules.members.map((member) => [member.userId, member])),
			lastSaid: new Map(rules.lastSaid.map(({ userId, at }) => [userId, at]))
		};
	}
}
