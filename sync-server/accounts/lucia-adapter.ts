import type { Adapter, DatabaseSession, DatabaseUser, Lucia } from 'lucia';
import { StorageUnavailableError, type AccountStore, type SessionRecord, type UserRecord } from '../storage/storage.ts';
import { hashToken } from './session-token.ts';

/** What Lucia keeps for us with a session. */
export type SessionFacts = Pick<SessionRecord, 'createdAt' | 'lastUsedAt' | 'device'>;

declare module 'lucia' {
	interface Register {
		Lucia: Lucia<SessionFacts, { record: UserRecord }>;
		DatabaseSessionAttributes: SessionFacts;
		DatabaseUserAttributes: { record: UserRecord };
	}
}

/** Lucia's view of our store. To Lucia a session's id is its token; the store only ever sees the token's hash. */
export function luciaAdapter(store: AccountStore): Adapter {
	return {
		async getSessionAndUser(token): Promise<[DatabaseSession | null, DatabaseUser | null]> {
			const found = await store.findSession(hashToken(token));
			if (found === undefined) return [null, null];
			return [toLucia(found.session, token), { id: found.user.id, attributes: { record: found.user } }];
		},
		async getUserSessions(userId): Promise<DatabaseSession[]> {
			const sessions = await store.listSessions(userId);
			return sessions.map((session) => toLucia(session, session.tokenHash));
		},
		setSession({ id: token, userId, expiresAt, attributes }): Promise<void> {
			return store.createSession({
				tokenHash: hashToken(token),
				userId,
				expiresAt: expiresAt.getTime(),
				...attributes
			});
		},
		updateSessionExpiration(token, expiresAt): Promise<void> {
			return store.extendSession(hashToken(token), expiresAt.getTime()).catch(tolerateFullDisk);
		},
		deleteSession(token): Promise<void> {
			return store.deleteSession(hashToken(token));
		},
		deleteUserSessions(userId): Promise<void> {
			return store.deleteSessionsOf(userId);
		},
		deleteExpiredSessions(): Promise<void> {
			return store.deleteSessionsExpiredBy(Date.now());
		}
	};
}

function toLucia({ userId, expiresAt, createdAt, lastUsedAt, device }: SessionRecord, id: string): DatabaseSession {
	return { id, userId, expiresAt: new Date(expiresAt), attributes: { createdAt, lastUsedAt, device } };
}

/** A full disk must not keep people from reading: what is noted of a session can be noted another time. */
export function tolerateFullDisk(error: unknown): void {
	if (!(error instanceof StorageUnavailableError)) throw error;
}
