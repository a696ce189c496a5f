import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/lib/protocol/ids.ts';
import { HISTORY_PAGE_MAX } from '../../src/lib/protocol/limits.ts';
import type { HistoryMessage, HistoryPage } from '../../src/lib/protocol/rest-messages.ts';
import type { RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';
import { EXPORTS_PER_ACCOUNT } from '../people/people-limits.ts';
import { startPeopledServer, write } from './rest-test-support.ts';

let world: Awaited<ReturnType<typeof startPeopledServer>>;
beforeAll(async () => {
	world = await startPeopledServer();
});
afterAll(() => world.server.close());

const JSON_FORMAT = 'export?format=json';

/** A room of Boris's in which Vera and Dmitro are. */
async function aRoom(more: object = {}) {
	const { boris, vera, dmitro } = world;
	return (await boris.makes({ kind: 'private', members: [vera.id, dmitro.id], title: 'Кухня', ...more })).id;
}

describe('a room as a file', () => {
	test('has everything that the history has, however many pages that is', async () => {
		const { server, boris, vera } = world;
		const id = await aRoom();
		const count = 2 * HISTORY_PAGE_MAX + 7;
		const bodies = Array.from({ length: count }, (_, index) => `message ${index}`);
		const said = bodies.map((body, index) => ({ author: index % 2 ? boris.id : vera.id, body, createdAt: index }));
		const ids = await write(server, id, said);
		await boris.gets('POST', `rooms/${id}/messages/${ids[0]}/delete`);
		const response = await boris.send('GET', `rooms/${id}/${JSON_FORMAT}`);
		expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
		expect(response.headers.get('cache-control')).toBe('no-store');
		const day = new Date().toISOString().slice(0, 10);
		expect(decodeURIComponent(response.headers.get('content-disposition') ?? '')).toContain(`Кухня ${day}.json`);
		const text = await response.text();
		expect(text).not.toContain('"message 0"');
		const { messages, people } = JSON.parse(text) as { messages: HistoryMessage[]; people: object };
		expect(messages).toHaveLength(count);
		expect(people).toEqual({
			[boris.id]: { name: 'boris', username: 'boris' },
			[vera.id]: { name: 'vera', username: 'vera' }
		});
		const page = await boris.gets<HistoryPage>('GET', `rooms/${id}/messages?after=0&limit=${HISTORY_PAGE_MAX}`);
		expect(messages.slice(0, HISTORY_PAGE_MAX)).toEqual(page.messages);
		expect(messages[0]).toMatchObject({ body: '', deleted: { by: boris.id } });
	});

	test.each([
		['markdown', 'text/markdown; charset=utf-8', /^# Кухня\n/],
		['html', 'text/html; charset=utf-8', /^<!doctype html>\n<html lang="uk">/]
	])('is %s as well, in the language of who asks', async (format, mediaType, beginning) => {
		const { server, boris } = world;
		const id = await aRoom();
		await write(server, id, [{ author: boris.id, body: '<b>hi</b>', createdAt: 1 }]);
		const response = await server.send(`/api/v1/rooms/${id}/export?format=${format}`, {
			...{ method: 'GET', cookie: boris.cookie, headers: { 'accept-language': 'uk' } }
		});
		expect(response.headers.get('content-type')).toBe(mediaType);
		expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
		const text = await response.text();
		expect(text).toMatch(beginning);
		expect(text).toContain('Копію збережено: boris');
		expect(text).not.toContain('<b>hi');
	});

	test('of a room where nobody has said anything is one all the same', async () => {
		const id = await aRoom();
		expect(await world.boris.gets('GET', `rooms/${id}/${JSON_FORMAT}`)).toMatchObject({ messages: [] });
	});

	test('is called after its members where it has no name', async () => {
		const { boris, vera } = world;
		const { id } = await boris.gets<RoomSummary>('POST', 'rooms/direct', { userId: vera.id });
		const exported = await vera.gets<{ room: object }>('GET', `rooms/${id}/${JSON_FORMAT}`);
		expect(exported.room).toMatchObject({ title: expect.stringMatching(/^(boris, vera|vera, boris)$/) as string });
	});
});

describe('taking a room along', () => {
	test('is for its owners and moderators, and not for its other members', async () => {
		const { boris, vera, dmitro } = world;
		const id = await aRoom();
		await boris.gets('POST', `rooms/${id}/members/${vera.id}/role`, { role: 'moderator' });
		expect(await boris.tries('GET', `rooms/${id}/${JSON_FORMAT}`)).toBe(200);
		expect(await vera.tries('GET', `rooms/${id}/${JSON_FORMAT}`)).toBe(200);
		expect(await dmitro.tries('GET', `rooms/${id}/${JSON_FORMAT}`)).toBe('forbidden');
		await boris.gets('POST', `rooms/${id}/members/${vera.id}/role`, { role: 'member' });
		expect(await vera.tries('GET', `rooms/${id}/${JSON_FORMAT}`)).toBe('forbidden');
	});

	test('is for those who run the workspace in public rooms, and in no other that they are not in', async () => {
		const { anna, dmitro, gleb } = world;
		const open = await aRoom({ kind: 'public', members: [] });
		expect(await anna.tries('GET', `rooms/${open}/${JSON_FORMAT}`)).toBe(200);
		for (const outsider of [dmitro, gleb]) {
			expect(await outsider.tries('GET', `rooms/${open}/${JSON_FORMAT}`)).toBe('not-found');
		}
		for (const kind of ['private', 'group']) {
			expect(await anna.tries('GET', `rooms/${await aRoom({ kind })}/${JSON_FORMAT}`)).toBe('not-found');
		}
	});

	test('is for either of the two in a direct room, and for nobody else', async () => {
		const { boris, dmitro, anna } = world;
		const { id } = await boris.gets<RoomSummary>('POST', 'rooms/direct', { userId: dmitro.id });
		expect(await boris.tries('GET', `rooms/${id}/${JSON_FORMAT}`)).toBe(200);
		expect(await dmitro.tries('GET', `rooms/${id}/${JSON_FORMAT}`)).toBe(200);
		expect(await anna.tries('GET', `rooms/${id}/${JSON_FORMAT}`)).toBe('not-found');
	});

	test('is for nobody who was removed, is a stranger, or is signed out', async () => {
		const { boris, vera, gleb, nobody } = world;
		const id = await aRoom();
		await boris.gets('POST', `rooms/${id}/members/${vera.id}/role`, { role: 'moderator' });
		await boris.gets('POST', `rooms/${id}/members/${vera.id}/remove`, { ban: false });
		expect(await vera.tries('GET', `rooms/${id}/${JSON_FORMAT}`)).toBe('not-found');
		expect(await gleb.tries('GET', `rooms/${id}/${JSON_FORMAT}`)).toBe('not-found');
		expect(await nobody.tries('GET', `rooms/${id}/${JSON_FORMAT}`)).toBe('not-signed-in');
		expect(await boris.tries('GET', `rooms/${newId()}/${JSON_FORMAT}`)).toBe('not-found');
	});

	test('needs a format that there is', async () => {
		const id = await aRoom();
		for (const query of ['', '?format=', '?format=pdf', '?format=json&more=1']) {
			expect(await world.boris.tries('GET', `rooms/${id}/export${query}`)).toBe('invalid-fields');
		}
		expect(await world.boris.tries('POST', `rooms/${id}/${JSON_FORMAT}`)).toBe('method-not-allowed');
	});

	test('stands in the audit log, and is not there for ever', async () => {
		const { server, anna, join } = world;
		const eva = await join('eva');
		const { id } = await eva.makes({ kind: 'private' });
		await write(server, id, [{ author: eva.id, body: 'hi', createdAt: 1 }]);
		for (let count = 0; count < EXPORTS_PER_ACCOUNT.points; count += 1) {
			expect(await eva.tries('GET', `rooms/${id}/${JSON_FORMAT}`)).toBe(200);
		}
		expect(await eva.tries('GET', `rooms/${id}/${JSON_FORMAT}`)).toBe('too-many-requests');
		const { entries } = await anna.gets<{ entries: object[] }>('GET', 'admin/audit?action=room-exported');
		expect(entries[0]).toMatchObject({
			...{ actor: eva.id, action: 'room-exported', subject: id, roomId: id },
			detail: { format: 'json', messages: 1 }
		});
	});
});
