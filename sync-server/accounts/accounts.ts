import { Lucia, TimeSpan } from 'lucia';
import { newId } from '../../src/lib/protocol/ids.ts';
import type { SessionView } from '../../src/lib/protocol/rest-accounts.ts';
import type { Account, LoginRequest, RegisterRequest } from '../../src/lib/protocol/rest.ts';
import { RefusedError, type AccountStore, type UserRecord } from '../storage/storage.ts';
import { luciaAdapter, tolerateFullDisk, type SessionFacts } from './lucia-adapter.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import type { SecondFactor } from './second-factor.ts';
import { hashToken, readToken } from './session-token.ts';

const SESSION_COOKIE = 'tidings_session';

/** A session lasts this long after it was last extended, which use in its second half does: a holiday signs nobody out. */
const SESSION_DAYS = 30;

/** How often a session's use is noted, in milliseconds: close enough to tell a stranger's from one's own, and few writes. */
const SESSION_USE_MS = 60 * 60 * 1000;

/** Someone who has shown who they are. */
export interface SignedIn {
	/** The session's name in the store: the hash of its token. */
	sessionId: string;
	userId: string;
	account: Account;
	/** Milliseconds since the Unix epoch. */
	expiresAt: number;
	/** A Set-Cookie value to answer with, when the session is new or was extended just now. */
	cookie?: string;
}

/** Someone who has just made an account. */
export interface Registered extends SignedIn {
	/** The room that their invitation was to; null for none. */
	roomId: string | null;
}

/** No account has this email and password; which of the two is wrong is nobody's business. */
export class WrongCredentialsError extends Error {
	override name = 'WrongCredentialsError';
}

export interface AccountsDeps {
	store: AccountStore;
	secondFactor: SecondFactor;
	/** The browser sends the cookie over TLS only; true wherever the origin is https. */
	secureCookies: boolean;
}

/** Accounts and their sessions: the one place that knows passwords, tokens and Lucia. */
export class Accounts {
	#deps: AccountsDeps;
	#store: AccountStore;
	#lucia: Lucia<SessionFacts, { record: UserRecord }>;
	#endListeners: ((sessionId: string) => void)[] = [];

