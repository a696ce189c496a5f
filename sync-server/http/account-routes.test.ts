import { TOTP, Secret } from 'otpauth';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SessionView, TotpSetup } from '../../src/lib/protocol/rest-accounts.ts';
import type { RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';
import type { WorkspaceSettings } from '../../src/lib/protocol/workspace.ts';
import { LOGIN_FAILURES_PER_ACCOUNT, RESETS_PER_ACCOUNT } from '../access/throttle.ts';
import { startTestServer, type TestServer } from '../test-server.ts';
import { good, refused, registration, signIn, signUp, type Person } from './test-accounts.ts';

const API = '/api/v1';
const REGISTER = `${API}/auth/register`;
const LOGIN = `${API}/auth/login`;
const WRONG = 'not the password';

let server: TestServer;
let anna: Person;
let boris: Person;
/** How far the server's clock is ahead of ours, in ms. */
let ahead: number;

beforeEach(async () => {
	ahead = 0;
	server = await startTestServer(undefined, undefined, { now: () => Date.now() + ahead });
	anna = await signUp(server, 'anna');
	boris = await signUp(server, 'boris');
});

afterEach(() => server.close());

const post = (path: string, { cookie }: { cookie: string }, body?: object) =>
	server.send(`${API}${path}`, { cookie, ...(body && { body }) });
const get = (path: string, { cookie }: { cookie: string }) => server.send(`${API}${path}`, { method: 'GET', cookie });
const isSignedIn = async (person: Person) => (await get('/me', person)).ok;

describe('registration', () => {
	const change = (settings: Partial<WorkspaceSettings>) =>
		good(server.send(`${API}/workspace`, { method: 'PATCH', cookie: anna.cookie, body: settings }));
	const invite = async (path: string, more: object = {}) => {
		const body = { lastsHours: 1, uses: 1, role: 'guest', ...more };
		const { url } = await good<{ url: string }>(post(path, anna, body));
		return new URL(url).hash.slice(1);
	};
	const makeRoom = () => good<RoomSummary>(post('/rooms', anna, { title: 'Secret', kind: 'private' }));

	test('that is closed lets nobody in, with an invitation or without', async () => {
		const token = await invite('/invites');
		await change({ registration: 'closed' });
		for (const more of [{}, { invite: token }]) {
			await refused(server.send(REGISTER, { body: registration('carla', more) }), 'registration-closed');
		}
		expect(await server.storage.findUserByEmail('carla@example.org')).toBeUndefined();
	});

	test('for the invited lets in whoever has an invitation, as what it says', async () => {
		await change({ registration: 'invited' });
		await refused(server.send(REGISTER, { body: registration('carla') }), 'registration-closed');
		expect((await signUp(server, 'carla', { invite: await invite('/invites') })).role).toBe('guest');
		expect((await signUp(server, 'dora', { invite: await invite('/invites', { role: 'member' }) })).role).toBe(
			'member'
		);
	});

	test('with an invitation to a room leads into the room', async () => {
		const room = await makeRoom();
		const carla = await signUp(server, 'carla', { invite: await invite(`/rooms/${room.id}/invites`) });
		const { rooms } = await good<{ rooms: RoomSummary[] }>(get('/rooms', carla));
		expect(rooms).toMatchObject([{ id: room.id, role: 'member', memberCount: 2 }]);
	});

	test('with an invitation that is used up, expired or none makes no account', async () => {
		const usedUp = await invite('/invites');
		await signUp(server, 'dora', { invite: usedUp });
		for (const token of [usedUp, 'a'.repeat(43)]) {
			await refused(server.send(REGISTER, { body: registration('carla', { invite: token }) }), 'link-over');
		}
		const expired = await invite('/invites');
		vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 60 * 60 * 1000 });
		try {
			await refused(server.send(REGISTER, { body: registration('carla', { invite: expired }) }), 'link-over');
		} finally {
			vi.useRealTimers();
		}
		expect(await server.storage.findUserByEmail('carla@example.org')).toBeUndefined();
	});

	test('with an email that is taken does not use the invitation up', async () => {
		const token = await invite('/invites');
		await refused(server.send(REGISTER, { body: registration('anna', { invite: token }) }), 'email-taken');
		await signUp(server, 'carla', { invite: token });
	});
});

