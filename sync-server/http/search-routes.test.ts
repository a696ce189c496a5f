import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEARCH_MAX_CHARS } from '../../src/lib/protocol/limits.ts';
import type { SearchPage } from '../../src/lib/protocol/rest-messages.ts';
import { MESSAGE_SEARCHES_PER_ACCOUNT } from '../people/people-limits.ts';
import { startPeopledServer, write } from './rest-test-support.ts';
import { SEARCH_PAGE } from './search-routes.ts';

type World = Awaited<ReturnType<typeof startPeopledServer>>;
let world: World;
beforeAll(async () => {
	world = await startPeopledServer();
});
afterAll(() => world.server.close());

let words = 0;

/** A room of Boris's in which Vera is, with a word that stands nowhere else. */
async function aTalk(more: object = {}, count = 1) {
	const { server, boris, vera } = world;
	const word = `needle${(words += 1)}x`;
	const { id } = await boris.makes({ kind: 'private', members: [vera.id], ...more });
	const said = Array.from({ length: count }, (_, index) => `${index} here is ${word}`);
	const ids = await write(
		server,
		id,
		said.map((body, index) => ({ author: boris.id, body, createdAt: index }))
	);
	const found = async (who: World['boris'], query = '') => {
		const { results } = await who.gets<SearchPage>('GET', `search?q=${word}${query}`);
		return results.map(({ seq }) => seq);
	};
	return { id, ids, word, found };
}

test('a message is found by its words, with where they stand', async () => {
	const { boris, vera } = world;
	const { id, ids, word } = await aTalk();
	expect(await vera.gets('GET', `search?q=${word.toUpperCase()}`)).toEqual({
		results: [
			{
				...{ roomId: id, id: ids[0], seq: 1, author: boris.id, receivedAt: 1_000, editedAt: null },
				...{ snippet: `0 here is ${word}`, snippetStart: 0, hits: [{ start: 10, end: 10 + word.length }] }
			}
		],
		cursor: null,
		complete: true
	});
});

test('nothing is found in rooms that one is not in, public or not, by whatever role', async () => {
	const { anna, dmitro, gleb, nobody } = world;
	for (const kind of ['private', 'public', 'group']) {
		const { id, word, found } = await aTalk({ kind });
		for (const outsider of [anna, dmitro, gleb]) {
			expect(await found(outsider)).toEqual([]);
			expect(await found(outsider, `&room=${id}`)).toEqual([]);
		}
		expect(await nobody.tries('GET', `search?q=${word}`)).toBe('not-signed-in');
	}
});

test('a membership counts from the moment it is there, and no longer than that', async () => {
	const { boris, vera, gleb } = world;
	const { id, found } = await aTalk();
	await boris.gets('POST', `rooms/${id}/members`, { userId: gleb.id });
	expect(await found(gleb)).toEqual([1]);
	await boris.gets('POST', `rooms/${id}/members/${gleb.id}/remove`, { ban: false });
	expect(await found(gleb)).toEqual([]);
	await vera.gets('POST', `rooms/${id}/leave`);
	expect(await found(vera)).toEqual([]);
	await boris.gets('POST', `rooms/${id}/delete`);
	expect(await found(boris)).toEqual([]);
});

test('a deleted message is not found', async () => {
	const { boris } = world;
	const { id, ids, found } = await aTalk({}, 2);
	await boris.gets('POST', `rooms/${id}/messages/${ids[1]}/delete`);
	expect(await found(boris)).toEqual([1]);
});

test('people whom one has blocked are not found, and find', async () => {
	const { boris, vera } = world;
	const { found } = await aTalk();
	await vera.gets('POST', `people/${boris.id}/block`);
	expect([await found(vera), await found(boris)]).toEqual([[], [1]]);
	await vera.gets('POST', `people/${boris.id}/unblock`);
	expect(await found(vera)).toEqual([1]);
});

test('a page says how to go on', async () => {
	const { vera } = world;
	const { word } = await aTalk({}, SEARCH_PAGE + 2);
	const first = await vera.gets<SearchPage>('GET', `search?q=${word}`);
	expect(first.results.map(({ seq }) => seq)).toEqual(
		Array.from({ length: SEARCH_PAGE }, (_, n) => SEARCH_PAGE + 2 - n)
	);
	const second = await vera.gets<SearchPage>('GET', `search?q=${word}&cursor=${first.cursor}`);
	expect([second.results.map(({ seq }) => seq), second.cursor]).toEqual([[2, 1], null]);
});

test('room, author, times and links narrow it down', async () => {
	const { boris, vera } = world;
	const { id, found } = await aTalk({}, 3);
	expect(await found(vera, `&room=${id}&from=${boris.id}`)).toEqual([3, 2, 1]);
	expect(await found(vera, `&from=${vera.id}`)).toEqual([]);
	expect(await found(vera, '&after=1001&before=1002')).toEqual([2]);
	expect(await found(vera, '&has=link')).toEqual([]);
	expect((await vera.gets<SearchPage>('GET', `search?room=${id}`)).results).toHaveLength(3);
	expect((await vera.gets<SearchPage>('GET', `search?room=${newId()}`)).results).toEqual([]);
});

test.each([
	'q=%22',
	'q=OR',
	'q=a%20NEAR(b',
	'q=grams%3Ax*',
	'q=%00',
	'q=%F0%9F%8F%B4',
	'q=',
	'',
	`q=${'%D1%91'.repeat(SEARCH_MAX_CHARS)}`
])('%j is answered', async (query) => {
	expect(await world.vera.tries('GET', `search?${query}`)).toBe(200);
});

test.each([
	`q=${'a'.repeat(SEARCH_MAX_CHARS + 1)}`,
	'room=x',
	'from=anna',
	'before=now',
	'has=poll',
	'cursor=-1',
	'sort=old'
])('%j is refused as what it is', async (query) => {
	expect(await world.vera.tries('GET', `search?${query}`)).toBe('invalid-fields');
});

test('nobody searches all the time', async () => {
	const { join } = world;
	const eva = await join('eva');
	for (let count = 0; count < MESSAGE_SEARCHES_PER_ACCOUNT.points; count += 1) {
		expect(await eva.tries('GET', 'search?q=x')).toBe(200);
	}
	expect(await eva.tries('GET', 'search?q=x')).toBe('too-many-requests');
	expect(await eva.tries('POST', 'search')).toBe('method-not-allowed');
});
