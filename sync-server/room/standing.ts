import type { RoomRole } from '../../src/lib/protocol/head.ts';
import type { WorkspaceRole } from '../../src/lib/protocol/workspace.ts';
import { isAdministrator } from '../accounts/rights.ts';
import type { MembershipRecord, RoomRecord } from '../storage/room-store.ts';
import { RefusedError, type Storage } from '../storage/storage.ts';
import { isAtLeast } from './rank.ts';

/** What one account is in a room, looked up once for each command: without it there is no room to misuse. */
export interface Standing {
	room: RoomRecord;
	userId: string;
	workspaceRole: WorkspaceRole;
	/** Undefined where they are not in the room. */
	membership: MembershipRecord | undefined;
	/** What they may do: owners and administrators of the workspace keep order in every public room. */
	role: RoomRole | null;
}

/**
 * Looks up somebody in a room. Throws RefusedError `not-found` alike for a room that does not exist and one that they know
 * nothing of, so that nobody can probe for rooms (N2).
 */
export async function standingOf(store: Storage, roomId: string, userId: string): Promise<Standing> {
	const [room, user] = [await store.findRoom(roomId), await store.findUser(userId)];
	const membership = await store.findMembership(roomId, userId);
	if (room === undefined || room.deletedAt !== null || user === undefined) throw new RefusedError('not-found');
	const { role: workspaceRole } = user;
	// Not direct rooms: their ids are made of the two people's, and would tell who talks to whom.
	const runsAll = isAdministrator(workspaceRole) && room.kind !== 'direct';
	const sees = membership !== undefined || runsAll || (await mayFind(store, room, userId, workspaceRole));
	if (!sees) throw new RefusedError('not-found');
	const isKeeper =
		room.kind === 'public' && isAdministrator(workspaceRole) && !isAtLeast(membership?.role, 'moderator');
	return { room, userId, workspaceRole, membership, role: isKeeper ? 'moderator' : (membership?.role ?? null) };
}

/** The same for commands of members, and of those who keep order in the room. */
export async function insiderOf(store: Storage, roomId: string, userId: string): Promise<Standing> {
	const standing = await standingOf(store, roomId, userId);
	if (standing.role === null) throw new RefusedError('not-found');
	return standing;
}

/** Whether somebody may find the room without being in it. */
async function mayFind(store: Storage, room: RoomRecord, userId: string, role: WorkspaceRole): Promise<boolean> {
	return room.kind === 'public' && role !== 'guest' && !(await store.isBanned(room.id, userId));
}

/** Throws RefusedError `forbidden` unless they have at least this role in the room. */
export function requireRole({ role }: Standing, least: RoomRole): void {
	if (!isAtLeast(role, least)) throw new RefusedError('forbidden');
}

/** Throws RefusedError `room-archived`. */
export function requireInUse({ archivedAt }: RoomRecord): void {
	if (archivedAt !== null) throw new RefusedError('room-archived');
}

/** Throws RefusedError `forbidden` for a direct room: it is the two people's, and nothing about it can be changed. */
export function requireNotDirect({ kind }: RoomRecord): void {
	if (kind === 'direct') throw new RefusedError('forbidden', 'Nothing about a direct room can be changed.');
}

/** What a group leaves to all of its members, and any other room to those who keep order in it. */
export function requireSay(standing: Standing): void {
	requireRole(standing, standing.room.kind === 'group' ? 'member' : 'moderator');
}
