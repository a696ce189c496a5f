import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { headName, WORKSPACE_NAME } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import type { PersonSummary } from '../../src/lib/protocol/rest-people.ts';
import { PROFILE_CHANGES_PER_ACCOUNT } from '../people/people-limits.ts';
import { startWithPeople, type SomeoneSignedIn } from './test-people.ts';

let world: Awaited<ReturnType<typeof startWithPeople>>;
let anna: SomeoneSignedIn;
let boris: SomeoneSignedIn;

beforeEach(async () => {
	world = await startWithPeople();
	anna = await world.register('anna', 'Anna Kovalenko');
	boris = await world.register('boris', 'Борис');
});
afterEach(() => world.server.close());

const people = () => world.stored(WORKSPACE_NAME, 'people');

describe('a profile', () => {
	it('is in the workspace document from registration on', async () => {
		expect(await people()).toEqual({
			[anna.id]: { name: 'Anna Kovalenko', username: 'anna', role: 'owner' },
			[boris.id]: { name: 'Борис', username: 'boris', role: 'member' }
		});
	});

	it('changes what is named, for everyone to see, and answers what it is now', async () => {
		const until = Date.now() + 60_000;
		const status = { emoji: '🌴', text: 'on a beach', until };
		const change = { displayName: ' Анна ', about: 'Hi', timeZone: 'Europe/Kyiv', status, availability: 'busy' };
		const response = await anna.ask('PATCH', '/me', change);
		expect(response.status).toBe(200);
		const person = { name: 'Анна', username: 'anna', role: 'owner', status, timeZone: 'Europe/Kyiv', about: 'Hi' };
		expect(await response.json()).toEqual({ id: anna.id, ...person, availability: 'busy' });
		expect((await people())[anna.id]).toEqual(person);
		await anna.ask('PATCH', '/me', { status: null, timeZone: null, about: '', displayName: 'Anna' });
		expect((await people())[anna.id]).toEqual({ name: 'Anna', username: 'anna', role: 'owner' });
	});

	it('is not written where nothing is new', async () => {
		const { version } = await world.server.storage.loadDocument(WORKSPACE_NAME);
		expect((await anna.ask('PATCH', '/me', { displayName: 'Anna Kovalenko', availability: 'auto' })).status).toBe(200);
		expect((await world.server.storage.loadDocument(WORKSPACE_NAME)).version).toBe(version);
	});

	it('has no status that is over already', async () => {
		const response = await anna.ask('PATCH', '/me', { status: { emoji: '🌴', text: '', until: Date.now() - 1 } });
		expect(await response.json()).not.toHaveProperty('status');
	});

	it('keeps what two devices change at once', async () => {
		await Promise.all([
			anna.ask('PATCH', '/me', { about: 'Hi' }),
			anna.ask('PATCH', '/me', { timeZone: 'UTC' }),
			boris.ask('PATCH', '/me', { about: 'Привіт' })
		]);
		expect(await people()).toMatchObject({
			[anna.id]: { about: 'Hi', timeZone: 'UTC' },
			[boris.id]: { about: 'Привіт' }
		});
	});

	it('is followed by the heads of the rooms that the person is in', async () => {
		const [roomId, other] = [await anna.createRoom(), await boris.createRoom()];
		await boris.join(roomId);
		await anna.ask('PATCH', '/me', { displayName: 'Ганна', username: 'hanna' });
		const member = async () => (await world.stored(headName(roomId), 'members'))[anna.id];
		await expect.poll(member).toMatchObject({ name: 'Ганна', username: 'hanna', role: 'owner' });
		expect(await world.stored(headName(other), 'members')).not.toHaveProperty(anna.id);
		await expect.poll(() => world.server.storage.headsToFollow()).toEqual([]);
	});

	it.each<[string, object, string]>([
		['a blank name', { displayName: '  ' }, 'displayName'],
		['a name that turns the line around', { displayName: 'a\u202eb' }, 'displayName'],
		['a username with a space', { username: 'an na' }, 'username'],
		['a time zone that is none', { timeZone: 'Europe/Atlantis' }, 'timeZone'],
		['a status without an emoji', { status: { emoji: 'x', text: '' } }, 'status'],
		['another availability', { availability: 'maybe' }, 'availability'],
		['a role', { role: 'owner' }, 'role'],
		['an avatar', { avatar: 'x' }, 'avatar']
	])('refuses %s, and changes nothing', async (_, change, field) => {
		const problem = await boris.refused('invalid-fields', 'PATCH', '/me', { about: 'changed', ...change });
		expect(problem.errors?.map((error) => error.field)).toEqual([field]);
		expect((await people())[boris.id]).not.toHaveProperty('about');
	});

	it('refuses the username of somebody else, and changes nothing', async () => {
		const problem = await boris.refused('username-taken', 'PATCH', '/me', { username: 'Anna', about: 'changed' });
		expect(problem.errors).toEqual([{ field: 'username', code: 'taken' }]);
		expect((await people())[boris.id]).toEqual({ name: 'Борис', username: 'boris', role: 'member' });
		expect((await boris.ask('PATCH', '/me', { about: 'later' })).status).toBe(200);
	});

	it('is changed by whoever is signed in, so often in an hour, and by nobody’s other page', async () => {
		await world.stranger.refused('not-signed-in', 'PATCH', '/me', { about: 'x' });
		await anna.refused('wrong-origin', 'PATCH', '/me', { about: 'x' }, { origin: 'https://elsewhere.example' });
		await Promise.all(Array.from({ length: PROFILE_CHANGES_PER_ACCOUNT.points }, () => anna.ask('PATCH', '/me', {})));
		await anna.refused('too-many-requests', 'PATCH', '/me', { about: 'x' });
		expect((await boris.ask('PATCH', '/me', {})).status).toBe(200);
	});

	it('can be looked at and changed, and says so to whoever tries anything else', async () => {
		const response = await anna.ask('DELETE', '/me');
		expect(response.status).toBe(405);
		expect(response.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'PATCH']);
		expect((await anna.ask('GET', '/me')).status).toBe(200);
	});
});

