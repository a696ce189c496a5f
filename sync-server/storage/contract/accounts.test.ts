import { expect } from 'vitest';
import { TakenError } from '../storage.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { person } from './records.ts';

onEveryStorage((test) => {
	test('the first account is the owner, the next a member', async ({ storage }) => {
		expect(await storage.findUser('id-anna')).toEqual({ ...person('Anna'), role: 'owner' });
		expect((await storage.findUser('id-boris'))?.role).toBe('member');
		expect(await storage.findUser('nobody')).toBeUndefined();
	});

	test('ten that register at once get one owner', async ({ empty }) => {
		const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
		const users = await Promise.all(names.map((name) => empty.createUser(person(name))));
		expect(users.map(({ role }) => role)).toEqual(['owner', ...Array<string>(9).fill('member')]);
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

	test('a session is found, extended and ended', async ({ storage }) => {
		const session = { tokenHash: 't1', userId: 'id-anna', expiresAt: 100 };
		await storage.createSession(session);
		expect(await storage.findSession('t1')).toEqual({ session, user: { ...person('Anna'), role: 'owner' } });
		await storage.extendSession('t1', 200);
		expect((await storage.findSession('t1'))?.session.expiresAt).toBe(200);
		await storage.deleteSession('t1');
		expect(await storage.findSession('t1')).toBeUndefined();
	});

	test('ending a session that is not there changes nothing', async ({ storage }) => {
		await storage.extendSession('none', 1);
		await storage.deleteSession('none');
		expect(await storage.findSession('none')).toBeUndefined();
	});

	test('nobody who does not exist has a session', async ({ storage }) => {
		await expect(storage.createSession({ tokenHash: 't', userId: 'nobody', expiresAt: 1 })).rejects.toThrow();
		expect(await storage.findSession('t')).toBeUndefined();
	});

	test('expired sessions go, and all of one account go without touching another', async ({ storage }) => {
		await storage.createSession({ tokenHash: 'old', userId: 'id-anna', expiresAt: 10 });
		await storage.createSession({ tokenHash: 'new', userId: 'id-anna', expiresAt: 11 });
		await storage.createSession({ tokenHash: 'his', userId: 'id-boris', expiresAt: 11 });
		await storage.deleteSessionsExpiredBy(10);
		expect(await storage.listSessions('id-anna')).toEqual([{ tokenHash: 'new', userId: 'id-anna', expiresAt: 11 }]);
		await storage.deleteSessionsOf('id-anna');
		expect(await storage.listSessions('id-anna')).toEqual([]);
		expect(await storage.listSessions('id-boris')).toHaveLength(1);
	});
});