	constructor(deps: AccountsDeps) {
		this.#deps = deps;
		this.#store = deps.store;
		this.#lucia = new Lucia(luciaAdapter(deps.store), {
			sessionExpiresIn: new TimeSpan(SESSION_DAYS, 'd'),
			sessionCookie: {
				name: SESSION_COOKIE,
				attributes: { secure: deps.secureCookies, sameSite: 'lax', path: '/' }
			},
			getSessionAttributes: (facts) => facts,
			getUserAttributes: ({ record }) => ({ record })
		});
	}

	/**
	 * Creates an account and signs it in on `device`. Throws TakenError, BusyError, StorageUnavailableError, and RefusedError
	 * `registration-closed` or `link-over`.
	 */
	async register({ invite, password, ...person }: RegisterRequest, device = ''): Promise<Registered> {
		const passwordHash = await hashPassword(password);
		const user = { ...person, id: newId(), passwordHash, createdAt: Date.now() };
		const made = await this.#store.createUser(user, invite === undefined ? undefined : hashToken(invite));
		return { ...(await this.#signIn(made.user, device)), roomId: made.roomId };
	}

	/**
	 * Signs in on `device`. Throws {@link WrongCredentialsError}, SecondFactorNeededError, BusyError,
	 * StorageUnavailableError.
	 */
	async logIn({ email, password, code }: LoginRequest, device = ''): Promise<SignedIn> {
		const user = await this.#store.findUserByEmail(email);
		const isRight = await verifyPassword(user?.passwordHash, password);
		if (user === undefined || !isRight) throw new WrongCredentialsError();
		await this.#deps.secondFactor.require(user.id, code);
		return this.#signIn(user, device);
	}

	/**
	 * Ends the session of this Cookie header, if there is one. Returns the Set-Cookie value that makes the browser forget
	 * it. Throws StorageUnavailableError: then the session has not ended.
	 */
	async logOut(cookieHeader: string | undefined): Promise<string> {
		const token = readToken(cookieHeader, SESSION_COOKIE);
		if (token !== undefined) {
			await this.#lucia.invalidateSession(token);
			this.sessionsEnded([hashToken(token)]);
		}
		return this.blankCookie();
	}

	/** A Set-Cookie value that makes the browser forget its session. */
	blankCookie(): string {
		return this.#lucia.createBlankSessionCookie().serialize();
	}

	/** Who sends this Cookie header; undefined for no session or one that is over. */
	async authenticate(cookieHeader: string | undefined): Promise<SignedIn | undefined> {
		const token = readToken(cookieHeader, SESSION_COOKIE);
		if (token === undefined) return undefined;
		const { session, user } = await this.#lucia.validateSession(token);
		if (session === null) return undefined;
		await this.#noteUse(token, session.lastUsedAt);
		const signedIn = describe(token, session.expiresAt, user.record);
		return session.fresh ? { ...signedIn, cookie: this.#cookie(token) } : signedIn;
	}

	/** Throws {@link WrongCredentialsError} unless this is the account's password; BusyError. */
	async requirePassword(userId: string, password: string): Promise<void> {
		const user = await this.#store.findUser(userId);
		if (!(await verifyPassword(user?.passwordHash, password))) throw new WrongCredentialsError();
	}

	/** Sets another password and ends every other session. Throws BusyError, StorageUnavailableError. */
	async changePassword({ userId, sessionId }: SignedIn, password: string): Promise<void> {
		const passwordHash = await hashPassword(password);
		this.sessionsEnded(await this.#store.changePassword({ userId, passwordHash, keep: sessionId }));
	}

	/** The sessions of somebody, this one marked. Those that have run out are not told of. */
	async sessions({ userId, sessionId }: SignedIn): Promise<SessionView[]> {
		const sessions = await this.#store.listSessions(userId);
		return sessions
			.filter(({ expiresAt }) => expiresAt > Date.now())
			.map(({ tokenHash: id, device, createdAt, lastUsedAt }) => {
				return { id, device, createdAt, lastUsedAt, current: id === sessionId };
			});
	}

	/** Ends one of somebody's sessions. Throws RefusedError `not-found` where they have none of that name. */
	async endSession({ userId }: SignedIn, sessionId: string): Promise<void> {
		if (!(await this.#store.endSession(userId, sessionId))) throw new RefusedError('not-found');
		this.sessionsEnded([sessionId]);
	}

	/** Ends all of somebody's sessions but this one. */
	async endOtherSessions({ userId, sessionId }: SignedIn): Promise<void> {
		this.sessionsEnded(await this.#store.endOtherSessions(userId, sessionId));
	}

	/** Tells `listener` the id of every session that ends before its time, so that its sockets can be closed at once (I6). */
	onSessionEnded(listener: (sessionId: string) => void): void {
		this.#endListeners.push(listener);
	}

	/** These sessions have ended in the store. */
	sessionsEnded(sessionIds: string[]): void {
		for (const sessionId of sessionIds) this.#endListeners.forEach((listener) => listener(sessionId));
	}

	/** Forgets sessions that have run out; they were worth nothing already. */
	deleteExpiredSessions(): Promise<void> {
		return this.#lucia.deleteExpiredSessions();
	}

	async #signIn(user: UserRecord, device: string): Promise<SignedIn> {
		const now = Date.now();
		const facts = { createdAt: now, lastUsedAt: now, device };
		const { id: token, expiresAt } = await this.#lucia.createSession(user.id, facts);
		return { ...describe(token, expiresAt, user), cookie: this.#cookie(token) };
	}

	async #noteUse(token: string, lastUsedAt: number): Promise<void> {
		const now = Date.now();
		if (now - lastUsedAt < SESSION_USE_MS) return;
		await this.#store.touchSession(hashToken(token), now).catch(tolerateFullDisk);
	}

	#cookie(token: string): string {
		return this.#lucia.createSessionCookie(token).serialize();
	}
}

function describe(token: string, expiresAt: Date, user: UserRecord): SignedIn {
	const { id, email, username, displayName, role } = user;
	return {
		sessionId: hashToken(token),
		userId: id,
		account: { id, email, username, displayName, role },
		expiresAt: expiresAt.getTime()
	};
}
