import { expect } from 'vitest';
import { TakenError, VersionConflictError } from '../storage.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { commit, membership, person, room } from './records.ts';

onEveryStorage((test) => {
	test('a new account has a profile that says nothing of it', async ({ storage }) => {
		expect(await storage.findProfile('id-anna')).toEqual({
			id: 'id-anna',
			email: 'Anna@example.org',
			username: 'Anna',
			displayName: 'Anna',
			role: 'owner',
			avatar: null,
			about: '',
			timeZone: null,
			status: null,
			availability: 'auto',
			lastSeenAt: null,
			deleted: false
		});
		expect((await storage.listProfiles()).map(({ id }) => id)).toEqual(['id-anna', 'id-boris']);
		expect(await storage.findProfile('nobody')).toBeUndefined();
	});

	test('a change of a profile changes what it names, and is one with its commits', async ({ storage }) => {
		const status = { emoji: '🌴', text: 'away', until: 50 };
		const change = { displayName: 'Анна', about: 'hi', timeZone: 'Europe/Kyiv', status, availability: 'busy' as const };
		const version = await storage.changeProfile('id-anna', change, false, [commit('workspace', 0)]);
		expect(await storage.findProfile('id-anna')).toMatchObject({ ...change, username: 'Anna' });
		expect((await storage.loadDocument('workspace')).version).toBe(version);
		const late = storage.changeProfile('id-anna', { about: 'late' }, false, [commit('workspace', 0)]);
		await expect(late).rejects.toBeInstanceOf(VersionConflictError);
		expect(await storage.findProfile('id-anna')).toMatchObject({ about: 'hi' });
		await storage.changeProfile('id-anna', { status: null, timeZone: null, avatar: 'a' }, false, []);
		expect(await storage.findProfile('id-anna')).toMatchObject({
			status: null,
			timeZone: null,
			avatar: 'a',
			about: 'hi'
		});
	});

	test('a username is one person’s, in whatever case, and nothing else of the change is made', async ({ storage }) => {
		const taken = storage.changeProfile('id-anna', { username: 'BORIS', about: 'no' }, false, []);
		await expect(taken).rejects.toEqual(new TakenError('username'));
		expect(await storage.findProfile('id-anna')).toMatchObject({ username: 'Anna', about: '' });
		await storage.changeProfile('id-anna', { username: 'ANNA' }, false, []);
		await storage.changeProfile('id-boris', { username: 'borya' }, false, []);
		await storage.changeProfile('id-anna', { username: 'boris' }, false, []);
		expect((await storage.findProfile('id-anna'))?.username).toBe('boris');
	});

	test('statuses that are over are found, and those without an end are not', async ({ storage }) => {
		await storage.changeProfile('id-anna', { status: { emoji: '🌴', text: '', until: 50 } }, false, []);
		await storage.changeProfile('id-boris', { status: { emoji: '🌴', text: '' } }, false, []);
		expect(await storage.statusesOverBy(49)).toEqual([]);
		expect(await storage.statusesOverBy(50)).toEqual(['id-anna']);
	});

	test('a change that the heads are to follow is noted until they have, and a later one outlives the note', async ({
		storage
	}) => {
		await storage.changeProfile('id-anna', { displayName: 'A' }, true, []);
		const [first] = await storage.headsToFollow();
		expect(first?.userId).toBe('id-anna');
		await storage.changeProfile('id-anna', { displayName: 'B' }, true, []);
		await storage.headsFollowed('id-anna', first?.mark ?? '');
		const [second] = await storage.headsToFollow();
		expect(second?.mark).not.toBe(first?.mark);
		await storage.headsFollowed('id-anna', second?.mark ?? '');
		expect(await storage.headsToFollow()).toEqual([]);
	});

	test('companions are those in a room with somebody, once', async ({ storage }) => {
		await storage.createUser(person('Vera'));
		for (const id of ['r', 's']) {
			await storage.createRoom(room(id), [membership(id, 'id-anna', 'owner'), membership(id, 'id-boris')], []);
		}
		expect(await storage.companionsOf('id-anna')).toEqual(['id-boris']);
		expect(await storage.companionsOf('id-vera')).toEqual([]);
	});

	test('when people were last seen is kept for all of them at once, and of nobody whose account is deleted', async ({
		storage
	}) => {
		await storage.markLastSeen(['id-anna', 'id-boris'], 7);
		const seen = async () => (await storage.listProfiles()).map(({ lastSeenAt }) => lastSeenAt);
		expect(await seen()).toEqual([7, 7]);
		await storage.deleteAccount({ userId: 'id-boris', by: 'id-anna', messages: false, at: 8 });
		await storage.markLastSeen(['id-anna', 'id-boris'], 9);
		expect(await seen()).toEqual([9, null]);
	});

	test('both sides of a contact change together with their documents', async ({ storage }) => {
		const asked = { userId: 'id-anna', otherId: 'id-boris', contact: { state: 'asked' as const, at: 3 } };
		const asks = { userId: 'id-boris', otherId: 'id-anna', contact: { state: 'asks' as const, at: 3 } };
		const commits = [commit('user/id-anna', 0), commit('user/id-boris', 0)];
		const version = await storage.changeContacts({ contacts: [asked, asks] }, commits);
		expect((await storage.loadDocument('user/id-boris')).version).toBe(version);
		expect(await storage.listContacts('id-anna')).toEqual([{ userId: 'id-boris', contact: asked.contact }]);
		const agreed = { ...asks, contact: { state: 'contact' as const, at: 4 } };
		const late = storage.changeContacts({ contacts: [agreed] }, [commit('user/id-boris', 0)]);
		await expect(late).rejects.toBeInstanceOf(VersionConflictError);
		await storage.changeContacts({ contacts: [agreed, { ...asked, contact: null }] }, []);
		expect(await storage.listContacts('id-boris')).toEqual([{ userId: 'id-anna', contact: agreed.contact }]);
		expect(await storage.listContacts('id-anna')).toEqual([]);
	});

	test('contacts with somebody whose account is deleted are known until they are taken away', async ({ storage }) => {
		const side = (userId: string, otherId: string) => {
			return { userId, otherId, contact: { state: 'contact' as const, at: 3 } };
		};
		const both = [side('id-anna', 'id-boris'), side('id-boris', 'id-anna')];
		await storage.changeContacts({ contacts: both }, []);
		expect(await storage.contactsOfDeleted()).toEqual([]);
		await storage.deleteAccount({ userId: 'id-boris', by: 'id-anna', messages: false, at: 5 });
		expect(await storage.contactsOfDeleted()).toEqual([{ userId: 'id-anna', otherId: 'id-boris' }]);
		await storage.changeContacts({ contacts: [{ userId: 'id-anna', otherId: 'id-boris', contact: null }] }, []);
		expect(await storage.contactsOfDeleted()).toEqual([]);
	});

	test('blocks of somebody whose account is deleted are known until they end', async ({ storage }) => {
		await storage.createUser(person('Vera'));
		const block = (userId: string, blockedId: string) => ({ userId, blockedId });
		for (const one of [block('id-anna', 'id-boris'), block('id-anna', 'id-vera'), block('id-boris', 'id-anna')]) {
			await storage.changeContacts({ contacts: [], block: { ...one, at: 5 } }, []);
		}
		expect(await storage.blocksOfDeleted()).toEqual([]);
		await storage.deleteAccount({ userId: 'id-boris', by: 'id-anna', messages: false, at: 8 });
		expect(await storage.blocksOfDeleted()).toEqual([block('id-anna', 'id-boris')]);
		await storage.changeContacts({ contacts: [], block: { ...block('id-anna', 'id-boris'), at: null } }, []);
		expect(await storage.blocksOfDeleted()).toEqual([]);
		expect(await storage.listBlocks()).toEqual([block('id-anna', 'id-vera')]);
	});

	test('a block begins once and ends', async ({ storage }) => {
		const block = { userId: 'id-anna', blockedId: 'id-boris' };
		await storage.changeContacts({ contacts: [], block: { ...block, at: 5 } }, []);
		await storage.changeContacts({ contacts: [], block: { ...block, at: 6 } }, []);
		expect(await storage.listBlocks()).toEqual([block]);
		await storage.changeContacts({ contacts: [], block: { ...block, at: null } }, []);
		expect(await storage.listBlocks()).toEqual([]);
	});
});
