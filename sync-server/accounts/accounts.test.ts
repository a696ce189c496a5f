import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import { StorageUnavailableError, type Storage } from '../storage/storage.ts';
import { Accounts, WrongCredentialsError, type SignedIn } from './accounts.ts';
import { SecondFactor } from './second-factor.ts';
import { hashToken } from './session-token.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

const anna = { email: 'Anna@example.org', username: 'anna', displayName: 'Anna', password: 'correct horse' };

let storage: Storage;
let accounts: Accounts;

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['Date'], now: 0 });
	storage = createMemoryStorage();
	accounts = open(true);
});

afterEach(() => void vi.useRealTimers());

function open(secureCookies: boolean): Accounts {
	return new Accounts({ store: storage, secondFactor: new SecondFactor(storage, Date.now), secureCookies });
}

function cookieOf({ cookie }: SignedIn): string {
	return cookie?.split(';')[0] ?? '';
}

test('who registers is signed in, and the cookie says so again', async () => {
	const registered = await accounts.register(anna);
	expect(registered.account).toMatchObject({ email: 'Anna@example.org', username: 'anna', role: 'owner' });
	expect(registered.account).not.toHaveProperty('passwordHash');
	const { cookie: _cookie, roomId, ...same } = registered;
	expect(roomId).toBeNull();
	expect(await accounts.authenticate(cookieOf(registered))).toEqual(same);
});

test('the cookie is out of reach of scripts and other sites, and stays off plain http where there is https', async () => {
	const attributes = 'HttpOnly; Max-Age=2592000; Path=/; SameSite=Lax';
	const token = /^tidings_session=[a-z2-7]{40}; /;
	const { cookie } = await accounts.register(anna);
	expect(cookie).toMatch(token);
	expect(cookie?.replace(token, '')).toBe(`${attributes}; Secure`);
	const local = await open(false).logIn(anna);
	expect(local.cookie?.replace(token, '')).toBe(attributes);
});

test('the store never sees the token', async () => {
	const registered = await accounts.register(anna);
	const token = cookieOf(registered).split('=')[1] ?? '';
	expect(registered.sessionId).toBe(hashToken(token));
	expect(await storage.listSessions(registered.userId)).toMatchObject([{ tokenHash: hashToken(token) }]);
	expect(await accounts.authenticate(`tidings_session=${registered.sessionId.slice(0, 40)}`)).toBeUndefined();
});

test('a password signs in whatever the case of the email; a wrong one and an unknown email are told apart by nothing', async () => {
	const { userId } = await accounts.register(anna);
	expect((await accounts.logIn({ ...anna, email: 'aNNA@EXAMPLE.org' })).userId).toBe(userId);
	const wrong = { email: anna.email, password: 'wrong' };
	await expect(accounts.logIn(wrong)).rejects.toEqual(new WrongCredentialsError());
	await expect(accounts.logIn({ ...wrong, email: 'nobody@example.org' })).rejects.toEqual(new WrongCredentialsError());
});

test('a session that is signed out is over, its listeners know, and others go on', async () => {
	const ended = vi.fn();
	accounts.onSessionEnded(ended);
	const phone = await accounts.register(anna);
	const laptop = await accounts.logIn(anna);
	expect(await accounts.logOut(cookieOf(phone))).toMatch(/^tidings_session=; .*Max-Age=0/);
	expect(ended.mock.calls).toEqual([[phone.sessionId]]);
	expect(await accounts.authenticate(cookieOf(phone))).toBeUndefined();
	expect(await accounts.authenticate(cookieOf(laptop))).toBeDefined();
});

test('signing out without a session only clears the cookie', async () => {
	const ended = vi.fn();
	accounts.onSessionEnded(ended);
	expect(await accounts.logOut(undefined)).toMatch(/Max-Age=0/);
	expect(ended).not.toHaveBeenCalled();
});

test('a session is extended by use in its second half, and over after thirty days without', async () => {
	const registered = await accounts.register(anna);
	const cookie = cookieOf(registered);
	vi.setSystemTime(14 * DAY_MS);
	expect(await accounts.authenticate(cookie)).not.toHaveProperty('cookie');
	vi.setSystemTime(16 * DAY_MS);
	expect(await accounts.authenticate(cookie)).toMatchObject({ expiresAt: 46 * DAY_MS, cookie: registered.cookie });
	vi.setSystemTime(46 * DAY_MS);
	expect(await accounts.authenticate(cookie)).toBeUndefined();
	expect(await storage.listSessions(registered.userId)).toEqual([]);
});

test('expired sessions are forgotten', async () => {
	const { userId } = await accounts.register(anna);
	vi.setSystemTime(31 * DAY_MS);
	await accounts.deleteExpiredSessions();
	expect(await storage.listSessions(userId)).toEqual([]);
});

test('a store that takes no writes still knows who is signed in', async () => {
	const registered = await accounts.register(anna);
	storage.extendSession = () => Promise.reject(new StorageUnavailableError('full'));
	vi.setSystemTime(16 * DAY_MS);
	expect((await accounts.authenticate(cookieOf(registered)))?.userId).toBe(registered.userId);
});
