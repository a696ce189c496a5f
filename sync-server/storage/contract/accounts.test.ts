import { expect } from 'vitest';
import { TakenError, type SessionRecord } from '../storage.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { commit, person } from './records.ts';

function session(tokenHash: string, userId: string, more: Partial<SessionRecord> = {}): SessionRecord {
	return { tokenHash, userId, expiresAt: 100, createdAt: 1, lastUsedAt: 1, device: 'Firefox on Linux', ...more };
}

onEveryStorage((test) => {
	test('the first account is the owner, the next a member', async ({ storage }) => {
		expect(await storage.findUser('id-anna')).toEqual({ ...person('Anna'), role: 'owner' });
		expect((await storage.findUser('id-boris'))?.role).toBe('member');
		expect(await storage.findUser('nobody')).toBeUndefined();
	});

	test('ten that register at once get one owner', async ({ empty }) => {
		const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
		const made = await Promise.all(names.map((name) => empty.createUser(person(name))));
		expect(made.map(({ user }) => user.role)).toEqual(['owner', ...Array<string>(9).fill('member')]);
	});

	test('an email or username that differs only in case is taken, and nothing is kept of the attempt', async ({
		storage
	}) => {
		const twinEmail = { ...person('Carla'), email: 'aNNa@Example.org' };
		const twinName = { ...person('Carla'), username: 'ANNA' };
		await expect(storage.createUser(twinEmail)).rejects.toMatchObject({ name: 'TakenError', field: 'email' });
		await expect(storage.createUser(twinName)).rejects.toMatchObject({ name: 'TakenError', field: 'username' });
		await expect(storage.createUser(twinName)).rejects.toBeInstanceOf(TakenError);
		expect(await storage.findUser('id-carla')).toBeUndefined();
	});

	test('an email is found whatever its case, also outside ASCII', async ({ storage }) => {
		await storage.createUser({ ...person('Жанна'), id: 'id-zh' });
		expect((await storage.findUserByEmail('ЖАННА@EXAMPLE.ORG'))?.id).toBe('id-zh');
		expect(await storage.findUserByEmail('other@example.org')).toBeUndefined();
	});

	test('where registration is closed nobody gets in, and the first account of a workspace always does', async ({
		empty
	}) => {
		await empty.changeSettings({ registration: 'closed' }, 'server', [commit('workspace', 0)]);
		expect((await empty.createUser(person('Anna'))).user.role).toBe('owner');
		await expect(empty.createUser(person('Boris'))).rejects.toMatchObject({ code: 'registration-closed' });
		expect(await empty.findUser('id-boris')).toBeUndefined();
	});

	test('where registration is for the invited, an invitation lets in as often as it may, and as what it says', async ({
		storage
	}) => {
		await storage.changeSettings({ registration: 'invited' }, 'id-anna', [commit('workspace', 0)]);
		const invite = {
			...{ id: 'i', tokenHash: 'hash', roomId: null, role: 'guest' as const, createdBy: 'id-anna', createdAt: 1 },
			...{ expiresAt: Date.now() + 60_000, usesMax: 1, uses: 0, revokedAt: null }
		};
		await storage.createInvite(invite);
		await expect(storage.createUser(person('Carla'))).rejects.toMatchObject({ code: 'registration-closed' });
		await expect(storage.createUser(person('Carla'), 'other')).rejects.toMatchObject({ code: 'link-over' });
		expect(await storage.createUser(person('Carla'), 'hash')).toMatchObject({ user: { role: 'guest' }, roomId: null });
		await expect(storage.createUser(person('Dora'), 'hash')).rejects.toMatchObject({ code: 'link-over' });
		expect(await storage.findUser('id-dora')).toBeUndefined();
	});

	test('a session is found, extended, used and ended', async ({ storage }) => {
		const used = session('t1', 'id-anna');
		await storage.createSession(used);
		expect(await storage.findSession('t1')).toEqual({ session: used, user: { ...person('Anna'), role: 'owner' } });
		await storage.extendSession('t1', 200);
		await storage.touchSession('t1', 50);
		await storage.touchSession('t1', 40);
		expect((await storage.findSession('t1'))?.session).toMatchObject({ expiresAt: 200, lastUsedAt: 50 });
		await storage.deleteSession('t1');
		expect(await storage.findSession('t1')).toBeUndefined();
	});

	test('ending a session that is not there changes nothing', async ({ storage }) => {
		await storage.extendSession('none', 1);
		await storage.deleteSession('none');
		expect(await storage.findSession('none')).toBeUndefined();
	});

	test('nobody who does not exist has a session', async ({ storage }) => {
		await expect(storage.createSession(session('t', 'nobody'))).rejects.toThrow();
		expect(await storage.findSession('t')).toBeUndefined();
	});

	test('expired sessions go, and all of one account go without touching another', async ({ storage }) => {
		await storage.createSession(session('old', 'id-anna', { expiresAt: 10 }));
		await storage.createSession(session('new', 'id-anna', { expiresAt: 11 }));
		await storage.createSession(session('his', 'id-boris', { expiresAt: 11 }));
		await storage.deleteSessionsExpiredBy(10);
		expect(await storage.listSessions('id-anna')).toEqual([session('new', 'id-anna', { expiresAt: 11 })]);
		await storage.deleteSessionsOf('id-anna');
		expect(await storage.listSessions('id-anna')).toEqual([]);
		expect(await storage.listSessions('id-boris')).toHaveLength(1);
	});

	test('sessions are listed the last used first, and ended one by one or all but one, by nobody but their account', async ({
		storage
	}) => {
		await storage.createSession(session('phone', 'id-anna', { lastUsedAt: 1 }));
		await storage.createSession(session('laptop', 'id-anna', { lastUsedAt: 3 }));
		await storage.createSession(session('tablet', 'id-anna', { lastUsedAt: 2 }));
		await storage.createSession(session('his', 'id-boris'));
		const names = async () => (await storage.listSessions('id-anna')).map(({ tokenHash }) => tokenHash);
		expect(await names()).toEqual(['laptop', 'tablet', 'phone']);
		expect(await storage.endSession('id-anna', 'his')).toBe(false);
		expect(await storage.endSession('id-anna', 'phone')).toBe(true);
		expect(await storage.endSession('id-anna', 'phone')).toBe(false);
		expect(await storage.endOtherSessions('id-anna', 'laptop')).toEqual(['tablet']);
		expect(await names()).toEqual(['laptop']);
		expect(await storage.findSession('his')).toBeDefined();
	});

	test('another password ends the other sessions and every link', async ({ storage }) => {
		await storage.createSession(session('phone', 'id-anna'));
		await storage.createSession(session('laptop', 'id-anna'));
		const link = { tokenHash: 'l', userId: 'id-anna', purpose: 'password-reset', email: null, expiresAt: 10 } as const;
		await storage.createLink(link, 'id-anna');
		const change = { userId: 'id-anna', passwordHash: 'other', keep: 'phone' };
		expect(await storage.changePassword(change)).toEqual(['laptop']);
		expect((await storage.findUser('id-anna'))?.passwordHash).toBe('other');
		expect(await storage.findLink('l', 'password-reset', 1)).toBeUndefined();
	});

	test('an email is changed to one that nobody has, or to its own in another case', async ({ storage }) => {
		await expect(storage.changeEmail('id-anna', 'BORIS@example.org')).rejects.toMatchObject({ field: 'email' });
		await storage.changeEmail('id-anna', 'ANNA@example.org');
		await storage.changeEmail('id-anna', 'new@example.org');
		expect((await storage.findUserByEmail('New@example.org'))?.id).toBe('id-anna');
		expect(await storage.findUserByEmail('anna@example.org')).toBeUndefined();
	});
});
