import type { Database } from 'better-sqlite3';
import type { RoomStore } from '../room-store.ts';
import type { Writes } from './group-commit.ts';
import { ownCopy } from './own-copy.ts';
import * as lists from './read-room-lists.ts';
import * as read from './read-rooms.ts';
import { writingRules } from './read-writing-rules.ts';

export function sqliteRoomStore(reader: Database, writes: Writes): RoomStore {
	return {
		createRoom: (room, members, commits) =>
			writes.write({ kind: 'create-room', room, members, commits: commits.map(ownCopy) }),
		findRoom: async (roomId) => read.findRoom(reader, roomId),
		changeRoom: (change, commit) => writes.write({ kind: 'change-room', change, commit: ownCopy(commit) }),
		deleteRoom: (act, commit) => writes.write({ kind: 'delete-room', act, commit: ownCopy(commit) }),
		addMember: (membership, commit, by) =>
			writes.write({ kind: 'add-member', membership, commit: ownCopy(commit), by }),
		changeMember: (change, commit) => writes.write({ kind: 'change-member', change, commit: ownCopy(commit) }),
		removeMember: (removal, commit) => writes.write({ kind: 'remove-member', removal, commit: ownCopy(commit) }),
		unban: (ban) => writes.write({ kind: 'unban', ...ban }),
		listBans: async (roomId) => read.listBans(reader, roomId),
		findMembership: async (roomId, userId) => read.findMembership(reader, roomId, userId),
		isBanned: async (roomId, userId) => read.isBanned(reader, roomId, userId),
		joinedRooms: async (userId) => read.joinedRooms(reader, userId),
		shareRoom: async (one, other) => read.shareRoom(reader, one, other),
		findUserIdByUsername: async (username) => read.findUserIdByUsername(reader, username),
		listMembers: async (roomId) => lists.listMembers(reader, roomId),
		listRooms: async (userId) => lists.listRooms(reader, userId),
		summaryOf: async (roomId, userId) => lists.summaryOf(reader, roomId, userId),
		writingRules: async (roomId) => writingRules(reader, roomId),
		findMessage: async (roomId, messageId) => read.findMessage(reader, roomId, messageId),
		versionsOf: async (roomId, messageId, limit) => read.versionsOf(reader, roomId, messageId, limit),
		rollOver: (roomId, segment, commits) =>
			writes.write({ kind: 'roll-over', roomId, segment, commits: commits.map(ownCopy) }),
		currentSegment: async (roomId) => read.currentSegment(reader, roomId),
		sequencesOf: async (roomId, messageIds) => read.sequencesOf(reader, roomId, messageIds)
	};
}
