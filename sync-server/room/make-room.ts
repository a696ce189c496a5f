import type * as Y from 'yjs';
import { HEAD_ROOTS } from '../../src/lib/protocol/head.ts';
import type { MembershipRecord, RoomRecord } from '../storage/room-store.ts';
import { RefusedError, VersionConflictError } from '../storage/storage.ts';
import { writeMember, writeMeta } from './head-document.ts';
import type { RoomDesk } from './room-desk.ts';

/** A room that is to be made: who is in it from the start, and as what. */
export interface NewRoom extends Pick<RoomRecord, 'id' | 'title' | 'kind' | 'topic' | 'createdBy'> {
	members: Pick<MembershipRecord, 'userId' | 'role'>[];
}

/**
 * Makes a room with its head, and tells everyone in it. Within the room's turn. Throws RefusedError `not-found` where one of
 * them is nobody, and VersionConflictError where another process has just made it.
 */
export async function makeRoom(desk: RoomDesk, { members: people, ...rest }: NewRoom): Promise<void> {
	const off = { avatar: null, announcements: false, slowSeconds: 0, archivedAt: null, deletedAt: null };
	const room: RoomRecord = { ...rest, ...off, createdAt: desk.now() };
	const members = await Promise.all(
		people.map(({ userId, role }) => desk.profileOf({ ...desk.newMembership(room.id, userId), role }))
	);
	const memberships = members.map(({ membership }) => membership);
	const change = (doc: Y.Doc) => {
		if (doc.getMap(HEAD_ROOTS.meta).size > 0) throw new VersionConflictError(`${room.id} has been made`);
		writeMeta(doc, room);
		members.forEach((member) => writeMember(doc, member));
	};
	const written = desk.writeHead(room.id, change, (commit) => desk.store.createRoom(room, memberships, [commit]));
	await desk.unlessStored(written, async () => (await desk.store.findRoom(room.id))?.createdAt === room.createdAt);
	memberships.forEach(({ userId }) => desk.tellJoined(userId, room.id));
}

/**
 * A room's id names the pair of a direct room in its version (RFC 9562 §5.8): whoever made another room under it would own
 * the place where the two will talk. Throws RefusedError `forbidden`.
 */
export function requireOwnId(id: string): void {
	if (id[14] !== '7') throw new RefusedError('forbidden', 'This id is not to be had.');
}

/**
 * A room is made once: the same id again is the same room for its maker, as long as they are in it. For anybody else there is
 * no telling what is under it.
 */
export async function requireOwnCreation(desk: RoomDesk, room: RoomRecord, userId: string): Promise<void> {
	const membership = await desk.store.findMembership(room.id, userId);
	if (room.createdBy !== userId || membership === undefined) {
		throw new RefusedError('forbidden', 'This id is not to be had.');
	}
}

/** Somebody may not be drawn into a room by those whom they have blocked, nor the other way round. */
export async function requireAddable(desk: RoomDesk, by: string, userId: string): Promise<void> {
	if ((await desk.store.findUser(userId)) === undefined) throw new RefusedError('not-found', 'No such person.');
	if (desk.isBlocked(by, userId)) throw new RefusedError('blocked');
}

/** Whether somebody may begin to talk to somebody: a guest only to those whom they see. */
export async function requireReachable(desk: RoomDesk, userId: string, otherId: string): Promise<void> {
	if (userId === otherId) return;
	const isGuest = (await desk.store.findUser(userId))?.role === 'guest';
	if (isGuest && !(await desk.store.shareRoom(userId, otherId))) throw new RefusedError('not-found', 'No such person.');
	await requireAddable(desk, userId, otherId);
}
