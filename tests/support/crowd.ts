import { randomInt } from 'node:crypto';
import { newId } from '../../src/lib/protocol/ids.ts';
import type { RegisterRequest } from '../../src/lib/protocol/rest.ts';
import { hashToken } from '../../sync-server/accounts/session-token.ts';
import { createSqliteStorage } from '../../sync-server/storage/sqlite/sqlite-storage.ts';
import type { Storage } from '../../sync-server/storage/storage.ts';
import { ANNA, type SignedIn } from './people.ts';
import { joinRoom } from './rest.ts';
import type { TestServer } from './server.ts';

const WORKER = new URL('../../build/server/writer-worker.js', import.meta.url);

/** Requests of a crowd under way at a time. */
const AT_ONCE = 16;

const HOUR_MS = 60 * 60 * 1000;

/** Someone of a crowd, to sign in as: everybody in it has the password of {@link ANNA}, whose hash they share. */
export function oneOfCrowd(number: number): RegisterRequest {
	const name = `crowd${number}`;
	return { ...ANNA, email: `${name}@example.org`, username: name, displayName: `Crowd ${number}` };
}

/**
 * Puts so many accounts and their sessions into the store of a server, which is stopped for that time: no office signs five
 * hundred people up in a minute, and their passwords alone would be half a minute's work. Anna has an account. Resolves with
 * the `Cookie` header of each, number by number.
 */
export async function signUpCrowd(server: TestServer, anna: SignedIn, count: number): Promise<string[]> {
	await server.stop();
	const storage = createSqliteStorage({ dataDir: server.dataDir, workerUrl: WORKER });
	const passwordHash = (await storage.findUser(anna.account.id))?.passwordHash ?? '';
	const crowd = Array.from({ length: count }, (_, number) => oneOfCrowd(number));
	const tokens = await Promise.all(crowd.map((who) => signUp(storage, who, passwordHash)));
	await storage.close();
	await server.start();
	const [cookieName = ''] = anna.cookie.split('=');
	return tokens.map((token) => `${cookieName}=${token}`);
}

/** Each of them joins a public room. */
export async function joinAll(origin: string, cookies: readonly string[], roomId: string): Promise<void> {
	const waiting = [...cookies];
	const join = async (): Promise<void> => {
		for (let cookie = waiting.pop(); cookie !== undefined; cookie = waiting.pop()) {
			await joinRoom(origin, cookie, roomId);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, join));
}

/** Resolves with the token of their session. */
async function signUp(store: Storage, who: RegisterRequest, passwordHash: string): Promise<string> {
	const { email, username, displayName } = who;
	const [id, now, token] = [newId(), Date.now(), newToken()];
	await store.createUser({ id, email, username, displayName, passwordHash, createdAt: now });
	const times = { createdAt: now, lastUsedAt: now, expiresAt: now + HOUR_MS };
	await store.createSession({ tokenHash: hashToken(token), userId: id, device: '', ...times });
	return token;
}

/** Of the shape of Lucia's. */
function newToken(): string {
	return Array.from({ length: 40 }, () => 'abcdefghijklmnopqrstuvwxyz234567'.charAt(randomInt(32))).join('');
}
