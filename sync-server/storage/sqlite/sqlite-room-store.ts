import type { Database } from 'better-sqlite3';
import type { RoomStore } from '../storage.ts';
import type { GroupCommit } from './group-commit.ts';
import { ownCopy } from './own-copy.ts';
import * as read from './read-rooms.ts';

export function sqliteRoomStore(reader: Database, writes: GroupCommit): RoomStore {
	return {
		createRoom: (room, creator, commits) =>
			writes.write({ kind: 'create-room', room, creator, commits: commits.map(ownCopy) }),
		findRoom: async (roomId) => read.findRoom(reader, roomId),
		addMember: (membership, commit) => writes.write({ kind: 'add-member', membership, commit: ownCopy(commit) }),
		removeMember: (removal, commit) => writes.write({ kind: 'remove-member', removal, commit: ownCopy(commit) }),
		findMembership: async (roomId, userId) => read.findMembership(reader, roomId, userId),
		isBanned: async (roomId, userId) => read.isBanned(reader, roomId, userId),
		joinedRooms: async (userId) => read.joinedRooms(reader, userId),
		listRooms: async (userId) => read.listRooms(reader, userId),
		rollOver: (roomId, segment, commits) =>
			writes.write({ kind: 'roll-over', roomId, segment, commits: commits.map(ownCopy) }),
		currentSegment: async (roomId) => read.currentSegment(reader, roomId),
		sequencesOf: async (roomId, messageIds) => read.sequencesOf(reader, roomId, messageIds)
	};
}
