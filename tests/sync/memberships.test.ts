import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { headName, segmentName } from '../../src/lib/protocol/document-name.ts';
import { BORIS, login, type SignedIn } from '../support/people.ts';
import { call, createRoom, joinRoom, leaveRoom } from '../support/rest.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { StockClient } from '../support/stock-client.ts';
import { SyncClient, textsOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

let room: RoomOnServer;
/** A room of Anna's for each test, which Борис has joined. */
let roomId: string;
let segment: string;

beforeAll(async () => (room = await startRoom()));
afterAll(() => room.server.dispose());
beforeEach(async () => {
	({ id: roomId } = await createRoom(room.server.origin, room.anna.cookie, { title: 'Plans', kind: 'public' }));
	segment = segmentName(roomId, 0);
	await joinRoom(room.server.origin, room.boris.cookie, roomId);
});

const remove = (ban: boolean) => {
	const path = `/api/v1/rooms/${roomId}/members/${room.boris.account.id}/remove`;
	return call(room.server.origin, 'POST', path, { cookie: room.anna.cookie, body: { ban } });
};

/** Someone in the room on both endpoints. */
async function inside(person: SignedIn): Promise<{ device: SyncClient; stock: StockClient }> {
	const device = await SyncClient.connect(room.server.origin, person);
	await device.sync(segment);
	const stock = new StockClient(room.server.origin, segment, { origin: room.server.origin, cookie: person.cookie });
	await stock.synced();
	return { device, stock };
}

describe('whoever loses a room (I6)', () => {
	it.each([
		['by leaving', () => leaveRoom(room.server.origin, room.boris.cookie, roomId)],
		['by being removed', () => remove(false)],
		['by being banned', () => remove(true)]
	])('%s hears no more of it on either endpoint, and writes no more to it', async (_, lose) => {
		const { device, stock } = await inside(room.boris);
		await lose();
		expect(await device.heard('closed', segment)).toMatchObject({ reason: 'no-document' });
		expect(await device.heard('closed', headName(roomId))).toMatchObject({ reason: 'no-document' });
		expect(await stock.closed()).toBe(CLOSE.noDocument);
		device.forget();
		const anna = await SyncClient.connect(room.server.origin, room.anna);
		const hers = await anna.sync(segment);
		device.say(segment, 'from outside');
		expect(await device.heard('closed', segment)).toMatchObject({ reason: 'no-document' });
		anna.say(segment, 'for members');
		await until('hers is in the room', () => textsOf(hers).includes('for members'));
		device.send({ kind: 'heartbeat' });
		await device.heard('heartbeat');
		// Who of the workspace is here is no news of a room.
		const heard = device.frames.map(({ kind }) => kind).filter((kind) => kind !== 'people');
		expect(heard).toEqual(['closed', 'heartbeat']);
		expect(textsOf(hers)).toEqual(['for members']);
	});

	it('may come back after a removal, and then hears of it again', async () => {
		const { device } = await inside(room.boris);
		await remove(false);
		await device.heard('closed', segment);
		device.forget();
		await joinRoom(room.server.origin, room.boris.cookie, roomId);
		expect((await device.heard('heads')).documents.map(({ name }) => name)).toContain(segment);
		device.forget();
		await device.sync(segment);
		device.say(segment, 'back again');
		await until('it is acknowledged', () => device.acknowledged.get(segment) === 2);
	});

	it('may not come back after a ban: the room is none for them, as for anybody who may not see it', async () => {
		await remove(true);
		await expect(joinRoom(room.server.origin, room.boris.cookie, roomId)).rejects.toMatchObject({ status: 404 });
		const again = await login(room.server.origin, BORIS);
		await expect(joinRoom(room.server.origin, again.cookie, roomId)).rejects.toMatchObject({ status: 404 });
		const stock = new StockClient(room.server.origin, segment, { origin: room.server.origin, cookie: again.cookie });
		expect(await stock.closed()).toBe(CLOSE.noDocument);
	});

	it('is the one who was removed, not the one who wished it: only an owner removes', async () => {
		const path = `/api/v1/rooms/${roomId}/members/${room.anna.account.id}/remove`;
		const removing = call(room.server.origin, 'POST', path, { cookie: room.boris.cookie, body: { ban: true } });
		await expect(removing).rejects.toMatchObject({ status: 403 });
		const { device } = await inside(room.anna);
		device.say(segment, 'still here');
		await until('it is acknowledged', () => device.acknowledged.get(segment) === 2);
	});
});

it('a session that signs out loses its sockets on both endpoints, and cannot open another (S3)', async () => {
	const second = await login(room.server.origin, BORIS);
	const [leaving, staying] = [await inside(second), await inside(room.boris)];
	await call(room.server.origin, 'POST', '/api/v1/auth/logout', { cookie: second.cookie });
	expect(await leaving.device.closed()).toBe(CLOSE.noSession);
	expect(await leaving.stock.closed()).toBe(CLOSE.noSession);
	expect(await (await SyncClient.open(room.server.origin, second)).closed()).toBe(CLOSE.noSession);
	staying.device.say(segment, 'still here');
	await until('the other session goes on', () => staying.device.acknowledged.get(segment) === 2);
	staying.stock.destroy();
});
