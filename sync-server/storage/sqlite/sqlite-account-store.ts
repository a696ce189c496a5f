import type { Database } from 'better-sqlite3';
import type { AccountStore } from '../account-store.ts';
import type { Writes } from './group-commit.ts';
import * as read from './read-accounts.ts';

export function sqliteAccountStore(reader: Database, writes: Writes): AccountStore {
	return {
		createUser: (user, invite) => writes.write({ kind: 'create-user', user, invite }),
		findUser: async (id) => read.findUser(reader, id),
		findUserByEmail: async (email) => read.findUserByEmail(reader, email),
		changePassword: (change) => writes.write({ kind: 'change-password', ...change }),
		changeEmail: (userId, email) => writes.write({ kind: 'change-email', userId, email }),
		createSession: (session) => writes.write({ kind: 'create-session', session }),
		findSession: async (tokenHash) => read.findSession(reader, tokenHash),
		extendSession: (tokenHash, expiresAt) => writes.write({ kind: 'extend-session', tokenHash, expiresAt }),
		touchSession: (tokenHash, usedAt) => writes.write({ kind: 'touch-session', tokenHash, usedAt }),
		deleteSession: (tokenHash) => writes.write({ kind: 'delete-session', tokenHash }),
		listSessions: async (userId) => read.listSessions(reader, userId),
		endSession: (userId, tokenHash) => writes.write({ kind: 'end-session', userId, tokenHash }),
		endOtherSessions: (userId, keep) => writes.write({ kind: 'end-other-sessions', userId, keep }),
		deleteSessionsOf: (userId) => writes.write({ kind: 'delete-sessions-of', userId }),
		deleteSessionsExpiredBy: (now) => writes.write({ kind: 'delete-sessions-expired', by: now })
	};
}
