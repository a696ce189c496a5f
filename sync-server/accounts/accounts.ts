import { Lucia, TimeSpan } from 'lucia';
import { newId } from '../../src/lib/protocol/ids.ts';
import type { Account, LoginRequest, RegisterRequest } from '../../src/lib/protocol/rest.ts';
import type { AccountStore, UserRecord } from '../storage/storage.ts';
import { luciaAdapter } from './lucia-adapter.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { hashToken, readToken } from './session-token.ts';

const SESSION_COOKIE = 'tidings_session';

/** A session lasts this long after it was last extended, which use in its second half does: a holiday signs nobody out. */
const SESSION_DAYS = 30;

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

/** No account has this email and password; which of the two is wrong is nobody's business. */
export class WrongCredentialsError extends Error {
	override name = 'WrongCredentialsError';
}

/** Accounts and their sessions: the one place that knows passwords, tokens and Lucia. */
export class Accounts {
	#store: AccountStore;
	#lucia: Lucia<Record<never, never>, { record: UserRecord }>;
	#endListeners: ((sessionId: string) => void)[] = [];

	/** `secureCookies`: the browser sends the cookie over TLS only; true wherever the origin is https. */
	constructor(store: AccountStore, { secureCookies }: { secureCookies: boolean }) {
		this.#store = store;
		this.#lucia = new Lucia(luciaAdapter(store), {
			sessionExpiresIn: new TimeSpan(SESSION_DAYS, 'd'),
			sessionCookie: {
				name: SESSION_COOKIE,
				attributes: { secure: secureCookies, sameSite: 'lax', path: '/' }
			},
			getUserAttributes: ({ record }) => ({ record })
		});
	}

	/** Creates an account and signs it in. Throws TakenError, BusyError, StorageUnavailableError. */
	async register({ email, username, displayName, password }: RegisterRequest): Promise<SignedIn> {
		const passwordHash = await hashPassword(password);
		const user = { id: newId(), email, username, displayName, passwordHash, createdAt: Date.now() };
		return this.#signIn(await this.#store.createUser(user));
	}

	/** Signs in. Throws {@link WrongCredentialsError}, BusyError, StorageUnavailableError. */
	async logIn({ email, password }: LoginRequest): Promise<SignedIn> {
		const user = await this.#store.findUserByEmail(email);
		const isRight = await verifyPassword(user?.passwordHash, password);
		if (user === undefined || !isRight) throw new WrongCredentialsError();
		return this.#signIn(user);
	}

	/**
	 * Ends the session of this Cookie header, if there is one. Returns the Set-Cookie value that makes the browser forget
	 * it. Throws StorageUnavailableError: then the session has not ended.
	 */
	async logOut(cookieHeader: string | undefined): Promise<string> {
		const token = readToken(cookieHeader, SESSION_COOKIE);
		if (token !== undefined) {
			await this.#lucia.invalidateSession(token);
			this.#endListeners.forEach((listener) => listener(hashToken(token)));
		}
		return this.#lucia.createBlankSessionCookie().serialize();
	}

	/** Who sends this Cookie header; undefined for no session or one that is over. */
	async authenticate(cookieHeader: string | undefined): Promise<SignedIn | undefined> {
		const token = readToken(cookieHeader, SESSION_COOKIE);
		if (token === undefined) return undefined;
		const { session, user } = await this.#lucia.validateSession(token);
		if (session === null) return undefined;
		const signedIn = describe(token, session.expiresAt, user.record);
		return session.fresh ? { ...signedIn, cookie: this.#cookie(token) } : signedIn;
	}

	/** Tells `listener` the id of every session that is signed out, so that its sockets can be closed at once (I6). */
	onSessionEnded(listener: (sessionId: string) => void): void {
		this.#endListeners.push(listener);
	}

	/** Forgets sessions that have run out; they were worth nothing already. */
	deleteExpiredSessions(): Promise<void> {
		return this.#lucia.deleteExpiredSessions();
	}

	async #signIn(user: UserRecord): Promise<SignedIn> {
		const { id: token, expiresAt } = await this.#lucia.createSession(user.id, {});
		return { ...describe(token, expiresAt, user), cookie: this.#cookie(token) };
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
