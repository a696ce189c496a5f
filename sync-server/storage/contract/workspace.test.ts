import { expect } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/lib/protocol/workspace.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { commit, person } from './records.ts';

onEveryStorage((test) => {
	test('settings are the defaults until they are set, together with their mirror', async ({ storage }) => {
		expect(await storage.settings()).toEqual(DEFAULT_SETTINGS);
		const version = await storage.changeSettings({ name: 'Ours' }, 'id-anna', [commit('workspace', 0)]);
		expect(await storage.settings()).toEqual({ ...DEFAULT_SETTINGS, name: 'Ours' });
		expect((await storage.loadDocument('workspace')).version).toBe(version);
		const late = storage.changeSettings({ name: 'Late' }, 'id-anna', [commit('workspace', 0)]);
		await expect(late).rejects.toMatchObject({ name: 'VersionConflictError' });
		expect((await storage.settings()).name).toBe('Ours');
		const [entry] = await storage.auditEntries({ action: 'workspace-changed' }, 9);
		expect(entry).toMatchObject({ actor: 'id-anna', detail: { name: 'Ours' } });
	});

	test('roles change, and the last owner stays one', async ({ storage }) => {
		const change = (userId: string, role: 'owner' | 'guest') =>
			storage.changeWorkspaceRole({ userId, role, by: 'id-anna' });
		await expect(change('id-anna', 'guest')).rejects.toMatchObject({ code: 'last-owner' });
		await change('id-boris', 'owner');
		await change('id-anna', 'guest');
		await expect(change('id-boris', 'guest')).rejects.toMatchObject({ code: 'last-owner' });
		expect([(await storage.findUser('id-anna'))?.role, (await storage.findUser('id-boris'))?.role]).toEqual([
			'guest',
			'owner'
		]);
	});

	test('a deleted account is found by nothing, leaves nothing of the person, and frees email and username', async ({
		storage
	}) => {
		await storage.createSession({
			...{ tokenHash: 't', userId: 'id-boris', expiresAt: 9, createdAt: 1, lastUsedAt: 1, device: '' }
		});
		const deletion = { userId: 'id-boris', by: 'id-anna', messages: true, at: 5 };
		expect(await storage.deleteAccount(deletion)).toEqual(['t']);
		expect(await storage.findUser('id-boris')).toBeUndefined();
		expect(await storage.findUserByEmail('boris@example.org')).toBeUndefined();
		expect(await storage.findUserByEmail('')).toBeUndefined();
		expect(await storage.recordsOf('id-boris')).toBeUndefined();
		expect((await storage.members()).map(({ id }) => id)).toEqual(['id-anna']);
		expect((await storage.createUser({ ...person('Boris'), id: 'id-other' })).user.role).toBe('member');
	});

	test('the last owner is not deleted, also when two owners are deleted at once', async ({ storage }) => {
		const remove = (userId: string) => storage.deleteAccount({ userId, by: userId, messages: false, at: 5 });
		await expect(remove('id-anna')).rejects.toMatchObject({ code: 'last-owner' });
		await storage.changeWorkspaceRole({ userId: 'id-boris', role: 'owner', by: 'id-anna' });
		const outcomes = await Promise.allSettled([remove('id-anna'), remove('id-boris')]);
		expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
	});

	test('what is to be erased is noted until it is done, and is no setting', async ({ storage }) => {
		await storage.deleteAccount({ userId: 'id-boris', by: 'id-anna', messages: true, at: 5 });
		expect(await storage.erasures()).toEqual([{ userId: 'id-boris', by: 'id-anna', messages: true }]);
		expect(await storage.settings()).toEqual(DEFAULT_SETTINGS);
		await storage.finishErasure('id-boris');
		expect(await storage.erasures()).toEqual([]);
	});

	test('the audit log is read newest first, in pages, by whom, what and where', async ({ storage }) => {
		await storage.audit({ actor: 'a', action: 'room-joined', subject: null, roomId: 'r', detail: { n: 1 } });
		await storage.audit({ actor: 'b', action: 'room-left', subject: 's', roomId: 'r' });
		await storage.audit({ actor: 'a', action: 'room-left', subject: null, roomId: 'q' });
		const all = await storage.auditEntries({}, 2);
		expect(all.map(({ actor }) => actor)).toEqual(['a', 'b']);
		const next = await storage.auditEntries({ before: all[1]?.entry ?? 0 }, 1);
		expect(next).toMatchObject([{ actor: 'a', action: 'room-joined', roomId: 'r', detail: { n: 1 } }]);
		expect(await storage.auditEntries({ actor: 'a', action: 'room-left', room: 'q' }, 9)).toHaveLength(1);
		expect(await storage.auditEntries({ actor: 'b', room: 'q' }, 9)).toEqual([]);
	});

	test('what is stored is counted', async ({ storage }) => {
		await storage.appendCommit({
			...commit('room/r/0', 0),
			messages: [{ id: 'm', roomId: 'r', seq: 1, author: 'id-anna', value: '{"body":"one"}', receivedAt: 1 }]
		});
		await storage.appendCommit({
			...commit('room/r/0', 1),
			messages: [{ id: 'm', roomId: 'r', seq: 1, author: 'id-anna', value: '{"body":"two"}', receivedAt: 2 }]
		});
		const use = await storage.storageUse();
		expect(use).toMatchObject({ messages: { count: 1 }, documents: { count: 1, bytes: 2 }, avatars: { count: 0 } });
		expect(use.database).toBeGreaterThan(0);
		const last = await storage.lastLogEntry();
		expect((await storage.loggedBy('id-anna', 0, last)).map(({ value }) => value)).toEqual([
			'{"body":"one"}',
			'{"body":"two"}'
		]);
		expect(await storage.loggedBy('id-anna', last, last + 9)).toEqual([]);
		expect(await storage.loggedBy('id-boris', 0, last)).toEqual([]);
	});
});