describe('the directory', () => {
	const find = async (asker: SomeoneSignedIn, query: string) =>
		(await asker.get<{ people: PersonSummary[] }>(`/people?${query}`)).people;

	it('finds people by their names, with a typo or without an accent', async () => {
		expect(await find(anna, 'q=бор')).toMatchObject([{ id: boris.id, name: 'Борис', username: 'boris' }]);
		expect((await find(boris, 'q=kovlenko')).map(({ id }) => id)).toEqual([anna.id]);
		expect((await find(anna, '')).map(({ username }) => username)).toEqual(['anna', 'boris']);
		expect(await find(anna, 'limit=1')).toHaveLength(1);
		expect(await find(anna, 'q=nobody')).toEqual([]);
	});

	it('finds and shows emails to administrators, and to members where the workspace says so', async () => {
		expect(await find(anna, 'q=boris@example.org')).toMatchObject([{ id: boris.id, email: 'boris@example.org' }]);
		expect(await find(boris, 'q=anna@example.org')).toEqual([]);
		expect((await find(boris, 'q=anna'))[0]).not.toHaveProperty('email');
		expect((await anna.ask('PATCH', '/workspace', { emailsVisible: true })).status).toBe(200);
		expect(await find(boris, 'q=anna@example.org')).toMatchObject([{ id: anna.id, email: 'anna@example.org' }]);
	});

	it('shows a guest nobody but those they share a room with', async () => {
		const guest = await world.registerGuest('gleb', anna);
		expect((await find(guest, '')).map(({ username }) => username)).toEqual(['gleb']);
		const roomId = await boris.createRoom('group');
		expect((await boris.ask('POST', `/rooms/${roomId}/members`, { userId: guest.id })).ok).toBe(true);
		expect((await find(guest, '')).map(({ username }) => username)).toEqual(['gleb', 'boris']);
		expect((await find(guest, 'q=anna')).map(({ username }) => username)).toEqual([]);
		expect((await find(anna, 'q=gleb')).map(({ role }) => role)).toEqual(['guest']);
	});

	it('has no deleted accounts', async () => {
		await boris.ask('POST', '/me/delete', { current: 'correct horse' });
		expect((await find(anna, '')).map(({ username }) => username)).toEqual(['anna']);
		await expect.poll(async () => (await people())[boris.id]).toMatchObject({ deleted: true });
	});

	it('refuses who is not signed in, and what is no limit', async () => {
		await world.stranger.refused('not-signed-in', 'GET', '/people');
		for (const limit of ['0', '-1', 'x', '1.5', ''])
			await anna.refused('invalid-fields', 'GET', `/people?limit=${limit}`);
		await anna.refused('invalid-fields', 'GET', `/people?q=${'x'.repeat(101)}`);
	});
});

