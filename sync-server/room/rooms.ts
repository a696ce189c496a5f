import { directRoomId, newId } from '../../src/lib/protocol/ids.ts';
import type { CreateRoomRequest, RoomDetails, RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';
import { RefusedError, type Storage } from '../storage/storage.ts';
import type { Documents } from './documents.ts';
import { endMembership, endRoom } from './end-membership.ts';
import { makeRoom, requireAddable, requireOwnCreation, requireOwnId, requireReachable } from './make-room.ts';
import { RoomDesk, type MembershipListener } from './room-desk.ts';
import { requireInUse, requireNotDirect, standingOf } from './standing.ts';

export type { MembershipListener };

/** Making, finding, joining and leaving rooms. Every command throws RefusedError with why it is not carried out. */
export class Rooms {
	/** What the other commands on rooms share with these. */
	readonly desk: RoomDesk;
	#store: Storage;

	constructor(store: Storage, documents: Documents, now: () => number = Date.now) {
		this.desk = new RoomDesk(store, documents, now);
		this.#store = store;
	}

	onMembership(listener: MembershipListener): void {
		this.desk.onMembership(listener);
	}

	/** Makes a room with its maker as owner and those named in it as members. Guests make none. */
	async create(userId: string, request: CreateRoomRequest): Promise<RoomSummary> {
		const { id = newId(), title, kind, topic = '' } = request;
		const others = [...new Set(request.members ?? [])].filter((other) => other !== userId);
		const isGuest = (await this.#store.findUser(userId))?.role === 'guest';
		if (isGuest) throw new RefusedError('forbidden', 'Guests make no rooms.');
		requireOwnId(id);
		await this.desk.inTurn(id, async () => {
			const found = await this.#store.findRoom(id);
			if (found !== undefined) return requireOwnCreation(this.desk, found, userId);
			for (const other of others) await requireAddable(this.desk, userId, other);
			const members = others.map((other) => ({ userId: other, role: 'member' as const }));
			const owner = { userId, role: 'owner' as const };
			await makeRoom(this.desk, { id, title, kind, topic, createdBy: userId, members: [owner, ...members] });
		});
		return this.#summary(id, userId);
	}

	/** The direct room with somebody, made where there is none: one for each pair, and one with oneself for notes. */
	async openDirect(userId: string, otherId: string): Promise<RoomSummary> {
		const id = await directRoomId(userId, otherId);
		await this.desk.inTurn(id, async () => {
			if ((await this.#store.findRoom(id)) !== undefined) return;
			await requireReachable(this.desk, userId, otherId);
			const members = [...new Set([userId, otherId])].map((member) => ({ userId: member, role: 'member' as const }));
			await makeRoom(this.desk, { id, title: '', kind: 'direct', topic: '', createdBy: userId, members });
		});
		return this.#summary(id, userId);
	}

	/** The account's rooms and, unless it is a guest, the public ones. */
	list(userId: string): Promise<RoomSummary[]> {
		return this.#store.listRooms(userId);
	}

	/** A room with its members. For those who are not in it, a public room says nothing of what was written there. */
	async details(userId: string, roomId: string): Promise<RoomDetails> {
		const { room, role } = await standingOf(this.#store, roomId, userId);
		if (role === null && room.kind !== 'public') throw new RefusedError('not-found');
		const { announcements, slowSeconds } = room;
		const members = await this.#store.listMembers(roomId);
		return { ...(await this.#summary(roomId, userId)), announcements, slowSeconds, members };
	}

	/** Joins a public room; joining twice is joining once. */
	async join(userId: string, roomId: string): Promise<RoomSummary> {
		await this.desk.requireRoom(roomId);
		await this.desk.inTurn(roomId, async () => {
			const { room, membership, workspaceRole } = await standingOf(this.#store, roomId, userId);
			if (membership !== undefined) return;
			const isOpen = room.kind === 'public' && workspaceRole !== 'guest';
			if (!isOpen || (await this.#store.isBanned(roomId, userId))) throw new RefusedError('not-found');
			requireInUse(room);
			await this.desk.requirePlace(room);
			await this.desk.add(room, userId);
		});
		return this.#summary(roomId, userId);
	}

	/** Puts somebody into the room whose invitation has just made their account. Nothing happens where the room has gone. */
	async addInvited(userId: string, roomId: string): Promise<void> {
		await this.desk.inTurn(roomId, async () => {
			const room = await this.#store.findRoom(roomId);
			const present = await this.#store.findMembership(roomId, userId);
			if (room !== undefined && room.deletedAt === null && present === undefined) await this.desk.add(room, userId);
		});
	}

	/**
	 * Leaves a room. A direct one cannot be left, and no room by its last owner while others are there. One that is not public
	 * ends with its last member: nobody could ever come back to it.
	 */
	async leave(userId: string, roomId: string): Promise<void> {
		await this.desk.requireRoom(roomId);
		await this.desk.inTurn(roomId, async () => {
			const { room, membership } = await standingOf(this.#store, roomId, userId);
			if (membership === undefined) throw new RefusedError('not-found');
			requireNotDirect(room);
			const others = (await this.#store.listMembers(roomId)).filter(({ id }) => id !== userId);
			const isLastOwner = membership.role === 'owner' && !others.some(({ role }) => role === 'owner');
			if (isLastOwner && others.length > 0) throw new RefusedError('last-owner');
			if (others.length === 0 && room.kind !== 'public') return endRoom(this.desk, roomId, userId);
			await endMembership(this.desk, { roomId, userId, by: userId, ban: false });
		});
	}

	async #summary(roomId: string, userId: string): Promise<RoomSummary> {
		const summary = await this.#store.summaryOf(roomId, userId);
		if (summary === undefined) throw new RefusedError('not-found');
		return summary;
	}
}
