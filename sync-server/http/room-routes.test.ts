import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { directRoomId, newId } from '../../src/lib/protocol/ids.ts';
import type { Problem } from '../../src/lib/protocol/problem.ts';
import type { RoomList, RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';
import { startPeopledServer, write } from './rest-test-support.ts';

let world: Awaited<ReturnType<typeof startPeopledServer>>;
beforeAll(async () => {
	world = await startPeopledServer();
});
afterAll(() => world.server.close());

const seenBy = async (somebody: typeof world.anna) => (await somebody.gets<RoomList>('GET', 'rooms')).rooms;

test('a room is made, listed, joined and left, and joining twice is joining once', async () => {
	const { boris, vera } = world;
	const room = await boris.makes({ title: 'Hall' });
	expect(room).toMatchObject({ title: 'Hall', kind: 'public', memberCount: 1, role: 'owner' });
	for (const _twice of [1, 2]) {
		const joined = await vera.gets<RoomSummary>('POST', `rooms/${room.id}/join`);
		expect(joined).toMatchObject({ id: room.id, memberCount: 2, role: 'member' });
	}
	expect(await vera.tries('POST', `rooms/${room.id}/leave`, {})).toBe(204);
	expect(await vera.tries('POST', `rooms/${room.id}/leave`)).toBe('not-found');
	expect((await seenBy(boris)).find(({ id }) => id === room.id)).toEqual(room);
});

test.each(['GET', 'POST join', 'POST leave', 'POST delete', 'PATCH', 'POST invites', 'GET bans'])(
	'a private room answers strangers exactly as one that does not exist: %s',
	async (how) => {
		const { boris, vera } = world;
		const { id } = await boris.makes({ kind: 'private' });
		const [method = '', act] = how.split(' ');
		const body = { PATCH: { topic: 'x' }, 'POST invites': { lastsHours: 1, uses: 1, role: 'guest' } }[how];
		const answers = await Promise.all(
			[id, newId(), 'x', '..%2f..'].map(async (room) => {
				const response = await vera.send(method, ['rooms', room, act].filter(Boolean).join('/'), body);
				return [response.status, await response.text()];
			})
		);
		expect(answers[0]?.[0]).toBe(404);
		expect(new Set(answers.map(String)).size).toBe(1);
	}
);

describe('making a room', () => {
	test('is done once for an id, however often its maker asks, and by nobody else', async () => {
		const { boris, vera } = world;
		const id = newId();
		const first = await boris.makes({ id });
		expect(first).toMatchObject({ id, kind: 'public', role: 'owner', memberCount: 1, messageCount: 0, topic: '' });
		expect(await boris.makes({ id, title: 'Other' })).toEqual(first);
		expect(await vera.tries('POST', 'rooms', { id, title: 'Mine', kind: 'private' })).toBe('forbidden');
		const hidden = await boris.makes({ kind: 'private' });
		expect(await vera.tries('POST', 'rooms', { id: hidden.id, title: 'x', kind: 'private' })).toBe('forbidden');
	});

	test('takes in at once those who are named, and tells nobody else of a private one', async () => {
		const { anna, boris, vera, dmitro } = world;
		const made = await anna.makes({ kind: 'group', title: '', members: [boris.id, boris.id, vera.id, anna.id] });
		expect(made).toMatchObject({ memberCount: 3, title: '' });
		expect((await seenBy(boris)).find(({ id }) => id === made.id)?.role).toBe('member');
		expect((await seenBy(dmitro)).some(({ id }) => id === made.id)).toBe(false);
		expect((await boris.sees(made.id)).members.map(({ id }) => id)).toContain(vera.id);
		expect(await anna.tries('POST', 'rooms', { title: '', kind: 'group', members: [newId()] })).toBe('not-found');
	});

	test('needs a title unless it is a group, a session, and somebody who is no guest', async () => {
		const { boris, gleb, nobody } = world;
		expect(await boris.tries('POST', 'rooms', { title: ' ', kind: 'public' })).toBe('invalid-fields');
		expect(await boris.tries('POST', 'rooms', { title: '', kind: 'private' })).toBe('invalid-fields');
		expect(await gleb.tries('POST', 'rooms', { title: '', kind: 'group' })).toBe('forbidden');
		expect(await nobody.tries('POST', 'rooms', { title: 'x', kind: 'public' })).toBe('not-signed-in');
	});

	test('cannot take the place where two people would talk', async () => {
		const { boris, vera, dmitro } = world;
		const id = await directRoomId(vera.id, dmitro.id);
		expect(await boris.tries('POST', 'rooms', { id, title: 'Trap', kind: 'private' })).toBe('forbidden');
	});
});

describe('a direct room', () => {
	test('is one for each pair, also when both open it at once', async () => {
		const { anna, boris } = world;
		const [one, other] = await Promise.all([
			anna.gets<RoomSummary>('POST', 'rooms/direct', { userId: boris.id }),
			boris.gets<RoomSummary>('POST', 'rooms/direct', { userId: anna.id })
		]);
		expect(one).toMatchObject({
			id: await directRoomId(boris.id, anna.id),
			kind: 'direct',
			memberCount: 2,
			role: 'member'
		});
		expect(other.id).toBe(one.id);
		expect((await seenBy(boris)).filter(({ kind }) => kind === 'direct')).toHaveLength(1);
	});

	test('with oneself is a room of one', async () => {
		const { boris } = world;
		const made = await boris.gets<RoomSummary>('POST', 'rooms/direct', { userId: boris.id });
		expect(made).toMatchObject({ memberCount: 1, kind: 'direct' });
	});

	test('cannot be left, renamed, added to, deleted or taken over', async () => {
		const { anna, vera, boris } = world;
		const { id } = await anna.gets<RoomSummary>('POST', 'rooms/direct', { userId: vera.id });
		expect(await vera.tries('POST', `rooms/${id}/leave`)).toBe('forbidden');
		expect(await vera.tries('PATCH', `rooms/${id}`, { title: 'Us' })).toBe('forbidden');
		expect(await vera.tries('POST', `rooms/${id}/members`, { userId: boris.id })).toBe('forbidden');
		expect(await vera.tries('POST', `rooms/${id}/members/${anna.id}/remove`, { ban: false })).toBe('forbidden');
		expect(await anna.tries('POST', `rooms/${id}/members/${anna.id}/role`, { role: 'owner' })).toBe('forbidden');
		expect(await anna.tries('POST', `rooms/${id}/delete`)).toBe('forbidden');
		expect(await boris.tries('GET', `rooms/${id}`)).toBe('not-found');
	});

	test('does not begin where one has blocked the other, nor for a guest with people they do not see', async () => {
		const { boris, vera, dmitro, gleb } = world;
		await vera.gets('POST', `people/${dmitro.id}/block`);
		expect(await dmitro.tries('POST', 'rooms/direct', { userId: vera.id })).toBe('blocked');
		expect(await vera.tries('POST', 'rooms/direct', { userId: dmitro.id })).toBe('blocked');
		await vera.gets('POST', `people/${dmitro.id}/unblock`);
		expect(await gleb.tries('POST', 'rooms/direct', { userId: boris.id })).toBe('not-found');
		expect(await gleb.tries('POST', 'rooms/direct', { userId: newId() })).toBe('not-found');
		await boris.makes({ kind: 'group', members: [gleb.id] });
		expect(await gleb.tries('POST', 'rooms/direct', { userId: boris.id })).toBe(201);
	});
});

describe('the list', () => {
	test('shows the newest message as it is now, and to outsiders nothing that was written', async () => {
		const { server, boris, vera } = world;
		const { id } = await boris.makes({ title: 'Talk' });
		const said = { author: boris.id, body: 'second', createdAt: 2, editedAt: 3 };
		const [, last] = await write(server, id, [{ author: boris.id, body: 'first', createdAt: 1 }, said]);
		const own = (await seenBy(boris)).find((room) => room.id === id);
		expect(own).toMatchObject({ messageCount: 2 });
		expect(own?.lastMessage).toEqual({
			id: last,
			seq: 2,
			author: boris.id,
			body: 'second',
			at: 1_001,
			state: 'edited'
		});
		const strange = (await seenBy(vera)).find((room) => room.id === id);
		expect(strange).toMatchObject({ messageCount: null, lastMessage: null, role: null });
		expect(await vera.sees(id)).toMatchObject({ messageCount: null, lastMessage: null, members: [{ id: boris.id }] });
		await boris.gets('POST', `rooms/${id}/messages/${last}/delete`);
		const after = (await seenBy(boris)).find((room) => room.id === id);
		expect(after?.lastMessage).toMatchObject({ body: '', state: 'deleted', at: 1_001 });
	});

	test('shows a guest only their own rooms, and they can neither look at nor join others', async () => {
		const { boris, gleb } = world;
		const { id } = await boris.makes({ title: 'Open to the house' });
		expect((await seenBy(gleb)).every(({ role }) => role !== null)).toBe(true);
		expect(await gleb.tries('GET', `rooms/${id}`)).toBe('not-found');
		expect(await gleb.tries('POST', `rooms/${id}/join`)).toBe('not-found');
	});
});

describe('changing a room', () => {
	test('is for those who keep order in it, and in a group for every member', async () => {
		const { boris, vera, dmitro } = world;
		const { id } = await boris.makes({});
		await vera.gets('POST', `rooms/${id}/join`);
		expect(await vera.tries('PATCH', `rooms/${id}`, { topic: 'x' })).toBe('forbidden');
		expect(await dmitro.tries('PATCH', `rooms/${id}`, { topic: 'x' })).toBe('not-found');
		await boris.gets('POST', `rooms/${id}/members/${vera.id}/role`, { role: 'moderator' });
		const asked = { title: 'Pantry', topic: 'food', announcements: true, slowSeconds: 30 };
		expect(await vera.gets('PATCH', `rooms/${id}`, asked)).toMatchObject(asked);
		expect(await vera.tries('PATCH', `rooms/${id}`, { archived: true })).toBe('forbidden');
		expect(await vera.tries('PATCH', `rooms/${id}`, { title: '' })).toBe('invalid-fields');
		const group = await boris.makes({ kind: 'group', members: [vera.id] });
		expect(await vera.gets('PATCH', `rooms/${group.id}`, { title: 'Trip' })).toMatchObject({ title: 'Trip' });
		expect(await vera.tries('PATCH', `rooms/${group.id}`, { announcements: true })).toBe('forbidden');
	});

	test('does not overwrite a title that the asker has not seen, and says which it is', async () => {
		const { boris } = world;
		const { id } = await boris.makes({ title: 'One' });
		await boris.gets('PATCH', `rooms/${id}`, { title: 'Two', seenTitle: 'One' });
		const late = await boris.send('PATCH', `rooms/${id}`, { title: 'Three', seenTitle: 'One' });
		expect(late.status).toBe(409);
		expect(((await late.json()) as Problem).detail).toBe('Two');
		expect(await boris.tries('PATCH', `rooms/${id}`, { title: 'Two', seenTitle: 'One' })).toBe(200);
	});

	test('of an archived one is only to take it back into use', async () => {
		const { boris, vera } = world;
		const { id } = await boris.makes({});
		const archived = await boris.gets<RoomSummary>('PATCH', `rooms/${id}`, { archived: true });
		expect(archived.archivedAt).toBeGreaterThan(0);
		expect(await boris.tries('PATCH', `rooms/${id}`, { archived: true })).toBe(200);
		expect(await boris.tries('PATCH', `rooms/${id}`, { topic: 'x' })).toBe('room-archived');
		expect(await boris.tries('PATCH', `rooms/${id}`, { archived: false, topic: 'x' })).toBe('room-archived');
		expect(await vera.tries('POST', `rooms/${id}/join`)).toBe('room-archived');
		expect(await boris.tries('POST', `rooms/${id}/members`, { userId: vera.id })).toBe('room-archived');
		expect(await boris.tries('POST', `rooms/${id}/invites`, { lastsHours: 1, uses: 1, role: 'guest' })).toBe(
			'room-archived'
		);
		expect(await boris.gets('PATCH', `rooms/${id}`, { archived: false })).toMatchObject({ archivedAt: null });
	});
});

describe('deleting a room', () => {
	test('is for its owners and those who run the workspace, ends it for everyone, and may be asked for twice', async () => {
		const { anna, boris, vera } = world;
		const { id } = await boris.makes({});
		await vera.gets('POST', `rooms/${id}/join`);
		expect(await vera.tries('POST', `rooms/${id}/delete`)).toBe('forbidden');
		expect(await boris.tries('POST', `rooms/${id}/delete`)).toBe(204);
		expect(await boris.tries('POST', `rooms/${id}/delete`)).toBe(204);
		expect(await vera.tries('POST', `rooms/${id}/delete`)).toBe('not-found');
		expect(await vera.tries('GET', `rooms/${id}`)).toBe('not-found');
		expect(await boris.tries('POST', `rooms/${id}/join`)).toBe('not-found');
		expect(await boris.tries('POST', 'rooms', { id, title: 'Again', kind: 'public' })).toBe('forbidden');
		expect((await seenBy(vera)).some((room) => room.id === id)).toBe(false);
		const hidden = await boris.makes({ kind: 'private' });
		expect(await anna.tries('GET', `rooms/${hidden.id}`)).toBe('not-found');
		expect(await anna.tries('POST', `rooms/${hidden.id}/delete`)).toBe(204);
	});
});

describe('leaving a room', () => {
	test('is not for its last owner while others are there', async () => {
		const { boris, vera } = world;
		const { id } = await boris.makes({});
		await vera.gets('POST', `rooms/${id}/join`);
		expect(await boris.tries('POST', `rooms/${id}/leave`)).toBe('last-owner');
		await boris.gets('POST', `rooms/${id}/members/${vera.id}/role`, { role: 'owner' });
		const both = await Promise.all([boris.tries('POST', `rooms/${id}/leave`), vera.tries('POST', `rooms/${id}/leave`)]);
		expect(both).toEqual([204, 204]);
		expect((await vera.sees(id)).memberCount).toBe(0);
	});

	test('at once by the last two owners leaves one of them where there are others', async () => {
		const { boris, vera, dmitro } = world;
		const { id } = await boris.makes({});
		for (const one of [vera, dmitro]) await one.gets('POST', `rooms/${id}/join`);
		await boris.gets('POST', `rooms/${id}/members/${vera.id}/role`, { role: 'owner' });
		const both = await Promise.all([boris.tries('POST', `rooms/${id}/leave`), vera.tries('POST', `rooms/${id}/leave`)]);
		expect(both.sort()).toEqual([204, 'last-owner']);
	});

	test('ends one that is not public when nobody is left', async () => {
		const { anna, boris } = world;
		const { id } = await boris.makes({ kind: 'private' });
		const token = await boris.invites(id);
		expect(await boris.tries('POST', `rooms/${id}/leave`)).toBe(204);
		expect(await anna.tries('POST', 'invites/accept', { token })).toBe('link-over');
	});
});

describe("a room's picture", () => {
	const PIXEL = Buffer.from(
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
		'base64'
	);

	test('is given and taken away by those who keep order', async () => {
		const { server, boris, vera } = world;
		const { id } = await boris.makes({});
		await vera.gets('POST', `rooms/${id}/join`);
		const headers = { 'content-type': 'image/png' };
		const put = (cookie: string) =>
			server.send(`/api/v1/rooms/${id}/avatar`, { method: 'PUT', body: PIXEL, headers, cookie });
		expect((await put(vera.cookie)).status).toBe(403);
		expect((await put('')).status).toBe(401);
		const { avatar } = (await (await put(boris.cookie)).json()) as { avatar: string };
		expect((await vera.sees(id)).avatar).toBe(avatar);
		expect(await vera.tries('DELETE', `rooms/${id}/avatar`)).toBe('forbidden');
		expect(await boris.tries('DELETE', `rooms/${id}/avatar`)).toBe(204);
		expect((await vera.sees(id)).avatar).toBeNull();
	});
});
