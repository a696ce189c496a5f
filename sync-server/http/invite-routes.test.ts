import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AcceptedInvite, InviteList, InviteView, MadeInvite } from '../../src/lib/protocol/rest-rooms.ts';
import { INVITES_PER_ACCOUNT } from '../room/invites.ts';
import { LOOKS_PER_ADDRESS } from './invite-routes.ts';
import { outcomeOf, startPeopledServer } from './rest-test-support.ts';

// Dozens of requests on a busy machine: a limit against hanging, not an expectation.
vi.setConfig({ testTimeout: 60_000 });

let world: Awaited<ReturnType<typeof startPeopledServer>>;
beforeAll(async () => {
	world = await startPeopledServer();
});
afterAll(() => world.server.close());

const asked = { lastsHours: 1, uses: 1, role: 'guest' };

describe('an invitation to a room', () => {
	test('lets in whoever has the link, once for each of its uses', async () => {
		const { boris, vera, dmitro } = world;
		const { id } = await boris.makes({ kind: 'private', title: 'Hidden' });
		const token = await boris.invites(id, { uses: 1 });
		expect(await vera.gets<AcceptedInvite>('POST', 'invites/accept', { token })).toMatchObject({
			room: { id, role: 'member' }
		});
		expect(await vera.tries('POST', 'invites/accept', { token })).toBe(200);
		expect(await dmitro.tries('POST', 'invites/accept', { token })).toBe('link-over');
	});

	test('with one use left is taken by exactly one of two who come at once', async () => {
		const { boris, vera, dmitro } = world;
		const { id } = await boris.makes({ kind: 'private' });
		const token = await boris.invites(id, { uses: 1 });
		const both = [vera, dmitro].map((one) => one.tries('POST', 'invites/accept', { token }));
		expect((await Promise.all(both)).sort()).toEqual([200, 'link-over']);
		expect((await boris.sees(id)).memberCount).toBe(2);
	});

	test('that is used up is no way back for those who were removed', async () => {
		const { boris, vera } = world;
		const { id } = await boris.makes({ kind: 'private' });
		const token = await boris.invites(id, { uses: 1 });
		await vera.gets('POST', 'invites/accept', { token });
		await boris.gets('POST', `rooms/${id}/members/${vera.id}/remove`, { ban: false });
		expect(await vera.tries('POST', 'invites/accept', { token })).toBe('link-over');
	});

	test('lets somebody without an account in as a guest, who sees this room alone', async () => {
		const { boris, join } = world;
		const { id } = await boris.makes({ kind: 'private' });
		const token = await boris.invites(id);
		const newcomer = await join('newcomer', { invite: token });
		expect(await newcomer.sees(id)).toMatchObject({ memberCount: 2, role: 'member' });
		expect(await newcomer.gets('GET', 'me')).toMatchObject({ role: 'guest' });
	});

	test('is shown to whoever has it, without a session, and tells nothing of one that is over', async () => {
		const { server, boris } = world;
		const { id } = await boris.makes({ kind: 'private', title: 'Hidden' });
		const token = await boris.invites(id);
		const looking = await server.send('/api/v1/invites/look', { body: { token } });
		expect((await looking.json()) as InviteView).toMatchObject({
			room: { id, title: 'Hidden' },
			by: 'boris',
			role: 'guest'
		});
		const other = await server.send('/api/v1/invites/look', { body: { token: 'A'.repeat(43) } });
		expect(await outcomeOf(other)).toBe('link-over');
	});

	test('is taken back by its maker and by those who keep order, and by nobody else', async () => {
		const { boris, vera, dmitro } = world;
		const { id } = await boris.makes({ kind: 'private', members: [vera.id] });
		const token = await boris.invites(id);
		const listed = await boris.gets<InviteList>('GET', `rooms/${id}/invites`);
		expect(listed.invites).toMatchObject([{ roomId: id, createdBy: boris.id, uses: 0, usesMax: 5, role: 'guest' }]);
		const revoke = `invites/${listed.invites[0]?.id}/revoke`;
		expect(await vera.tries('GET', `rooms/${id}/invites`)).toBe('forbidden');
		expect(await vera.tries('POST', revoke)).toBe('forbidden');
		expect(await dmitro.tries('POST', revoke)).toBe('not-found');
		expect(await boris.tries('POST', revoke)).toBe(204);
		expect(await boris.tries('POST', revoke)).toBe(204);
		expect(await dmitro.tries('POST', 'invites/accept', { token })).toBe('link-over');
		expect((await boris.gets<InviteList>('GET', `rooms/${id}/invites`)).invites).toEqual([]);
	});

	test('is made by those who have the say in the room, and lets no new member into the workspace', async () => {
		const { boris, vera, gleb, anna, nobody } = world;
		const { id } = await boris.makes({ kind: 'private', members: [vera.id] });
		const path = `rooms/${id}/invites`;
		expect(await vera.tries('POST', path, asked)).toBe('forbidden');
		expect(await anna.tries('POST', path, asked)).toBe('not-found');
		expect(await nobody.tries('POST', path, asked)).toBe('not-signed-in');
		expect(await boris.tries('POST', path, { ...asked, role: 'member' })).toBe('forbidden');
		expect(await boris.tries('POST', path, { ...asked, uses: 0 })).toBe('invalid-fields');
		const group = await boris.makes({ kind: 'group', members: [vera.id, gleb.id] });
		expect(await vera.tries('POST', `rooms/${group.id}/invites`, asked)).toBe(201);
		expect(await gleb.tries('POST', `rooms/${group.id}/invites`, asked)).toBe('forbidden');
	});
});

describe('an invitation to the workspace', () => {
	test('is for those who run it, and makes what it says', async () => {
		const { anna, boris, join } = world;
		expect(await boris.tries('POST', 'invites', asked)).toBe('forbidden');
		expect(await boris.tries('GET', 'invites')).toBe('forbidden');
		const token = await anna.invites(undefined, { role: 'member' });
		const colleague = await join('colleague', { invite: token });
		expect(await colleague.gets('GET', 'me')).toMatchObject({ role: 'member' });
		expect(await colleague.gets('POST', 'invites/accept', { token })).toEqual({ room: null });
	});
});

describe('links are not made or tried without end', () => {
	test('that is used up still leads its own newcomer inside', async () => {
		const { anna, join } = world;
		const { url } = await anna.gets<MadeInvite>('POST', 'invites', { ...asked, role: 'member' });
		const token = url.slice(-43);
		const invited = await join('invited', { invite: token });
		expect(await invited.gets('POST', 'invites/accept', { token })).toEqual({ room: null });
	});

	test('an account makes so many in an hour', async () => {
		const { dmitro } = world;
		const { id } = await dmitro.makes({ kind: 'private' });
		const made: unknown[] = [];
		for (let i = 0; i <= INVITES_PER_ACCOUNT.points; i++)
			made.push(await dmitro.tries('POST', `rooms/${id}/invites`, asked));
		expect(made.filter((outcome) => outcome === 201)).toHaveLength(INVITES_PER_ACCOUNT.points);
		expect(made.at(-1)).toBe('too-many-requests');
	});

	test('an address looks at so many in a quarter of an hour', async () => {
		const { server } = world;
		const look = async () => outcomeOf(await server.send('/api/v1/invites/look', { body: { token: 'B'.repeat(43) } }));
		let outcome = await look();
		for (let i = 0; i < LOOKS_PER_ADDRESS.points && outcome === 'link-over'; i++) outcome = await look();
		expect(outcome).toBe('too-many-requests');
	});
});
