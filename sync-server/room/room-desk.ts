import type * as Y from 'yjs';
import { headName } from '../../src/lib/protocol/document-name.ts';
import { GROUP_MEMBERS_MAX, ROOM_MEMBERS_MAX } from '../../src/lib/protocol/limits.ts';
import type { MembershipRecord, RoomRecord } from '../storage/room-store.ts';
import { RefusedError, VersionConflictError, type Commit, type Storage } from '../storage/storage.ts';
import type { Documents } from './documents.ts';
import { writeMember, type MemberProfile } from './head-document.ts';
import { Turns } from './turns.ts';

/** Told, once it is durable, that an account has gained or lost a room, so that its open sockets follow at once (I6). */
export interface MembershipListener {
	joined(userId: string, roomId: string): void;
	left(userId: string, roomId: string): void;
}

/** How often a command is decided anew because another process wrote in between. */
const ATTEMPTS = 5;

/**
 * What the commands on rooms have in common: those on one room come one after the other, and each changes SQLite and the
 * room's head in one transaction.
 */
export class RoomDesk {
	readonly store: Storage;
	readonly documents: Documents;
	readonly now: () => number;
	#turns = new Map<string, Turns>();
	#listeners: MembershipListener[] = [];

	constructor(store: Storage, documents: Documents, now: () => number) {
		this.store = store;
		this.documents = documents;
		this.now = now;
	}

	/** Whether either of the two has blocked the other. */
	isBlocked(one: string, other: string): boolean {
		return this.documents.policies.blocks.isBlocked(one, other);
	}

	onMembership(listener: MembershipListener): void {
		this.#listeners.push(listener);
	}

	/**
	 * Decides and carries out one command on a room while no other one on it is under way. The head is loaded first: if
	 * another process writes after that, the command's own commit is refused, and all is looked at again.
	 */
	inTurn<T>(roomId: string, command: () => Promise<T>): Promise<T> {
		const turns = this.#turns.get(roomId) ?? new Turns();
		this.#turns.set(roomId, turns);
		return turns
			.take(() => this.#attempt(roomId, command))
			.finally(() => {
				if (turns.idle) this.#turns.delete(roomId);
			});
	}

	/**
	 * Throws RefusedError `not-found` for an id under which there never was a room: what somebody has made up is to cost a look
	 * into the store, and no turn and no document.
	 */
	async requireRoom(roomId: string): Promise<void> {
		if ((await this.store.findRoom(roomId)) === undefined) throw new RefusedError('not-found');
	}

	/** A change of a room's head, stored together with what it mirrors; from then on its policy is the new one. */
	async writeHead(
		roomId: string,
		change: (doc: Y.Doc) => void,
		store: (commit: Commit) => Promise<number>
	): Promise<void> {
		const documents = [{ document: headName(roomId), change }];
		try {
			await this.documents.write(documents, ([commit]) => {
				if (commit === undefined) throw new Error('a write came without its commit');
				return store(commit);
			});
		} finally {
			// Also where it failed: a commit that was reported as failed may be on the disk all the same (T4).
			this.documents.policies.changed(roomId);
		}
	}

	/**
	 * Carries out a change of memberships. One that was reported as failed may be on the disk all the same (T4), and open sockets
	 * must follow it then as well: somebody who was removed went on reading until their socket closed, and removing them again
	 * found no member (I6).
	 */
	async unlessStored(written: Promise<void>, isStored: () => Promise<boolean>): Promise<void> {
		try {
			await written;
		} catch (error) {
			if (!(await isStored())) throw error;
		}
	}

	/** Adds somebody and tells them. `by`: who adds them, where it is not they themselves. */
	async add(room: RoomRecord, userId: string, by?: string): Promise<void> {
		const member = await this.profileOf(this.newMembership(room.id, userId));
		const write = (commit: Commit) => this.store.addMember(member.membership, commit, by);
		const written = this.writeHead(room.id, (doc) => writeMember(doc, member), write);
		await this.unlessStored(written, async () => (await this.store.findMembership(room.id, userId)) !== undefined);
		this.tellJoined(userId, room.id);
	}

	newMembership(roomId: string, userId: string): MembershipRecord {
		return { roomId, userId, role: 'member', joinedAt: this.now(), mutedUntil: null };
	}

	/** A membership with its person. Throws RefusedError `not-found` where there is none. */
	async profileOf(membership: MembershipRecord): Promise<MemberProfile> {
		const profile = await this.store.findProfile(membership.userId);
		if (profile === undefined || profile.deleted) throw new RefusedError('not-found');
		return { profile, membership };
	}

	/** Throws RefusedError `too-many` where the room takes nobody more. */
	async requirePlace({ id, kind }: RoomRecord): Promise<void> {
		const most = kind === 'group' ? GROUP_MEMBERS_MAX : ROOM_MEMBERS_MAX;
		if ((await this.store.memberCount(id)) >= most) throw new RefusedError('too-many');
	}

	tellJoined(userId: string, roomId: string): void {
		this.#listeners.forEach((listener) => listener.joined(userId, roomId));
	}

	tellLeft(userId: string, roomId: string): void {
		this.#listeners.forEach((listener) => listener.left(userId, roomId));
	}

	async #attempt<T>(roomId: string, command: () => Promise<T>): Promise<T> {
		for (let attempt = 1; ; attempt++) {
			await this.documents.read(headName(roomId), () => undefined);
			try {
				return await command();
			} catch (error) {
				if (!(error instanceof VersionConflictError) || attempt === ATTEMPTS) throw error;
			}
		}
	}
}
