import type { RoomRole } from '../../src/lib/protocol/head.ts';
import { isAdministrator } from '../accounts/rights.ts';
import type { BanRecord, MemberChange, MembershipRecord, Removal } from '../storage/room-store.ts';
import { RefusedError, type Storage } from '../storage/storage.ts';
import { endMembership } from './end-membership.ts';
import { writeStanding } from './head-document.ts';
import { requireAddable } from './make-room.ts';
import { isAbove, isAtLeast } from './rank.ts';
import type { RoomDesk } from './room-desk.ts';
import {
	insiderOf,
	requireInUse,
	requireNotDirect,
	requireRole,
	requireSay,
	standingOf,
	type Standing
} from './standing.ts';

/** Somebody, who does something to a member. */
export interface Act {
	/** User id of who does it. */
	by: string;
	roomId: string;
	/** User id of whom it is done to. */
	userId: string;
}

/** Somebody who is to be added, by the id or the name that the other knows. */
export type Addition = Omit<Act, 'userId'> & ({ userId: string } | { username: string });

/** Who is in a room and what they may do there. Every command throws RefusedError with why it is not carried out. */
export class Moderation {
	#desk: RoomDesk;
	#store: Storage;

	constructor(desk: RoomDesk) {
		this.#desk = desk;
		this.#store = desk.store;
	}

	/** Adds somebody, by one who has the say in the room; adding twice is adding once. Guests add nobody. */
	async add({ by, roomId, ...whom }: Addition): Promise<void> {
		await this.#inTurn(by, roomId, async (standing) => {
			const { room, workspaceRole } = standing;
			requireNotDirect(room);
			requireSay(standing);
			if (workspaceRole === 'guest') throw new RefusedError('forbidden', 'Guests add nobody.');
			requireInUse(room);
			const userId = 'userId' in whom ? whom.userId : ((await this.#store.findUserIdByUsername(whom.username)) ?? '');
			await requireAddable(this.#desk, by, userId);
			if ((await this.#store.findMembership(roomId, userId)) !== undefined) return;
			if (await this.#store.isBanned(roomId, userId)) throw new RefusedError('banned');
			await this.#desk.requirePlace(room);
			await this.#desk.add(room, userId, by);
		});
	}

	/** Removes somebody, for good where `ban` is set; by a moderator or an owner, of those below them. */
	async remove(removal: Removal): Promise<void> {
		const { by, roomId, userId } = removal;
		await this.#inTurn(by, roomId, async (standing) => {
			requireNotDirect(standing.room);
			await this.#requireBelow(standing, userId);
			await endMembership(this.#desk, removal);
		});
	}

	/** Lets somebody come back who was banned. */
	async unban({ by, roomId, userId }: Act): Promise<void> {
		await this.#inTurn(by, roomId, async (standing) => {
			requireRole(standing, 'moderator');
			await this.#store.unban({ roomId, userId, by });
		});
	}

	/** Who is banned, the newest first; for moderators and owners. */
	async bans(by: string, roomId: string): Promise<BanRecord[]> {
		requireRole(await insiderOf(this.#store, roomId, by), 'moderator');
		return this.#store.listBans(roomId);
	}

	/**
	 * Changes a member's role, by an owner; the last one stays one. Those who run the workspace make themselves the owner of a
	 * room that has none.
	 */
	async changeRole({ by, roomId, userId }: Act, role: RoomRole): Promise<void> {
		await this.#desk.requireRoom(roomId);
		await this.#desk.inTurn(roomId, async () => {
			const standing = await standingOf(this.#store, roomId, by);
			requireNotDirect(standing.room);
			const owners = (await this.#store.listMembers(roomId)).filter((member) => member.role === 'owner');
			if (by === userId && role === 'owner' && owners.length === 0) return this.#takeOver(standing);
			if (standing.role === null) throw new RefusedError('not-found');
			requireRole(standing, 'owner');
			const member = await this.#memberOf(roomId, userId);
			if (member.role === role) return;
			if (member.role === 'owner' && owners.length === 1) throw new RefusedError('last-owner');
			await this.#change({ roomId, userId, by, set: { role } }, { ...member, role });
		});
	}

	/** Mutes a member until then, or no longer (0); by a moderator or an owner, of those below them. */
	async mute({ by, roomId, userId }: Act, until: number): Promise<void> {
		await this.#inTurn(by, roomId, async (standing) => {
			requireNotDirect(standing.room);
			const member = await this.#requireBelow(standing, userId);
			const mutedUntil = until === 0 ? null : until;
			if (member.mutedUntil === mutedUntil) return;
			await this.#change({ roomId, userId, by, set: { mutedUntil } }, { ...member, mutedUntil });
		});
	}

	async #inTurn(by: string, roomId: string, act: (standing: Standing) => Promise<void>): Promise<void> {
		await this.#desk.requireRoom(roomId);
		await this.#desk.inTurn(roomId, async () => act(await insiderOf(this.#store, roomId, by)));
	}

	/** The member, over whom the other stands. Throws RefusedError `not-found` or `forbidden`. */
	async #requireBelow(standing: Standing, userId: string): Promise<MembershipRecord> {
		const member = await this.#memberOf(standing.room.id, userId);
		if (!isAtLeast(standing.role, 'moderator') || !isAbove(standing.role, member.role))
			throw new RefusedError('forbidden');
		return member;
	}

	async #memberOf(roomId: string, userId: string): Promise<MembershipRecord> {
		const member = await this.#store.findMembership(roomId, userId);
		if (member === undefined) throw new RefusedError('not-found');
		return member;
	}

	/** A room whose owners have all gone would otherwise never have one again. */
	async #takeOver({ room, userId, membership, workspaceRole, role }: Standing): Promise<void> {
		if (!isAdministrator(workspaceRole)) throw new RefusedError(role === null ? 'not-found' : 'forbidden');
		if (membership === undefined) await this.#desk.add(room, userId);
		const member = await this.#memberOf(room.id, userId);
		const change = { roomId: room.id, userId, by: userId, set: { role: 'owner' as const } };
		await this.#change(change, { ...member, role: 'owner' });
	}

	async #change(change: MemberChange, membership: MembershipRecord): Promise<void> {
		await this.#desk.writeHead(
			change.roomId,
			(doc) => writeStanding(doc, membership),
			(commit) => this.#store.changeMember(change, commit)
		);
	}
}
