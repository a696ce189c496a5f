import {
	VersionConflictError,
	type Commit,
	type MembershipRecord,
	type Removal,
	type RoomRecord,
	type RoomStore,
	type UserRecord
} from '../storage.ts';
import type { MemoryDocuments } from './memory-documents.ts';
import type { MemoryRooms } from './memory-rooms.ts';
import { copy, requireUser } from './records.ts';

interface Tables {
	users: Map<string, UserRecord>;
	rooms: MemoryRooms;
	documents: MemoryDocuments;
}

/** The rooms as the store's callers see them. Everything that can refuse a change comes before the first trace of it. */
export function memoryRoomStore(tables: Tables): RoomStore {
	const { rooms, documents } = tables;
	return {
		createRoom: async (room, creator, commits) => createRoom(tables, room, creator, commits),
		findRoom: async (roomId) => copy(rooms.get(roomId)?.record),
		addMember: async (membership, commit) => addMember(tables, membership, commit),
		removeMember: async (removal, commit) => removeMember(tables, removal, commit),
		findMembership: async (roomId, userId) => copy(rooms.get(roomId)?.members.get(userId)),
		isBanned: async (roomId, userId) => rooms.get(roomId)?.banned.has(userId) ?? false,
		joinedRooms: async (userId) => rooms.joined(userId),
		listRooms: async (userId) => rooms.list(userId),
		rollOver: async (roomId, segment, commits) => rollOver(tables, roomId, segment, commits),
		currentSegment: async (roomId) => rooms.get(roomId)?.segment ?? 0,
		sequencesOf: async (roomId, messageIds) => documents.sequencesOf(roomId, messageIds)
	};
}

function createRoom(
	{ users, rooms, documents }: Tables,
	room: RoomRecord,
	creator: MembershipRecord,
	commits: Commit[]
): number {
	if (rooms.get(room.id) !== undefined) throw new Error('the room exists');
	requireUser(users, room.createdBy);
	requireUser(users, creator.userId);
	const version = documents.append(commits);
	rooms.add(room, creator);
	return version;
}

function addMember({ users, rooms, documents }: Tables, membership: MembershipRecord, commit: Commit): number {
	requireUser(users, membership.userId);
	const room = rooms.get(membership.roomId);
	if (room === undefined) throw new Error('no such room');
	const version = documents.append([commit]);
	if (!room.members.has(membership.userId)) room.members.set(membership.userId, { ...membership });
	return version;
}

function removeMember({ users, rooms, documents }: Tables, { roomId, userId, ban }: Removal, commit: Commit): number {
	const room = rooms.get(roomId);
	if (ban) requireUser(users, userId);
	if (ban && room === undefined) throw new Error('no such room');
	const version = documents.append([commit]);
	room?.members.delete(userId);
	if (ban) room?.banned.add(userId);
	return version;
}

function rollOver({ rooms, documents }: Tables, roomId: string, segment: number, commits: Commit[]): number {
	const room = rooms.get(roomId);
	if (room?.segment !== segment - 1) throw new VersionConflictError(`${roomId} is not at segment ${segment - 1}`);
	const version = documents.append(commits);
	room.segment = segment;
	return version;
}
