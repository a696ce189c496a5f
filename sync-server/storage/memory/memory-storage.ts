import type { RoomSummary } from '../../../src/lib/protocol/rest.ts';
import { foldCase } from '../fold-case.ts';
import { byTitle } from '../room-order.ts';
import {
	TakenError,
	type Commit,
	type MembershipRecord,
	type RoomRecord,
	type SessionRecord,
	type Storage,
	type StoredDocument,
	type UserRecord
} from '../storage.ts';
import { MemoryDocuments } from './memory-documents.ts';

/** A store that keeps everything in this process, for tests. It promises what {@link Storage} does, but for the disk. */
export function createMemoryStorage(): Storage {
	return new MemoryStorage();
}

class MemoryStorage implements Storage {
	#users = new Map<string, UserRecord>();
	#sessions = new Map<string, SessionRecord>();
	#rooms = new Map<string, RoomRecord>();
	/** Room id → user id → membership. */
	#members = new Map<string, Map<string, MembershipRecord>>();
	#documents = new MemoryDocuments();

	async createUser(user: Omit<UserRecord, 'role'>): Promise<UserRecord> {
		const taken = (field: 'email' | 'username') =>
			[...this.#users.values()].some((other) => foldCase(other[field]) === foldCase(user[field]));
		if (taken('email')) throw new TakenError('email');
		if (taken('username')) throw new TakenError('username');
		const created: UserRecord = { ...user, role: this.#users.size === 0 ? 'owner' : 'member' };
		this.#users.set(user.id, created);
		return { ...created };
	}

	async findUser(id: string): Promise<UserRecord | undefined> {
		return copy(this.#users.get(id));
	}

	async findUserByEmail(email: string): Promise<UserRecord | undefined> {
		return copy([...this.#users.values()].find((user) => foldCase(user.email) === foldCase(email)));
	}

	async createSession(session: SessionRecord): Promise<void> {
		this.#requireUser(session.userId);
		if (this.#sessions.has(session.tokenHash)) throw new Error('the session exists');
		this.#sessions.set(session.tokenHash, { ...session });
	}

	async findSession(tokenHash: string): Promise<{ session: SessionRecord; user: UserRecord } | undefined> {
		const session = this.#sessions.get(tokenHash);
		const user = session && this.#users.get(session.userId);
		return session && user && { session: { ...session }, user: { ...user } };
	}

	async extendSession(tokenHash: string, expiresAt: number): Promise<void> {
		const session = this.#sessions.get(tokenHash);
		if (session !== undefined) session.expiresAt = expiresAt;
	}

	async deleteSession(tokenHash: string): Promise<void> {
		this.#sessions.delete(tokenHash);
	}

	async listSessions(userId: string): Promise<SessionRecord[]> {
		const own = [...this.#sessions.values()].filter((session) => session.userId === userId);
		own.sort((a, b) => a.expiresAt - b.expiresAt || (a.tokenHash < b.tokenHash ? -1 : 1));
		return own.map((session) => ({ ...session }));
	}

	async deleteSessionsOf(userId: string): Promise<void> {
		this.#deleteSessions((session) => session.userId === userId);
	}

	async deleteSessionsExpiredBy(now: number): Promise<void> {
		this.#deleteSessions((session) => session.expiresAt <= now);
	}

	async createRoom(room: RoomRecord, creator: MembershipRecord, commits: Commit[]): Promise<void> {
		if (this.#rooms.has(room.id)) throw new Error('the room exists');
		this.#requireUser(room.createdBy);
		this.#requireUser(creator.userId);
		this.#documents.append(commits);
		this.#rooms.set(room.id, { ...room });
		this.#members.set(room.id, new Map([[creator.userId, { ...creator }]]));
	}

	async findRoom(roomId: string): Promise<RoomRecord | undefined> {
		return copy(this.#rooms.get(roomId));
	}

	async addMember(membership: MembershipRecord, commit: Commit): Promise<void> {
		this.#requireUser(membership.userId);
		const members = this.#members.get(membership.roomId);
		if (members === undefined) throw new Error('no such room');
		this.#documents.append([commit]);
		if (!members.has(membership.userId)) members.set(membership.userId, { ...membership });
	}

	async removeMember(roomId: string, userId: string, commit: Commit): Promise<void> {
		this.#documents.append([commit]);
		this.#members.get(roomId)?.delete(userId);
	}

	async findMembership(roomId: string, userId: string): Promise<MembershipRecord | undefined> {
		return copy(this.#members.get(roomId)?.get(userId));
	}

	async joinedRooms(userId: string): Promise<string[]> {
		return [...this.#rooms.keys()].filter((roomId) => this.#members.get(roomId)?.has(userId)).sort();
	}

	async listRooms(userId: string): Promise<RoomSummary[]> {
		const summaries = [...this.#rooms.values()].map(({ id, title, kind, createdAt }): RoomSummary => {
			const members = this.#members.get(id);
			return { id, title, kind, createdAt, memberCount: members?.size ?? 0, role: members?.get(userId)?.role ?? null };
		});
		return summaries.filter(({ kind, role }) => kind === 'public' || role !== null).sort(byTitle);
	}

	async loadDocument(document: string): Promise<StoredDocument> {
		return this.#documents.load(document);
	}

	async documentVersions(documents: string[]): Promise<number[]> {
		return documents.map((document) => this.#documents.version(document));
	}

	async appendCommit(commit: Commit): Promise<void> {
		this.#documents.append([commit]);
	}

	isWritable(): boolean {
		return true;
	}

	async probe(): Promise<void> {}

	async close(): Promise<void> {}

	#requireUser(userId: string): void {
		if (!this.#users.has(userId)) throw new Error('no such user');
	}

	#deleteSessions(isOver: (session: SessionRecord) => boolean): void {
		for (const [tokenHash, session] of this.#sessions) {
			if (isOver(session)) this.#sessions.delete(tokenHash);
		}
	}
}

function copy<T extends object>(record: T | undefined): T | undefined {
	return record && { ...record };
}
