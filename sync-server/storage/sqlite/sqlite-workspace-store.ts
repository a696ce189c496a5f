import type { Database } from 'better-sqlite3';
import type { AdminStore } from '../admin-store.ts';
import type { WorkspaceStore } from '../workspace-store.ts';
import type { Writes } from './group-commit.ts';
import { ownCopy } from './own-copy.ts';
import { listAllRooms, listAudit, listMembers, storageUse } from './read-admin.ts';
import { lastLogEntry, loggedBy, recordsOf, roomsAfter } from './read-own.ts';
import { findSettings, listErasures } from './read-settings.ts';

export function sqliteWorkspaceStore(reader: Database, writes: Writes): WorkspaceStore {
	return {
		settings: async () => findSettings(reader),
		changeSettings: (change, by, commits) =>
			writes.write({ kind: 'change-settings', change, by, commits: commits.map(ownCopy) }),
		changeWorkspaceRole: (change) => writes.write({ kind: 'change-workspace-role', change }),
		deleteAccount: (deletion) => writes.write({ kind: 'delete-account', deletion }),
		erasures: async () => listErasures(reader),
		finishErasure: (userId) => writes.write({ kind: 'finish-erasure', userId })
	};
}

export function sqliteAdminStore(reader: Database): AdminStore {
	return {
		members: async () => listMembers(reader),
		allRooms: async () => listAllRooms(reader),
		auditEntries: async (filter, limit) => listAudit(reader, filter, limit),
		storageUse: async () => storageUse(reader),
		lastLogEntry: async () => lastLogEntry(reader),
		loggedBy: async (author, after, upTo) => loggedBy(reader, author, after, upTo),
		recordsOf: async (userId) => recordsOf(reader, userId),
		roomsAfter: async (roomId, limit) => roomsAfter(reader, roomId, limit)
	};
}