describe('sessions', () => {
	const list = async (person: Person) =>
		(await good<{ sessions: SessionView[] }>(get('/me/sessions', person))).sessions;

	test('are listed by their device, and the one that asks is marked', async () => {
		const laptop = await signIn(server, anna);
		const sessions = await list(anna);
		expect(sessions).toHaveLength(2);
		expect(sessions.find(({ current }) => current)?.device).toBe('Firefox on Linux');
		expect((await list(laptop)).find(({ current }) => current)?.device).toBe('');
		expect(JSON.stringify(sessions)).not.toContain(anna.cookie.split('=')[1]);
	});

	test('are ended one by one', async () => {
		const laptop = await signIn(server, anna);
		const other = (await list(anna)).find(({ current }) => !current);
		await good(post(`/me/sessions/${other?.id}/end`, anna));
		expect([await isSignedIn(laptop), await isSignedIn(anna)]).toEqual([false, true]);
		await refused(post(`/me/sessions/${other?.id}/end`, anna), 'not-found');
	});

	test('of somebody else are none', async () => {
		const [his] = await list(boris);
		await refused(post(`/me/sessions/${his?.id}/end`, anna), 'not-found');
		expect(await isSignedIn(boris)).toBe(true);
	});

	test('are all ended but the one that asks', async () => {
		for (const _twice of [1, 2]) await signIn(server, anna);
		await good(post('/me/sessions/end-others', anna));
		expect(await list(anna)).toHaveLength(1);
		expect([await isSignedIn(anna), await isSignedIn(boris)]).toEqual([true, true]);
	});
});

describe('a password', () => {
	test('is changed by who knows it, and every other session ends', async () => {
		const laptop = await signIn(server, anna);
		await good(post('/me/password', anna, { current: anna.password, password: 'another one' }));
		expect([await isSignedIn(anna), await isSignedIn(laptop)]).toEqual([true, false]);
		await refused(server.send(LOGIN, { body: { email: anna.email, password: anna.password } }), 'wrong-credentials');
		await signIn(server, { ...anna, password: 'another one' });
	});

	test('cannot be guessed with a stolen cookie', async () => {
		const guess = () => post('/me/password', anna, { current: WRONG, password: 'another one' });
		for (let made = 0; made < LOGIN_FAILURES_PER_ACCOUNT.points; made += 1) await refused(guess(), 'wrong-credentials');
		await refused(guess(), 'too-many-requests');
		await refused(post('/me/delete', anna, { current: anna.password }), 'too-many-requests');
	});
});

describe('an email', () => {
	test('is changed at once where no mail is configured', async () => {
		const answer = await good(post('/me/email', anna, { current: anna.password, email: 'new@example.org' }));
		expect(answer).toEqual({ email: 'new@example.org', confirmed: true });
		await signIn(server, { ...anna, email: 'new@example.org' });
	});

	test('is not changed without the password, nor to one that is taken or none', async () => {
		await refused(post('/me/email', anna, { current: WRONG, email: 'new@example.org' }), 'wrong-credentials');
		await refused(post('/me/email', anna, { current: anna.password, email: 'BORIS@example.org' }), 'email-taken');
		await refused(post('/me/email', anna, { current: anna.password, email: 'none' }), 'invalid-fields');
		expect((await server.storage.findUser(anna.id))?.email).toBe('anna@example.org');
	});

	test('that is forgotten with is answered the same whether somebody has it, and counted', async () => {
		const forgot = (email: string) => server.send(`${API}/auth/forgot`, { body: { email } });
		const [known, unknown] = [await forgot(anna.email), await forgot('nobody@example.org')];
		expect([known.status, unknown.status]).toEqual([204, 204]);
		for (let made = 1; made < RESETS_PER_ACCOUNT.points; made += 1) await good(forgot('nobody@example.org'));
		await refused(forgot('Nobody@example.org'), 'too-many-requests');
	});

	test('is confirmed by no link that is none', async () => {
		await refused(server.send(`${API}/auth/confirm-email`, { body: { token: 'a'.repeat(43) } }), 'link-over');
		await refused(server.send(`${API}/auth/confirm-email`, { body: { token: 'short' } }), 'invalid-fields');
	});
});

