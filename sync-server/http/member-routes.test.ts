import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/lib/protocol/ids.ts';
import type { BanList } from '../../src/lib/protocol/rest-rooms.ts';
import { startPeopledServer } from './rest-test-support.ts';

let world: Awaited<ReturnType<typeof startPeopledServer>>;
beforeAll(async () => {
	world = await startPeopledServer();
});
afterAll(() => world.server.close());

/** A room of Boris's in which Vera keeps order and Dmitro is a member. */
async function threeInARoom(more: object = {}) {
	const { boris, vera, dmitro } = world;
	const { id } = await boris.makes({ kind: 'private', members: [vera.id, dmitro.id], ...more });
	await boris.gets('POST', `rooms/${id}/members/${vera.id}/role`, { role: 'moderator' });
	const on = (userId: string, act: string) => `rooms/${id}/members/${userId}/${act}`;
	return { id, on, members: `rooms/${id}/members` };
}

const bans = { ban: true };
const removes = { ban: false };

describe('adding somebody', () => {
	test('is for those who keep order, by id or by username, and once', async () => {
		const { boris, dmitro, gleb, anna, nobody } = world;
		const { id, members } = await threeInARoom();
		expect(await dmitro.tries('POST', members, { userId: gleb.id })).toBe('forbidden');
		expect(await anna.tries('POST', members, { userId: anna.id })).toBe('not-found');
		expect(await nobody.tries('POST', members, { userId: gleb.id })).toBe('not-signed-in');
		expect(await boris.tries('POST', members, { username: 'GLEB' })).toBe(204);
		expect(await boris.tries('POST', members, { userId: gleb.id })).toBe(204);
		expect((await gleb.sees(id)).memberCount).toBe(4);
		expect(await boris.tries('POST', members, { userId: newId() })).toBe('not-found');
		expect(await boris.tries('POST', members, { username: 'nobody-here' })).toBe('not-found');
		expect(await boris.tries('POST', members, {})).toBe('invalid-fields');
		expect(await boris.tries('POST', members, { userId: gleb.id, username: 'gleb' })).toBe('invalid-fields');
	});

	test('is for every member of a group but guests, and of nobody who has blocked them', async () => {
		const { boris, dmitro, gleb, vera } = world;
		const { id } = await boris.makes({ kind: 'group', title: '', members: [gleb.id, dmitro.id] });
		expect(await gleb.tries('POST', `rooms/${id}/members`, { userId: vera.id })).toBe('forbidden');
		await vera.gets('POST', `people/${dmitro.id}/block`);
		expect(await dmitro.tries('POST', `rooms/${id}/members`, { userId: vera.id })).toBe('blocked');
		await vera.gets('POST', `people/${dmitro.id}/unblock`);
		expect(await dmitro.tries('POST', `rooms/${id}/members`, { userId: vera.id })).toBe(204);
	});
});

describe('removing somebody', () => {
	test('is for those above them', async () => {
		const { boris, vera, dmitro, anna } = world;
		const { id, on } = await threeInARoom();
		expect(await dmitro.tries('POST', on(vera.id, 'remove'), removes)).toBe('forbidden');
		expect(await vera.tries('POST', on(boris.id, 'remove'), removes)).toBe('forbidden');
		expect(await vera.tries('POST', on(vera.id, 'remove'), removes)).toBe('forbidden');
		expect(await anna.tries('POST', on(dmitro.id, 'remove'), removes)).toBe('not-found');
		expect(await vera.tries('POST', on(dmitro.id, 'remove'), removes)).toBe(204);
		expect(await dmitro.tries('GET', `rooms/${id}`)).toBe('not-found');
		expect(await dmitro.tries('POST', on(vera.id, 'remove'), removes)).toBe('not-found');
		expect(await vera.tries('POST', on(dmitro.id, 'remove'), removes)).toBe('not-found');
		expect(await vera.tries('POST', `rooms/${id}/members`, { userId: dmitro.id })).toBe(204);
	});

	test('for good keeps them out by every door until it is taken back', async () => {
		const { boris, vera, dmitro } = world;
		const { id, on, members } = await threeInARoom({ kind: 'public' });
		const token = await boris.invites(id);
		expect(await vera.tries('POST', on(dmitro.id, 'remove'), bans)).toBe(204);
		expect(await dmitro.tries('POST', `rooms/${id}/join`)).toBe('not-found');
		expect(await dmitro.tries('POST', 'invites/accept', { token })).toBe('banned');
		expect(await boris.tries('POST', members, { userId: dmitro.id })).toBe('banned');
		expect(await dmitro.tries('GET', `rooms/${id}/bans`)).toBe('not-found');
		const listed = await vera.gets<BanList>('GET', `rooms/${id}/bans`);
		expect(listed.bans).toMatchObject([{ userId: dmitro.id, bannedBy: vera.id }]);
		expect(await dmitro.tries('POST', on(dmitro.id, 'unban'))).toBe('not-found');
		expect(await vera.tries('POST', on(dmitro.id, 'unban'))).toBe(204);
		expect(await vera.tries('POST', on(dmitro.id, 'unban'))).toBe(204);
		expect(await dmitro.tries('POST', `rooms/${id}/join`)).toBe(200);
		expect(await dmitro.tries('GET', `rooms/${id}/bans`)).toBe('forbidden');
	});
});

