import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/lib/protocol/ids.ts';
import { MESSAGE_BODY_MAX_CHARS } from '../../src/lib/protocol/limits.ts';
import type { MessageVersions } from '../../src/lib/protocol/rest-edits.ts';
import type { RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';
import { aTalk, startPeopledServer, write } from './rest-test-support.ts';

let world: Awaited<ReturnType<typeof startPeopledServer>>;
beforeAll(async () => {
	world = await startPeopledServer();
});
afterAll(() => world.server.close());

const words = (body: string, editedAt = 10) => ({ body, editedAt });

describe('editing a message', () => {
	test('is for its author alone, and for nobody who is not, or no longer, in the room', async () => {
		const { boris, vera, dmitro, anna, gleb, nobody } = world;
		const { id, his, theirs, on } = await aTalk(world, 'god evening');
		const edit = on(theirs, 'edit');
		expect(await nobody.tries('POST', edit, words('x'))).toBe('not-signed-in');
		expect(await gleb.tries('POST', edit, words('x'))).toBe('not-found');
		expect(await anna.tries('POST', edit, words('x'))).toBe('not-found');
		expect(await vera.tries('POST', edit, words('x'))).toBe('forbidden');
		expect(await boris.tries('POST', edit, words('x'))).toBe('forbidden');
		expect(await dmitro.tries('POST', on(his, 'edit'), words('x'))).toBe('forbidden');
		expect(await dmitro.tries('POST', on(newId(), 'edit'), words('x'))).toBe('not-found');
		expect(await dmitro.tries('POST', edit, words('good evening'))).toBe(204);
		await boris.gets('POST', `rooms/${id}/members/${dmitro.id}/remove`, { ban: false });
		expect(await dmitro.tries('POST', edit, words('let me in', 11))).toBe('not-found');
	});

	test('is refused to whoever may not write there at the moment', async () => {
		const { boris, dmitro } = world;
		const { id, theirs, on } = await aTalk(world, 'god evening');
		const edit = (at: number) => dmitro.tries('POST', on(theirs, 'edit'), words('good evening', at));
		const member = `rooms/${id}/members/${dmitro.id}`;
		await boris.gets('POST', `${member}/mute`, { until: 9e12 });
		expect(await edit(1)).toBe('read-only');
		await boris.gets('POST', `${member}/mute`, { until: 0 });
		await boris.gets('POST', `${member}/role`, { role: 'read-only' });
		expect(await edit(2)).toBe('read-only');
		await boris.gets('POST', `${member}/role`, { role: 'member' });
		await boris.gets('PATCH', `rooms/${id}`, { announcements: true });
		expect(await edit(3)).toBe('read-only');
		await boris.gets('PATCH', `rooms/${id}`, { announcements: false, slowSeconds: 600 });
		expect(await edit(4)).toBe(204);
		await boris.gets('PATCH', `rooms/${id}`, { archived: true });
		expect(await edit(5)).toBe('room-archived');
		await boris.gets('PATCH', `rooms/${id}`, { archived: false });
		await boris.gets('POST', on(theirs, 'delete'));
		expect(await edit(6)).toBe('message-deleted');
	});

	test('in a direct room is refused once one of the two has blocked the other', async () => {
		const { server, anna, vera } = world;
		const { id } = await vera.gets<RoomSummary>('POST', 'rooms/direct', { userId: anna.id });
		const [said] = await write(server, id, [{ author: vera.id, body: 'hi', createdAt: 1 }]);
		const path = `rooms/${id}/messages/${said}`;
		await anna.gets('POST', `people/${vera.id}/block`);
		expect(await vera.tries('POST', `${path}/edit`, words('hi again'))).toBe('blocked');
		expect(await vera.tries('GET', `${path}/versions`)).toBe(200);
		expect(await anna.tries('GET', `${path}/versions`)).toBe('forbidden');
		await anna.gets('POST', `people/${vera.id}/unblock`);
		expect(await vera.tries('POST', `${path}/edit`, words('hi again'))).toBe(204);
	});

	test('takes words and a time, and nothing else', async () => {
		const { dmitro } = world;
		const { theirs, on } = await aTalk(world, 'god evening');
		const bad = [
			{ body: '  ', editedAt: 1 },
			{ body: 'x' },
			{ editedAt: 1 },
			{ body: 'x'.repeat(MESSAGE_BODY_MAX_CHARS + 1), editedAt: 1 },
			{ body: 'x', editedAt: -1 },
			{ body: 'x', editedAt: 1, mentions: ['anna'] },
			{ body: 'x', editedAt: 1, author: newId() }
		];
		for (const body of bad) expect(await dmitro.tries('POST', on(theirs, 'edit'), body)).toBe('invalid-fields');
		expect(await dmitro.tries('POST', 'rooms/x/messages/y/edit', words('x'))).toBe('not-found');
		expect(await dmitro.tries('DELETE', on(theirs, 'edit'))).toBe('method-not-allowed');
	});
});

describe('what a message has said', () => {
	test('is shown to its author and to those who keep order in the room, and to nobody else', async () => {
		const { boris, vera, dmitro, anna, gleb, nobody } = world;
		const { id, theirs, on } = await aTalk(world, 'god evening');
		await dmitro.gets('POST', on(theirs, 'edit'), words('good evening'));
		const versions = on(theirs, 'versions');
		expect(await nobody.tries('GET', versions)).toBe('not-signed-in');
		expect(await gleb.tries('GET', versions)).toBe('not-found');
		expect(await anna.tries('GET', versions)).toBe('not-found');
		expect(await vera.tries('GET', versions)).toBe('forbidden');
		expect(await boris.tries('GET', on(newId(), 'versions'))).toBe('not-found');
		const said = [
			{ body: 'god evening', writtenAt: 2, receivedAt: 1_001 },
			{ body: 'good evening', writtenAt: 10, receivedAt: expect.any(Number) as number }
		];
		for (const reader of [dmitro, boris]) {
			expect(await reader.gets<MessageVersions>('GET', versions)).toEqual({ versions: said, earlier: 0 });
		}
		await boris.gets('POST', `rooms/${id}/members/${vera.id}/role`, { role: 'moderator' });
		expect(await vera.tries('GET', versions)).toBe(200);
		await boris.gets('POST', `rooms/${id}/members/${dmitro.id}/remove`, { ban: false });
		expect(await dmitro.tries('GET', versions)).toBe('not-found');
	});

	test('is shown to nobody any more once it is deleted', async () => {
		const { boris, dmitro } = world;
		const { theirs, on } = await aTalk(world, 'god evening');
		await dmitro.gets('POST', on(theirs, 'delete'));
		for (const reader of [dmitro, boris])
			expect(await reader.tries('GET', on(theirs, 'versions'))).toBe('message-deleted');
	});
});
