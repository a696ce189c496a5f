import type { WorkspaceRole } from '../../src/lib/protocol/workspace.ts';

/** A person's account. `passwordHash` is an argon2id string in PHC format. */
export interface UserRecord {
	id: string;
	email: string;
	username: string;
	displayName: string;
	passwordHash: string;
	role: WorkspaceRole;
	/** Milliseconds since the Unix epoch, like every time here. */
	createdAt: number;
}

/** An account that is to be made; what it may do is decided where it is. */
export type NewUser = Omit<UserRecord, 'role'>;

/** An account that was made. */
export interface NewAccount {
	user: UserRecord;
	/** The room that the invitation was to; null for none. */
	roomId: string | null;
}

/** A signed-in browser. Holds a hash of the cookie's token, so that a copied database signs nobody in. */
export interface SessionRecord {
	tokenHash: string;
	userId: string;
	expiresAt: number;
	createdAt: number;
	/** As of the last hour or so. */
	lastUsedAt: number;
	/** Browser and system, such as `Firefox on Linux`. */
	device: string;
}

/** The email or username belongs to another account already. */
export class TakenError extends Error {
	override name = 'TakenError';
	readonly field: 'email' | 'username';
	constructor(field: 'email' | 'username') {
		super(`${field} is taken`);
		this.field = field;
	}
}

/** Accounts and their sessions. A deleted account is found by nothing here. */
export interface AccountStore {
	/**
	 * Creates an account, and uses an invitation with it, which is known by the hash of its token. The first account of a
	 * workspace becomes its owner, whatever the settings. Throws {@link TakenError}, comparing without case, and RefusedError `registration-closed` or `link-over`.
	 */
	createUser(user: NewUser, invite?: string): Promise<NewAccount>;
	findUser(id: string): Promise<UserRecord | undefined>;
	/** Compares without case. */
	findUserByEmail(email: string): Promise<UserRecord | undefined>;
	/** Replaces the password; ends every session but `keep`, and answers which. Links that would set another are over. */
	changePassword(change: { userId: string; passwordHash: string; keep: string }): Promise<string[]>;
	/** Throws {@link TakenError}. */
	changeEmail(userId: string, email: string): Promise<void>;
	createSession(session: SessionRecord): Promise<void>;
	findSession(tokenHash: string): Promise<{ session: SessionRecord; user: UserRecord } | undefined>;
	extendSession(tokenHash: string, expiresAt: number): Promise<void>;
	/** Notes that the session was used. */
	touchSession(tokenHash: string, usedAt: number): Promise<void>;
	deleteSession(tokenHash: string): Promise<void>;
	/** The account's sessions, the one that was used last first. */
	listSessions(userId: string): Promise<SessionRecord[]>;
	/** Ends a session of this account; false where it has none of this name. */
	endSession(userId: string, tokenHash: string): Promise<boolean>;
	/** Ends every session of the account but `keep`, and answers which. */
	endOtherSessions(userId: string, keep: string): Promise<string[]>;
	deleteSessionsOf(userId: string): Promise<void>;
	deleteSessionsExpiredBy(now: number): Promise<void>;
}
