import type { RoomKind, RoomRole } from '../../../src/lib/protocol/head.ts';
import type { MembershipRecord, RoomRecord } from '../room-store.ts';
import type { Commit, LoggedMessage, Removal, UserRecord } from '../storage.ts';

/** The records of the contract's stories. Anna and Boris have accounts; whoever else a story needs registers in it. */

export function person(name: string): Omit<UserRecord, 'role'> {
	return {
		id: `id-${name.toLowerCase()}`,
		email: `${name}@example.org`,
		username: name,
		displayName: name,
		passwordHash: 'hash',
		createdAt: 1
	};
}

/** A commit made from version `base`; its one byte is told apart by `more.update` where that matters. */
export function commit(document: string, base: number, more: Partial<Commit> = {}): Commit {
	return { document, base, update: Uint8Array.of(1), claims: [], messages: [], ...more };
}

export function bytes(...values: number[]): { update: Uint8Array } {
	return { update: Uint8Array.from(values) };
}

export function claims(owner: string, ...clientIds: number[]): Pick<Commit, 'claims'> {
	return { claims: clientIds.map((clientId) => ({ clientId, owner })) };
}

export function message(id: string, seq: number, roomId = 'r'): LoggedMessage {
	return { id, roomId, seq, author: 'id-anna', value: '{}', receivedAt: 1 };
}

export function room(id: string, title = id, kind: RoomKind = 'public'): RoomRecord {
	const off = { topic: '', avatar: null, announcements: false, slowSeconds: 0, archivedAt: null, deletedAt: null };
	return { id, title, kind, createdBy: 'id-anna', createdAt: 5, ...off };
}

export function membership(roomId: string, userId: string, role: RoomRole = 'member'): MembershipRecord {
	return { roomId, userId, role, joinedAt: 6, mutedUntil: null };
}

export function leaving(roomId: string, userId: string): Removal {
	return { roomId, userId, by: userId, ban: false };
}

export function banning(roomId: string, userId: string): Removal {
	return { roomId, userId, by: 'id-anna', ban: true };
}
