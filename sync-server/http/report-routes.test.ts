import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/lib/protocol/ids.ts';
import type { ReportList, RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';
import { aTalk, startPeopledServer, write } from './rest-test-support.ts';

let world: Awaited<ReturnType<typeof startPeopledServer>>;
beforeAll(async () => {
	world = await startPeopledServer();
});
afterAll(() => world.server.close());

describe('deleting a message', () => {
	test('is for its author and for those who keep order, once or twice', async () => {
		const { boris, vera, dmitro, anna, nobody } = world;
		const { id, his, theirs, on } = await aTalk(world, 'rude words');
		expect(await vera.tries('POST', on(theirs, 'delete'))).toBe('forbidden');
		expect(await anna.tries('POST', on(theirs, 'delete'))).toBe('not-found');
		expect(await nobody.tries('POST', on(theirs, 'delete'))).toBe('not-signed-in');
		expect(await dmitro.tries('POST', on(his, 'delete'))).toBe('forbidden');
		expect(await dmitro.tries('POST', on(newId(), 'delete'))).toBe('not-found');
		expect(await boris.tries('POST', on(theirs, 'delete'))).toBe(204);
		expect(await boris.tries('POST', on(theirs, 'delete'))).toBe(204);
		expect(await boris.tries('POST', on(his, 'delete'))).toBe(204);
		await boris.gets('POST', `rooms/${id}/members/${dmitro.id}/remove`, { ban: false });
		expect(await dmitro.tries('POST', on(theirs, 'delete'))).toBe('not-found');
	});

	test('in a direct room is for its author alone', async () => {
		const { server, anna, boris } = world;
		const { id } = await boris.gets<RoomSummary>('POST', 'rooms/direct', { userId: anna.id });
		const [said] = await write(server, id, [{ author: boris.id, body: 'hi', createdAt: 1 }]);
		expect(await anna.tries('POST', `rooms/${id}/messages/${said}/delete`)).toBe('forbidden');
		expect(await boris.tries('POST', `rooms/${id}/messages/${said}/delete`)).toBe(204);
	});
});

describe('a report', () => {
	test('reaches those who keep order, with the words as they were, and is dealt with once', async () => {
		const { boris, vera, dmitro, anna, nobody } = world;
		const { id, theirs, on } = await aTalk(world, 'rude words');
		expect(await anna.tries('POST', on(theirs, 'report'), { reason: 'rude' })).toBe('not-found');
		expect(await nobody.tries('POST', on(theirs, 'report'), { reason: 'rude' })).toBe('not-signed-in');
		expect(await vera.tries('POST', on(newId(), 'report'), { reason: 'rude' })).toBe('not-found');
		for (const _twice of [1, 2]) expect(await vera.tries('POST', on(theirs, 'report'), { reason: 'rude' })).toBe(204);
		await dmitro.gets('POST', on(theirs, 'delete'));
		expect(await vera.tries('GET', 'reports')).toBe('forbidden');
		const seen = (await boris.gets<ReportList>('GET', 'reports')).reports.filter(({ roomId }) => roomId === id);
		expect(seen).toMatchObject([
			{ messageId: theirs, reporter: vera.id, reason: 'rude', author: dmitro.id, body: 'rude words', resolvedBy: null }
		]);
		const resolve = `reports/${seen[0]?.id}/resolve`;
		expect(await vera.tries('POST', resolve)).toBe('not-found');
		expect(await anna.tries('POST', resolve)).toBe(204);
		expect(await boris.tries('POST', resolve)).toBe(204);
		const after = (await anna.gets<ReportList>('GET', 'reports')).reports.find((report) => report.id === seen[0]?.id);
		expect(after?.resolvedBy).toBe(anna.id);
	});
});
