import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AdminMember, AuditEntry, StorageUse } from '../../src/lib/protocol/rest-accounts.ts';
import type { RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';
import { DEFAULT_SETTINGS, type WorkspaceRole } from '../../src/lib/protocol/workspace.ts';
import { startTestServer, type TestServer } from '../test-server.ts';
import { good, refused, signIn, signUp, type Person } from './test-accounts.ts';

const API = '/api/v1';
const DAY_MS = 24 * 60 * 60 * 1000;
const NOBODY = '01890000-0000-7000-8000-000000000000';

let server: TestServer;
/** The owner, an administrator, a member and a guest. */
let owner: Person;
let admin: Person;
let member: Person;
let guest: Person;
let ahead: number;

const post = (path: string, { cookie }: Person, body?: object) =>
	server.send(`${API}${path}`, { cookie, ...(body && { body }) });
const get = (path: string, { cookie }: Person) => server.send(`${API}${path}`, { method: 'GET', cookie });
const setRole = (by: Person, { id }: { id: string }, role: WorkspaceRole) =>
	post(`/admin/members/${id}/role`, by, { role });
const roleOf = async ({ id }: Person) => (await server.storage.findUser(id))?.role;

beforeEach(async () => {
	ahead = 0;
	server = await startTestServer(undefined, undefined, { now: () => Date.now() + ahead });
	owner = await signUp(server, 'olga');
	admin = await signUp(server, 'adam');
	member = await signUp(server, 'maria');
	guest = await signUp(server, 'gleb');
	await good(setRole(owner, admin, 'admin'));
	await good(setRole(owner, guest, 'guest'));
});

afterEach(() => server.close());

describe('the workspace', () => {
	const patch = (by: Person, body: object) =>
		server.send(`${API}/workspace`, { method: 'PATCH', cookie: by.cookie, body });

	test('says what it is called to everybody, signed in or not', async () => {
		expect(await good(server.send(`${API}/workspace`, { method: 'GET' }))).toEqual(DEFAULT_SETTINGS);
	});

	test('is changed by owners and administrators, also twice to the same', async () => {
		const changed = { ...DEFAULT_SETTINGS, name: 'Ours', emailsVisible: true };
		for (const _twice of [1, 2])
			expect(await good(patch(admin, { name: 'Ours', emailsVisible: true }))).toEqual(changed);
		expect(await good(patch(owner, { deletedMessages: 'remove' }))).toEqual({ ...changed, deletedMessages: 'remove' });
		const [one, two] = await Promise.all([patch(owner, { name: 'Same' }), patch(admin, { name: 'Same' })]);
		expect([one.status, two.status]).toEqual([200, 200]);
	});

	test('is changed by nobody else, and no administrator says what becomes of messages', async () => {
		await refused(server.send(`${API}/workspace`, { method: 'PATCH', body: { name: 'Mine' } }), 'not-signed-in');
		for (const person of [member, guest]) await refused(patch(person, { name: 'Mine' }), 'forbidden');
		await refused(patch(admin, { deletedMessages: 'remove' }), 'forbidden');
		await refused(patch(owner, { name: '' }), 'invalid-fields');
		await refused(patch(owner, { registration: 'maybe' }), 'invalid-fields');
		await refused(patch(owner, { other: true }), 'invalid-fields');
		expect(await server.storage.settings()).toEqual(DEFAULT_SETTINGS);
	});
});

describe('a role', () => {
	test('is given by owners to everyone, by administrators up to member', async () => {
		await good(setRole(admin, member, 'guest'));
		await good(setRole(admin, member, 'member'));
		for (const role of ['owner', 'admin'] as const) await refused(setRole(admin, member, role), 'forbidden');
		await refused(setRole(admin, owner, 'member'), 'forbidden');
		await refused(setRole(admin, admin, 'owner'), 'forbidden');
		await refused(setRole(admin, { id: NOBODY }, 'member'), 'not-found');
		await good(setRole(owner, member, 'owner'));
		expect([await roleOf(member), await roleOf(owner), await roleOf(admin)]).toEqual(['owner', 'owner', 'admin']);
	});

	test('of owner stays with somebody', async () => {
		await refused(setRole(owner, owner, 'admin'), 'last-owner');
		await good(setRole(owner, admin, 'owner'));
		await good(setRole(owner, owner, 'member'));
		expect([await roleOf(owner), await roleOf(admin)]).toEqual(['member', 'owner']);
	});
});

describe('a reset link', () => {
	const make = (by: Person, { id }: { id: string }) => post(`/admin/members/${id}/reset-link`, by);
	const reset = (token: string, password = 'a new password') =>
		server.send(`${API}/auth/reset`, { body: { token, password } });

	async function tokenFor(person: Person, by = owner): Promise<string> {
		const { url } = await good<{ url: string }>(make(by, person));
		expect(url).toMatch(/^http:\/\/localhost:\d+\/reset#[\w-]{43}$/);
		return new URL(url).hash.slice(1);
	}

	test('sets the password once and ends every session', async () => {
		const token = await tokenFor(member, admin);
		await good(reset(token));
		await refused(get('/me', member), 'not-signed-in');
		await signIn(server, { ...member, password: 'a new password' });
		await refused(reset(token, 'yet another'), 'link-over');
		await signIn(server, { ...member, password: 'a new password' });
	});

	test('is over after a day, when a newer one was made, and when the password was changed', async () => {
		const old = await tokenFor(member);
		const newer = await tokenFor(member);
		await refused(reset(old), 'link-over');
		ahead = DAY_MS;
		await refused(reset(newer), 'link-over');
		ahead = 0;
		await good(post('/me/password', member, { current: member.password, password: 'a password of hers' }));
		await refused(reset(newer), 'link-over');
		await refused(reset('a'.repeat(43)), 'link-over');
		await refused(reset(newer, 'short'), 'invalid-fields');
		await signIn(server, { ...member, password: 'a password of hers' });
	});

	test('is in the store as a hash only', async () => {
		const token = await tokenFor(member);
		expect(await server.storage.findLink(token, 'password-reset', 0)).toBeUndefined();
	});

	test('is made for nobody by who may not, and for no owner by an administrator', async () => {
		for (const person of [member, guest]) await refused(make(person, member), 'forbidden');
		await refused(make(admin, owner), 'forbidden');
		await refused(make(owner, { id: NOBODY }), 'not-found');
		await refused(post(`/admin/members/${member.id}/reset-link`, { ...owner, cookie: '' }), 'not-signed-in');
	});
});

describe('removing a member', () => {
	const remove = (by: Person, { id }: { id: string }) => post(`/admin/members/${id}/remove`, by);

	test('deletes their account', async () => {
		await good(remove(admin, member));
		await refused(get('/me', member), 'not-signed-in');
		await refused(remove(admin, member), 'not-found');
		const body = { email: member.email, password: member.password };
		await refused(server.send(`${API}/auth/login`, { body }), 'wrong-credentials');
	});

	test('is for owners, and for administrators with those below them; nobody removes themselves here', async () => {
		await refused(remove(admin, owner), 'forbidden');
		await refused(remove(admin, admin), 'forbidden');
		await refused(remove(owner, owner), 'forbidden');
		for (const person of [member, guest]) await refused(remove(person, guest), 'forbidden');
		await refused(remove(owner, { id: NOBODY }), 'not-found');
		await good(remove(owner, admin));
		expect(await roleOf(member)).toBe('member');
	});
});

describe('administrators see', () => {
	test('who is here, without what is secret', async () => {
		const { members } = await good<{ members: AdminMember[] }>(get('/admin/members', admin));
		expect(members.map(({ username, role, sessions }) => [username, role, sessions])).toEqual([
			['adam', 'admin', 1],
			['gleb', 'guest', 1],
			['maria', 'member', 1],
			['olga', 'owner', 1]
		]);
		expect(members[0]).toMatchObject({ email: admin.email, secondFactor: false, lastSeenAt: null });
		expect(JSON.stringify(members)).not.toMatch(/argon2|hash/i);
	});

	test('every room, without what was said there', async () => {
		const room = await good<RoomSummary>(post('/rooms', member, { title: 'Secret', kind: 'private' }));
		const { rooms } = await good<{ rooms: RoomSummary[] }>(get('/admin/rooms', admin));
		expect(rooms).toEqual([{ ...room, role: null, messageCount: null, lastMessage: null }]);
	});

	test('what was done, in pages and by whom', async () => {
		const entries = async (query: string) =>
			(await good<{ entries: AuditEntry[] }>(get(`/admin/audit${query}`, admin))).entries;
		const all = await entries('');
		expect(all[0]).toMatchObject({
			actor: owner.id,
			action: 'workspace-role-changed',
			subject: guest.id,
			detail: { role: 'guest' }
		});
		expect(await entries(`?before=${all[0]?.entry}`)).toEqual(all.slice(1));
		expect((await entries(`?actor=${owner.id}&action=workspace-role-changed`)).map(({ subject }) => subject)).toEqual([
			guest.id,
			admin.id
		]);
		expect(await entries('?room=none')).toEqual([]);
		await refused(get('/admin/audit?before=x', admin), 'bad-request');
	});

	test('what it takes on the disk', async () => {
		const use = await good<StorageUse>(get('/admin/storage', admin));
		expect(use).toMatchObject({ messages: { count: 0 }, avatars: { count: 0, bytes: 0 } });
		expect(use.database).toBeGreaterThan(0);
		expect(use.documents.bytes).toBeGreaterThan(0);
	});
});

test.each([
	['GET', '/admin/members'],
	['GET', '/admin/rooms'],
	['GET', '/admin/audit'],
	['GET', '/admin/storage'],
	['POST', `/admin/members/${NOBODY}/role`],
	['POST', `/admin/members/${NOBODY}/remove`],
	['POST', `/admin/members/${NOBODY}/reset-link`]
])('%s %s is for those who look after the workspace', async (method, path) => {
	await refused(server.send(`${API}${path}`, { method }), 'not-signed-in');
	for (const { cookie } of [member, guest]) {
		await refused(server.send(`${API}${path}`, { method, cookie }), 'forbidden');
	}
});