describe('contacts', () => {
	const contactsOf = async (person: SomeoneSignedIn) =>
		(await person.get<{ contacts: { userId: string; state: string }[] }>('/contacts')).contacts.map(
			({ userId, state }) => [userId, state]
		);
	const mirrored = async (person: SomeoneSignedIn, root: string) =>
		Object.keys(await world.stored(`user/${person.id}`, root));

	it('are asked for and agreed with, on both sides and in both personal documents', async () => {
		for (let twice = 0; twice < 2; twice += 1) await anna.command(`/contacts/${boris.id}/request`);
		expect(await contactsOf(anna)).toEqual([[boris.id, 'asked']]);
		expect(await contactsOf(boris)).toEqual([[anna.id, 'asks']]);
		for (let twice = 0; twice < 2; twice += 1) await boris.command(`/contacts/${anna.id}/accept`);
		expect(await contactsOf(anna)).toEqual([[boris.id, 'contact']]);
		expect(await world.stored(`user/${boris.id}`, 'contacts')).toMatchObject({ [anna.id]: { state: 'contact' } });
		await anna.command(`/contacts/${boris.id}/request`);
		expect(await contactsOf(boris)).toEqual([[anna.id, 'contact']]);
	});

	it('are agreed when two requests cross', async () => {
		await Promise.all([anna.command(`/contacts/${boris.id}/request`), boris.command(`/contacts/${anna.id}/request`)]);
		expect(await contactsOf(anna)).toEqual([[boris.id, 'contact']]);
		expect(await contactsOf(boris)).toEqual([[anna.id, 'contact']]);
	});

	it.each([
		['declined by who was asked', 'boris', 'decline'],
		['taken back by who asked', 'anna', 'remove']
	])('leave nothing when the request is %s', async (_, who, command) => {
		await anna.command(`/contacts/${boris.id}/request`);
		const [by, other] = who === 'anna' ? [anna, boris] : [boris, anna];
		for (let twice = 0; twice < 2; twice += 1) await by.command(`/contacts/${other.id}/${command}`);
		expect([...(await contactsOf(anna)), ...(await contactsOf(boris))]).toEqual([]);
		expect([...(await mirrored(anna, 'contacts')), ...(await mirrored(boris, 'contacts'))]).toEqual([]);
	});

	it('cannot be agreed with by who asked, nor declined once agreed', async () => {
		await anna.command(`/contacts/${boris.id}/request`);
		await anna.refused('not-found', 'POST', `/contacts/${boris.id}/accept`);
		await boris.command(`/contacts/${anna.id}/accept`);
		await boris.command(`/contacts/${anna.id}/decline`);
		expect(await contactsOf(anna)).toEqual([[boris.id, 'contact']]);
		await boris.command(`/contacts/${anna.id}/remove`);
		expect(await contactsOf(anna)).toEqual([]);
	});

	it('end with a block, of which the blocked one is not told', async () => {
		await anna.command(`/contacts/${boris.id}/request`);
		await boris.command(`/contacts/${anna.id}/accept`);
		for (let twice = 0; twice < 2; twice += 1) await anna.command(`/people/${boris.id}/block`);
		expect(await mirrored(anna, 'blocked')).toEqual([boris.id]);
		expect([...(await contactsOf(anna)), ...(await contactsOf(boris))]).toEqual([]);
		await boris.command(`/contacts/${anna.id}/request`);
		expect(await contactsOf(boris)).toEqual([[anna.id, 'asked']]);
		expect([...(await contactsOf(anna)), ...(await mirrored(anna, 'contacts'))]).toEqual([]);
		expect(await mirrored(boris, 'blocked')).toEqual([]);
		await anna.refused('blocked', 'POST', `/contacts/${boris.id}/request`);
	});

	it('can be asked for again after the block', async () => {
		await anna.command(`/people/${boris.id}/block`);
		await boris.command(`/contacts/${anna.id}/request`);
		for (let twice = 0; twice < 2; twice += 1) await anna.command(`/people/${boris.id}/unblock`);
		expect(await mirrored(anna, 'blocked')).toEqual([]);
		await boris.command(`/contacts/${anna.id}/request`);
		expect(await contactsOf(anna)).toEqual([[boris.id, 'asks']]);
	});

	it('are of other people who are there, and whom a guest can see', async () => {
		const guest = await world.registerGuest('gleb', anna);
		for (const path of ['/contacts/:id/request', '/people/:id/block']) {
			const at = (id: string) => path.replace(':id', id);
			for (const id of [anna.id, newId(), 'x']) await anna.refused('not-found', 'POST', at(id));
			await guest.refused('not-found', 'POST', at(boris.id));
			await world.stranger.refused('not-signed-in', 'POST', at(anna.id));
		}
		await world.stranger.refused('not-signed-in', 'GET', '/contacts');
		await anna.refused('invalid-fields', 'POST', `/contacts/${boris.id}/request`, { more: 1 });
	});
});