describe('roles', () => {
	test('are given by owners, and there is always one', async () => {
		const { boris, vera, dmitro } = world;
		const { id, on } = await threeInARoom();
		expect(await vera.tries('POST', on(dmitro.id, 'role'), { role: 'read-only' })).toBe('forbidden');
		expect(await vera.tries('POST', on(vera.id, 'role'), { role: 'owner' })).toBe('forbidden');
		expect(await boris.tries('POST', on(boris.id, 'role'), { role: 'member' })).toBe('last-owner');
		expect(await boris.tries('POST', on(newId(), 'role'), { role: 'member' })).toBe('not-found');
		expect(await boris.tries('POST', on(dmitro.id, 'role'), { role: 'king' })).toBe('invalid-fields');
		expect(await boris.tries('POST', on(dmitro.id, 'role'), { role: 'read-only' })).toBe(204);
		expect((await boris.sees(id)).members.find((member) => member.id === dmitro.id)?.role).toBe('read-only');
		expect(await boris.tries('POST', on(vera.id, 'role'), { role: 'owner' })).toBe(204);
		const both = await Promise.all([
			boris.tries('POST', on(boris.id, 'role'), { role: 'member' }),
			vera.tries('POST', on(vera.id, 'role'), { role: 'member' })
		]);
		expect(both.sort()).toEqual([204, 'last-owner']);
	});

	test('those who run the workspace keep order in public rooms, and take over any that has no owner', async () => {
		const { anna, boris, dmitro } = world;
		const open = await boris.makes({});
		await dmitro.gets('POST', `rooms/${open.id}/join`);
		expect(await anna.tries('PATCH', `rooms/${open.id}`, { topic: 'In order' })).toBe(200);
		expect(await anna.tries('POST', `rooms/${open.id}/members/${boris.id}/remove`, removes)).toBe('forbidden');
		expect(await anna.tries('POST', `rooms/${open.id}/members/${dmitro.id}/mute`, { until: 9e12 })).toBe(204);
		expect(await anna.tries('POST', `rooms/${open.id}/members/${anna.id}/role`, { role: 'owner' })).toBe('forbidden');
		await dmitro.gets('POST', `rooms/${open.id}/leave`);
		await boris.gets('POST', `rooms/${open.id}/leave`);
		expect(await boris.tries('POST', `rooms/${open.id}/members/${boris.id}/role`, { role: 'owner' })).toBe('not-found');
		expect(await anna.tries('POST', `rooms/${open.id}/members/${anna.id}/role`, { role: 'owner' })).toBe(204);
		expect((await anna.sees(open.id)).role).toBe('owner');
	});
});

describe('muting', () => {
	test('is for those above the member, until a time or no longer', async () => {
		const { boris, vera, dmitro } = world;
		const { id, on } = await threeInARoom();
		const mutedUntil = async () => (await boris.sees(id)).members.find((member) => member.id === dmitro.id)?.mutedUntil;
		expect(await dmitro.tries('POST', on(vera.id, 'mute'), { until: 5 })).toBe('forbidden');
		expect(await vera.tries('POST', on(boris.id, 'mute'), { until: 5 })).toBe('forbidden');
		expect(await vera.tries('POST', on(dmitro.id, 'mute'), { until: 5 })).toBe(204);
		expect(await vera.tries('POST', on(dmitro.id, 'mute'), { until: 5 })).toBe(204);
		expect(await mutedUntil()).toBe(5);
		expect(await vera.tries('POST', on(dmitro.id, 'mute'), { until: 0 })).toBe(204);
		expect(await mutedUntil()).toBeNull();
	});
});