describe('a second factor', () => {
	const STEP_MS = 30_000;
	const codeOf = (secret: string, steps = 0) =>
		new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead + steps * STEP_MS });
	const login = (code?: string) =>
		server.send(LOGIN, { body: { email: anna.email, password: anna.password, ...(code && { code }) } });

	async function turnOn(): Promise<{ secret: string; recoveryCodes: string[] }> {
		const { secret, uri } = await good<TotpSetup>(post('/me/totp', anna));
		expect(uri).toMatch(/^otpauth:\/\/totp\/Tidings:anna%40example.org\?/);
		const body = { code: codeOf(secret) };
		const { recoveryCodes } = await good<{ recoveryCodes: string[] }>(post('/me/totp/confirm', anna, body));
		ahead += 2 * STEP_MS;
		return { secret, recoveryCodes };
	}

	test('does not count before a code of it was shown', async () => {
		await refused(post('/me/totp/confirm', anna, { code: '000000' }), 'not-found');
		const { secret } = await good<TotpSetup>(post('/me/totp', anna));
		const wrong = codeOf(secret) === '000000' ? '000001' : '000000';
		await refused(post('/me/totp/confirm', anna, { code: wrong }), 'second-factor-needed');
		expect((await login()).status).toBe(200);
	});

	test('is asked for once the password was right, and for nothing else', async () => {
		const { secret } = await turnOn();
		await refused(login(), 'second-factor-needed');
		await refused(server.send(LOGIN, { body: { email: anna.email, password: WRONG } }), 'wrong-credentials');
		const wrong = { email: anna.email, password: WRONG, code: codeOf(secret) };
		await refused(server.send(LOGIN, { body: wrong }), 'wrong-credentials');
		expect((await login(codeOf(secret))).status).toBe(200);
		expect(await good(get('/me', anna))).toMatchObject({ secondFactor: true });
	});

	test('accepts a clock that is a step off, and each code once', async () => {
		const { secret } = await turnOn();
		await refused(login(codeOf(secret, -2)), 'second-factor-needed');
		await refused(login(codeOf(secret, 2)), 'second-factor-needed');
		const code = codeOf(secret, -1);
		expect((await login(code)).status).toBe(200);
		await refused(login(code), 'second-factor-needed');
		expect((await login(codeOf(secret, 1))).status).toBe(200);
		await refused(login(codeOf(secret)), 'second-factor-needed');
	});

	test('gives way to each recovery code once, however it is typed', async () => {
		const { recoveryCodes } = await turnOn();
		expect(new Set(recoveryCodes).size).toBe(10);
		const [first = '', second = ''] = recoveryCodes;
		expect((await login(first)).status).toBe(200);
		await refused(login(first), 'second-factor-needed');
		expect((await login(second.toUpperCase().replaceAll('-', ' '))).status).toBe(200);
	});

	test('cannot be guessed, and asking without a code is no guess', async () => {
		await turnOn();
		for (let made = 0; made < LOGIN_FAILURES_PER_ACCOUNT.points; made += 1) {
			await refused(login(), 'second-factor-needed');
		}
		for (let made = 0; made < LOGIN_FAILURES_PER_ACCOUNT.points; made += 1) {
			await refused(login('wrong-code'), 'second-factor-needed');
		}
		await refused(login('wrong-code'), 'too-many-requests');
	});

	test('is not replaced, and removed only with the password', async () => {
		const { recoveryCodes } = await turnOn();
		await refused(post('/me/totp', anna), 'too-many');
		await refused(post('/me/totp/remove', anna, { current: WRONG }), 'wrong-credentials');
		await good(post('/me/totp/remove', anna, { current: anna.password }));
		expect((await login()).status).toBe(200);
		await turnOn();
		await refused(login(recoveryCodes[0]), 'second-factor-needed');
	});

	test('is asked for before the account is deleted', async () => {
		const { secret } = await turnOn();
		await good(post(`/admin/members/${boris.id}/role`, anna, { role: 'owner' }));
		await refused(post('/me/delete', anna, { current: anna.password }), 'second-factor-needed');
		await refused(post('/me/delete', anna, { current: anna.password, code: 'wrong-code' }), 'second-factor-needed');
		await good(post('/me/delete', anna, { current: anna.password, code: codeOf(secret) }));
	});
});

describe('a deletion', () => {
	test('ends the account and its sessions, and frees its email', async () => {
		const laptop = await signIn(server, boris);
		const response = await post('/me/delete', boris, { current: boris.password });
		expect(response.status).toBe(204);
		expect(response.headers.get('set-cookie')).toMatch(/^tidings_session=; .*Max-Age=0/);
		expect([await isSignedIn(boris), await isSignedIn(laptop)]).toEqual([false, false]);
		await refused(server.send(LOGIN, { body: { email: boris.email, password: boris.password } }), 'wrong-credentials');
		expect((await signUp(server, 'boris')).id).not.toBe(boris.id);
	});

	test('is refused with a wrong password, and to the last owner', async () => {
		await refused(post('/me/delete', boris, { current: WRONG }), 'wrong-credentials');
		await refused(post('/me/delete', anna, { current: anna.password }), 'last-owner');
		expect([await isSignedIn(anna), await isSignedIn(boris)]).toEqual([true, true]);
	});
});

test('what the server keeps of somebody is theirs to take along', async () => {
	const room = await good<RoomSummary>(post('/rooms', boris, { title: 'Kitchen', kind: 'public' }));
	const response = await get('/me/export', boris);
	expect(response.headers.get('content-disposition')).toBe('attachment; filename="tidings-export.json"');
	const text = await response.text();
	expect(JSON.parse(text)).toMatchObject({
		profile: { id: boris.id, email: boris.email, displayName: 'boris' },
		memberships: [{ roomId: room.id, title: 'Kitchen', role: 'owner' }],
		sessions: [{ device: 'Firefox on Linux', current: true }],
		contacts: [],
		messages: [],
		personal: { drafts: {}, settings: {} }
	});
	expect(text).not.toMatch(/argon2|passwordHash|totp/i);
	expect(text).not.toContain(anna.email);
});

test.each([
	['GET', '/me'],
	['GET', '/me/sessions'],
	['POST', '/me/sessions/end-others'],
	['POST', '/me/sessions/x/end'],
	['POST', '/me/password'],
	['POST', '/me/email'],
	['POST', '/me/totp'],
	['POST', '/me/totp/confirm'],
	['POST', '/me/totp/remove'],
	['POST', '/me/delete'],
	['GET', '/me/export']
])('%s %s asks to sign in', async (method, path) => {
	await refused(server.send(`${API}${path}`, { method }), 'not-signed-in');
});
