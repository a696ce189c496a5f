import type { Database } from 'better-sqlite3';
import type { PeopleStore } from '../people-store.ts';
import type { Commit } from '../storage.ts';
import type { Writes } from './group-commit.ts';
import { ownCopy } from './own-copy.ts';
import { findAvatar } from './read-avatars.ts';
import * as people from './read-people.ts';
import * as reads from './read-reads.ts';

export function sqlitePeopleStore(reader: Database, writes: Writes): PeopleStore {
	const own = (commits: Commit[]) => commits.map(ownCopy);
	return {
		findProfile: async (userId) => people.findProfile(reader, userId),
		listProfiles: async () => people.listProfiles(reader),
		statusesOverBy: async (now) => people.statusesOverBy(reader, now),
		changeProfile: (userId, change, inHeads, commits) =>
			writes.write({ kind: 'change-profile', userId, change, inHeads, commits: own(commits) }),
		headsToFollow: async () => people.headsToFollow(reader),
		headsFollowed: (userId, mark) => writes.write({ kind: 'heads-followed', userId, mark }),
		companionsOf: async (userId) => people.companionsOf(reader, userId),
		markLastSeen: (userIds, at) => writes.write({ kind: 'mark-last-seen', userIds, at }),
		listContacts: async (userId) => people.listContacts(reader, userId),
		contactsOfDeleted: async () => people.contactsOfDeleted(reader),
		listBlocks: async () => people.listBlocks(reader),
		blocksOfDeleted: async () => people.blocksOfDeleted(reader),
		changeContacts: (write, commits) => writes.write({ kind: 'change-contacts', write, commits: own(commits) }),
		saveAvatar: (avatar) =>
			writes.write({ kind: 'save-avatar', avatar: { ...avatar, data: new Uint8Array(avatar.data) } }),
		findAvatar: async (id) => findAvatar(reader, id),
		deleteUnusedAvatars: (before) => writes.write({ kind: 'delete-unused-avatars', before }),
		findReadMark: async (place) => reads.findReadMark(reader, place),
		lastSequence: async (roomId) => reads.lastSequence(reader, roomId),
		memberCount: async (roomId) => reads.memberCount(reader, roomId),
		writeReadMark: (place, mark, at, commits) =>
			writes.write({ kind: 'write-read-mark', place, mark, at, commits: own(commits) }),
		deleteReadMark: (place, commits) => writes.write({ kind: 'delete-read-mark', place, commits: own(commits) })
	};
}
