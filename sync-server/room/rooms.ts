import type * as Y from 'yjs';
import { headName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import type { CreateRoomRequest, RoomSummary } from '../../src/lib/protocol/rest.ts';
import type { Commit, MembershipRecord, Removal, Storage, UserRecord } from '../storage/storage.ts';
import type { Documents } from './documents.ts';
import { writeDeparture, writeMember, writeMeta } from './head-document.ts';

/** Told, once it is durable, that an account has gained or lost a room, so that its open sockets follow at once (I6). */
export interface MembershipListener {
	joined(userId: string, roomId: string): void;
	left(userId: string, roomId: string): void;
}

/** The commands on rooms. Each changes SQLite and the room's head in one transaction. */
export class Rooms {
	#store: Storage;
	#documents: Documents;
	#now: () => number;
	#listeners: MembershipListener[] = [];

	constructor(store: Storage, documents: Documents, now: () => number = Date.now) {
		this.#store = store;
		this.#documents = documents;
		this.#now = now;
	}

	onMembership(listener: MembershipListener): void {
		this.#listeners.push(listener);
	}

	/** Creates a room with its maker as owner. */
	async create(userId: string, request: CreateRoomRequest): Promise<RoomSummary> {
		const user = await this.#user(userId);
		const createdAt = this.#now();
		const room = { id: newId(), ...request, createdBy: userId, createdAt };
		const owner: MembershipRecord = { roomId: room.id, userId, role: 'owner', joinedAt: createdAt };
		const change = (doc: Y.Doc) => {
			writeMeta(doc, room);
			writeMember(doc, user, owner);
		};
		await this.#writeHead(room.id, change, (commit) => this.#store.createRoom(room, owner, [commit]));
		this.#listeners.forEach((listener) => listener.joined(userId, room.id));
		return { id: room.id, ...request, createdAt, memberCount: 1, role: 'owner' };
	}

	/** The account's rooms and the public ones. */
	list(userId: string): Promise<RoomSummary[]> {
		return this.#store.listRooms(userId);
	}

	/** Joins a public room; joining twice is joining once. Undefined when there is no room that this account may join. */
	async join(userId: string, roomId: string): Promise<RoomSummary | undefined> {
		const room = await this.#store.findRoom(roomId);
		const present = await this.#store.findMembership(roomId, userId);
		if (room === undefined || (room.kind === 'private' && present === undefined)) return undefined;
		if (await this.#store.isBanned(roomId, userId)) return undefined;
		if (present === undefined) await this.#add(userId, roomId);
		return (await this.list(userId)).find(({ id }) => id === roomId);
	}

	/** Leaves a room. False when the account is not in it. */
	async leave(userId: string, roomId: string): Promise<boolean> {
		if ((await this.#store.findMembership(roomId, userId)) === undefined) return false;
		await this.#end({ roomId, userId, by: userId, ban: false });
		return true;
	}

	/**
	 * Removes somebody else, for good where `ban` is set. Answers `not-allowed` unless the one who does it owns the room and
	 * the other does not, and `no-member` where either is not in it.
	 */
	async remove(removal: Removal): Promise<'removed' | 'not-allowed' | 'no-member'> {
		const [by, member] = [
			await this.#store.findMembership(removal.roomId, removal.by),
			await this.#store.findMembership(removal.roomId, removal.userId)
		];
		if (by === undefined || member === undefined) return 'no-member';
		if (by.role !== 'owner' || member.role === 'owner') return 'not-allowed';
		await this.#end(removal);
		return 'removed';
	}

	async #add(userId: string, roomId: string): Promise<void> {
		const user = await this.#user(userId);
		const membership: MembershipRecord = { roomId, userId, role: 'member', joinedAt: this.#now() };
		const change = (doc: Y.Doc) => writeMember(doc, user, membership);
		await this.#writeHead(roomId, change, (commit) => this.#store.addMember(membership, commit));
		this.#listeners.forEach((listener) => listener.joined(userId, roomId));
	}

	async #end(removal: Removal): Promise<void> {
		const { roomId, userId } = removal;
		const change = (doc: Y.Doc) => writeDeparture(doc, userId, this.#now());
		await this.#writeHead(roomId, change, (commit) => this.#store.removeMember(removal, commit));
		this.#listeners.forEach((listener) => listener.left(userId, roomId));
	}

	/** A change of a room's head, stored together with what it mirrors. */
	#writeHead(roomId: string, change: (doc: Y.Doc) => void, store: (commit: Commit) => Promise<number>): Promise<void> {
		const documents = [{ document: headName(roomId), change }];
		return this.#documents.write(documents, ([commit]) => {
			if (commit === undefined) throw new Error('a write came without its commit');
			return store(commit);
		});
	}

	async #user(userId: string): Promise<UserRecord> {
		const user = await this.#store.findUser(userId);
		if (user === undefined) throw new Error(`no such account: ${userId}`);
		return user;
	}
}
