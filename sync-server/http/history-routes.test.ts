import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/lib/protocol/ids.ts';
import { HISTORY_PAGE_MAX } from '../../src/lib/protocol/limits.ts';
import type { HistoryPage } from '../../src/lib/protocol/rest-messages.ts';
import type { RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';
import { HISTORY_PAGE } from '../room/room-log.ts';
import { startPeopledServer, write } from './rest-test-support.ts';

let world: Awaited<ReturnType<typeof startPeopledServer>>;
beforeAll(async () => {
	world = await startPeopledServer();
});
afterAll(() => world.server.close());

/** A room of Boris's in which Vera is, with so many messages of his; the n-th was received at 999 + n. */
async function aRoom(count: number, more: object = {}) {
	const { server, boris, vera } = world;
	const { id } = await boris.makes({ kind: 'private', members: [vera.id], ...more });
	const bodies = Array.from({ length: count }, (_, index) => `message ${index + 1}`);
	const ids = await write(
		server,
		id,
		bodies.map((body, index) => ({ author: boris.id, body, createdAt: index + 1 }))
	);
	const page = (query = '') => boris.gets<HistoryPage>('GET', `rooms/${id}/messages${query}`);
	const seqs = async (query = '') => {
		const { messages, before, after } = await page(query);
		return [before, messages.map(({ seq }) => seq), after] as const;
	};
	return { id, ids, page, seqs };
}

describe('the history of a room', () => {
	test('says of each message who wrote it, when it was received and composed, and where it stands', async () => {
		const { boris, vera, server } = world;
		const { id } = await boris.makes({ kind: 'private', members: [vera.id] });
		const said = { author: vera.id, body: 'hello @boris', createdAt: 7, mentions: [boris.id] };
		const [messageId] = await write(server, id, [said]);
		expect(await boris.gets('GET', `rooms/${id}/messages`)).toEqual({
			messages: [{ id: messageId, seq: 1, ...said, receivedAt: 1_000, editedAt: null, versions: 1, deleted: null }],
			before: null,
			after: null
		});
	});

	test('is its newest part where nothing is said, and goes on from either end', async () => {
		const { seqs } = await aRoom(HISTORY_PAGE + 2);
		const [before, newest, after] = await seqs();
		expect([before, newest.at(0), newest.at(-1), after]).toEqual([3, 3, HISTORY_PAGE + 2, null]);
		expect(await seqs(`?before=${before}`)).toEqual([null, [1, 2], 2]);
		expect(await seqs('?after=2&limit=2')).toEqual([3, [3, 4], 4]);
		expect(await seqs(`?after=${HISTORY_PAGE + 1}`)).toEqual([HISTORY_PAGE + 2, [HISTORY_PAGE + 2], null]);
	});

	test('is read before, after and around a sequence, also beyond its ends', async () => {
		const { seqs } = await aRoom(9);
		expect(await seqs('?before=5&limit=2')).toEqual([3, [3, 4], 4]);
		expect(await seqs('?around=5&limit=3')).toEqual([4, [4, 5, 6], 6]);
		expect(await seqs('?around=5&limit=4')).toEqual([3, [3, 4, 5, 6], 6]);
		expect(await seqs('?around=1&limit=4')).toEqual([null, [1, 2], 2]);
		expect(await seqs('?before=1')).toEqual([null, [], 0]);
		expect(await seqs('?after=9')).toEqual([10, [], null]);
		expect(await seqs('?before=100&limit=1')).toEqual([9, [9], null]);
	});

	test('is read before, after and around a time', async () => {
		const { seqs } = await aRoom(9);
		expect(await seqs('?beforeTime=1004&limit=2')).toEqual([3, [3, 4], 4]);
		expect(await seqs('?afterTime=1004&limit=2')).toEqual([5, [5, 6], 6]);
		expect(await seqs('?aroundTime=1004&limit=3')).toEqual([4, [4, 5, 6], 6]);
		expect(await seqs('?afterTime=0&limit=1')).toEqual([null, [1], 1]);
		expect(await seqs('?afterTime=5000')).toEqual([10, [], null]);
		expect(await seqs('?beforeTime=5000&limit=1')).toEqual([9, [9], null]);
	});

	test('of a room where nobody has said anything is empty', async () => {
		const { seqs } = await aRoom(0);
		for (const query of ['', '?around=1', '?afterTime=5', '?beforeTime=5']) {
			expect(await seqs(query)).toEqual([null, [], null]);
		}
	});

	test('says nothing more of what a deleted message said, in any of its versions', async () => {
		const { boris, vera, server } = world;
		const { id, ids, page } = await aRoom(2);
		const edited = { author: boris.id, body: 'changed words', createdAt: 1, editedAt: 99, mentions: [vera.id] };
		const version = { id: ids[0] ?? '', roomId: id, seq: 1, author: boris.id, receivedAt: 5_000 };
		await server.storage.appendCommit({
			...{ document: 'another', base: 0, update: Uint8Array.of(), claims: [] },
			messages: [{ ...version, value: JSON.stringify(edited) }]
		});
		expect((await page()).messages[0]).toMatchObject({
			...{ seq: 1, body: 'changed words', receivedAt: 1_000, createdAt: 1, editedAt: 99, versions: 2 }
		});
		await vera.gets('GET', `rooms/${id}`);
		await boris.gets('POST', `rooms/${id}/messages/${ids[0]}/delete`);
		const response = await vera.send('GET', `rooms/${id}/messages`);
		const text = await response.text();
		expect(text).not.toMatch(/changed words|message 1/);
		const { messages } = JSON.parse(text) as HistoryPage;
		expect(messages[0]).toEqual({
			...{ id: ids[0], seq: 1, author: boris.id, body: '', mentions: [], receivedAt: 1_000, createdAt: 1 },
			...{ editedAt: null, versions: 0, deleted: { by: boris.id, at: expect.any(Number) as number } }
		});
		expect(messages[1]?.body).toBe('message 2');
	});
});

describe('the history is read', () => {
	test('by members of the room, guests among them', async () => {
		const { boris, vera, gleb, dmitro } = world;
		const { id } = await aRoom(1);
		expect(await vera.tries('GET', `rooms/${id}/messages`)).toBe(200);
		await boris.gets('POST', `rooms/${id}/members`, { userId: gleb.id });
		await boris.gets('POST', `rooms/${id}/members`, { userId: dmitro.id });
		await boris.gets('POST', `rooms/${id}/members/${dmitro.id}/role`, { role: 'read-only' });
		expect(await gleb.tries('GET', `rooms/${id}/messages`)).toBe(200);
		expect(await dmitro.tries('GET', `rooms/${id}/messages`)).toBe(200);
	});

	test('by nobody else: not outside a private room, not outside a public one, not by those who run the workspace', async () => {
		const { boris, anna, dmitro, gleb, nobody } = world;
		const { id } = await aRoom(1);
		const { id: open } = await boris.makes({});
		for (const room of [id, open, newId(), 'no-id']) {
			for (const outsider of [anna, dmitro, gleb]) {
				expect(await outsider.tries('GET', `rooms/${room}/messages`)).toBe('not-found');
			}
			expect(await nobody.tries('GET', `rooms/${room}/messages`)).toBe('not-signed-in');
		}
	});

	test('by nobody who was removed, has left, or whose room is gone', async () => {
		const { boris, vera, dmitro } = world;
		const { id } = await aRoom(1, { kind: 'public' });
		await dmitro.gets('POST', `rooms/${id}/join`);
		expect(await dmitro.tries('GET', `rooms/${id}/messages`)).toBe(200);
		await dmitro.gets('POST', `rooms/${id}/leave`);
		expect(await dmitro.tries('GET', `rooms/${id}/messages`)).toBe('not-found');
		await boris.gets('POST', `rooms/${id}/members/${vera.id}/remove`, { ban: true });
		expect(await vera.tries('GET', `rooms/${id}/messages`)).toBe('not-found');
		await boris.gets('POST', `rooms/${id}/delete`);
		expect(await boris.tries('GET', `rooms/${id}/messages`)).toBe('not-found');
	});

	test('in a direct room by the two, also where one has blocked the other', async () => {
		const { server, boris, vera } = world;
		const { id } = await boris.gets<RoomSummary>('POST', 'rooms/direct', { userId: vera.id });
		await write(server, id, [{ author: boris.id, body: 'hi', createdAt: 1 }]);
		await vera.gets('POST', `people/${boris.id}/block`);
		for (const person of [boris, vera]) {
			expect((await person.gets<HistoryPage>('GET', `rooms/${id}/messages`)).messages).toHaveLength(1);
		}
		await vera.gets('POST', `people/${boris.id}/unblock`);
	});

	test.each([
		['limit=0', 'invalid-fields'],
		[`limit=${HISTORY_PAGE_MAX + 1}`, 'invalid-fields'],
		['limit=many', 'invalid-fields'],
		['before=-1', 'invalid-fields'],
		['before=', 'invalid-fields'],
		['after=1.5', 'invalid-fields'],
		['around=99999999999999999', 'invalid-fields'],
		['aroundTime=9999999999999999', 'invalid-fields'],
		['order=desc', 'invalid-fields'],
		['before=1&after=2', 'bad-request']
	])('with a query that means something: not %s', async (query, code) => {
		const { boris } = world;
		const { id } = await aRoom(0);
		expect(await boris.tries('GET', `rooms/${id}/messages?${query}`)).toBe(code);
	});

	test('and not written', async () => {
		const { boris } = world;
		const { id } = await aRoom(0);
		expect(await boris.tries('POST', `rooms/${id}/messages`)).toBe('method-not-allowed');
	});
});
