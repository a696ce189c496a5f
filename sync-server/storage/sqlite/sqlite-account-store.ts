import type { Database } from 'better-sqlite3';
import type { AccountStore } from '../storage.ts';
import type { GroupCommit } from './group-commit.ts';
import * as read from './read-accounts.ts';

export function sqliteAccountStore(reader: Database, writes: GroupCommit): AccountStore {
	return {
		createUser: (user) => writes.write({ kind: 'create-user', user }),
		findUser: async (id) => read.findUser(reader, id),
		findUserByEmail: async (email) => read.findUserByEmail(reader, email),
		createSession: (session) => writes.write({ kind: 'create-session', session }),
		findSession: async (tokenHash) => read.findSession(reader, tokenHash),
		extendSession: (tokenHash, expiresAt) => writes.write({ kind: 'extend-session', tokenHash, expiresAt }),
		deleteSession: (tokenHash) => writes.write({ kind: 'delete-session', tokenHash }),
		listSessions: async (userId) => read.listSessions(reader, userId),
		deleteSessionsOf: (userId) => writes.write({ kind: 'delete-sessions-of', userId }),
		deleteSessionsExpiredBy: (now) => writes.write({ kind: 'delete-sessions-expired', by: now })
	};
}
