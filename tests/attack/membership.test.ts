import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { headName } from '../../src/lib/protocol/document-name.ts';
import { encodeStockFrame } from '../../src/lib/protocol/frames.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { saying, words } from '../support/attack.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { call, CallError, joinRoom } from '../support/rest.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { SyncClient, textsOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

let room: RoomOnServer;
let anna: SyncClient;
let annaDoc: Y.Doc;

beforeAll(async () => {
	room = await startRoom();
	anna = await SyncClient.connect(room.server.origin, room.anna);
	annaDoc = await anna.sync(room.segment);
});
afterAll(() => room.server.dispose());

async function remove(userId: string, ban: boolean, cookie = room.anna.cookie): Promise<number> {
	const path = `/api/v1/rooms/${room.roomId}/members/${userId}/remove`;
	try {
		return (await call(room.server.origin, 'POST', path, { cookie, body: { ban } })).status;
	} catch (error) {
		if (error instanceof CallError) return error.status;
		throw error;
	}
}

/** Anna says something; resolves once everybody who may has it. */
async function annaSays(text: string): Promise<void> {
	anna.say(room.segment, text);
	await until('it is in the room', () => textsOf(annaDoc).includes(text));
}

describe('a removed member', () => {
	it('cannot say anything more on sockets that were open, nor hear anything (I6)', async () => {
		const { origin } = room.server;
		const boris = await SyncClient.connect(origin, room.boris);
		await boris.sync(room.segment);
		const stock = await RawSocket.open(origin, room.boris, room.segment);
		stock.send(encodeStockFrame({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) }));
		await until('the stock socket is served', () => stock.received.length === 2);
		expect(await remove(room.boris.account.id, false)).toBe(204);
		expect(await stock.closed()).toMatchObject({ code: CLOSE.noDocument });
		await boris.heard('closed', room.segment);
		const update = saying(new Y.Doc(), newId(), words(room.boris.account.id, 'from outside'));
		boris.forget();
		boris.send({ kind: 'update', document: room.segment, update });
		expect(await boris.heard('closed', room.segment)).toMatchObject({ reason: 'no-document' });
		await annaSays('not for Борис');
		boris.send({ kind: 'heartbeat' });
		await boris.heard('heartbeat');
		expect(boris.frames.filter(({ kind }) => kind === 'update')).toEqual([]);
		expect(textsOf(annaDoc)).not.toContain('from outside');
		boris.close();
	});

	it('cannot read or write with a new socket and the old cookie, at either endpoint (N2)', async () => {
		const boris = await SyncClient.connect(room.server.origin, room.boris);
		const { documents } = await boris.heard('heads');
		expect(documents.some(({ name }) => name.startsWith(headName(room.roomId)))).toBe(false);
		boris.send({ kind: 'sync-step-1', document: room.segment, stateVector: Uint8Array.of(0) });
		expect(await boris.heard('closed', room.segment)).toMatchObject({ reason: 'no-document' });
		boris.close();
		const stock = await RawSocket.open(room.server.origin, room.boris, room.segment);
		expect(await stock.closed()).toMatchObject({ code: CLOSE.noDocument });
	});

	it('may join a public room again, and then write under ids that were theirs (I4)', async () => {
		await joinRoom(room.server.origin, room.boris.cookie, room.roomId);
		const boris = await SyncClient.connect(room.server.origin, room.boris);
		await boris.sync(room.segment);
		boris.say(room.segment, 'back again');
		await until('he is heard', () => textsOf(annaDoc).includes('back again'));
		boris.close();
	});
});

describe('a member who was banned', () => {
	it('cannot come back, and looks at a room that does not exist', async () => {
		expect(await remove(room.boris.account.id, true)).toBe(204);
		const joining = joinRoom(room.server.origin, room.boris.cookie, room.roomId);
		await expect(joining).rejects.toMatchObject({ status: 404 });
		const stock = await RawSocket.open(room.server.origin, room.boris, room.segment);
		expect(await stock.closed()).toMatchObject({ code: CLOSE.noDocument });
	});
});

describe('a member who is no owner', () => {
	it('cannot remove or ban anybody', async () => {
		await joinRoom(room.server.origin, room.iryna.cookie, room.roomId);
		expect(await remove(room.anna.account.id, true, room.iryna.cookie)).toBe(403);
		expect(await remove(room.iryna.account.id, true, room.boris.cookie)).toBe(404);
		await annaSays('still the owner');
	});
});
