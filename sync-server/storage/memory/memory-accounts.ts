import { foldCase } from '../fold-case.ts';
import { TakenError, type AccountStore, type SessionRecord, type UserRecord } from '../storage.ts';
import { copy, requireUser } from './records.ts';

/** The accounts and sessions of the memory store. `users` is shared with its rooms, whose members must exist. */
export function memoryAccounts(users: Map<string, UserRecord>): AccountStore {
	const sessions = new Map<string, SessionRecord>();
	const deleteSessions = (isOver: (session: SessionRecord) => boolean) =>
		[...sessions.values()].filter(isOver).forEach(({ tokenHash }) => sessions.delete(tokenHash));
	return {
		createUser: async (user) => createUser(users, user),
		findUser: async (id) => copy(users.get(id)),
		findUserByEmail: async (email) => copy([...users.values()].find((user) => isSame(user.email, email))),

		async createSession(session) {
			requireUser(users, session.userId);
			if (sessions.has(session.tokenHash)) throw new Error('the session exists');
			sessions.set(session.tokenHash, { ...session });
		},

		async findSession(tokenHash) {
			const session = sessions.get(tokenHash);
			const user = session && users.get(session.userId);
			return session && user && { session: { ...session }, user: { ...user } };
		},

		async extendSession(tokenHash, expiresAt) {
			const session = sessions.get(tokenHash);
			if (session !== undefined) session.expiresAt = expiresAt;
		},

		async listSessions(userId) {
			const own = [...sessions.values()].filter((session) => session.userId === userId);
			own.sort((a, b) => a.expiresAt - b.expiresAt || (a.tokenHash < b.tokenHash ? -1 : 1));
			return own.map((session) => ({ ...session }));
		},

		deleteSession: async (tokenHash) => deleteSessions((session) => session.tokenHash === tokenHash),
		deleteSessionsOf: async (userId) => deleteSessions((session) => session.userId === userId),
		deleteSessionsExpiredBy: async (now) => deleteSessions((session) => session.expiresAt <= now)
	};
}

function createUser(users: Map<string, UserRecord>, user: Omit<UserRecord, 'role'>): UserRecord {
	for (const field of ['email', 'username'] as const) {
		if ([...users.values()].some((other) => isSame(other[field], user[field]))) throw new TakenError(field);
	}
	const created: UserRecord = { ...user, role: users.size === 0 ? 'owner' : 'member' };
	users.set(user.id, created);
	return { ...created };
}

function isSame(a: string, b: string): boolean {
	return foldCase(a) === foldCase(b);
}
