import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import { REFUSALS_PER_ACCOUNT } from '../../sync-server/access/account-limits.ts';
import { saying, words } from '../support/attack.ts';
import { call } from '../support/rest.ts';
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

const annaAsks = (path: string, body?: object) =>
	call(room.server.origin, 'POST', `/api/v1/rooms/${room.roomId}${path}`, { cookie: room.anna.cookie, body });

describe('a muted member', () => {
	it('is refused whatever waited on their device, message by message, and is not cut off for it (U13)', async () => {
		const boris = await SyncClient.connect(room.server.origin, room.boris);
		await annaAsks(`/members/${room.boris.account.id}/mute`, { until: Date.now() + 3_600_000 });
		for (let sent = 0; sent <= REFUSALS_PER_ACCOUNT.points; sent++) {
			boris.forget();
			await boris.sync(room.segment);
			const update = saying(new Y.Doc(), newId(), words(room.boris.account.id, 'from before'));
			boris.send({ kind: 'update', document: room.segment, update });
			expect(await boris.heard('reject', room.segment)).toMatchObject({ code: 'read-only' });
		}
		expect(boris.closeCode).toBeUndefined();
		await annaAsks(`/members/${room.boris.account.id}/mute`, { until: 0 });
		boris.forget();
		await boris.sync(room.segment);
		boris.say(room.segment, 'heard again');
		await until('he is heard', () => textsOf(annaDoc).includes('heard again'));
		boris.close();
	});
});

describe('the members of a room that is deleted', () => {
	it('hear at once that it is not there any more, on sockets that were open (I6)', async () => {
		const boris = await SyncClient.connect(room.server.origin, room.boris);
		await boris.sync(room.segment);
		await annaAsks('/delete');
		expect(await boris.heard('closed', room.segment)).toMatchObject({ reason: 'no-document' });
		expect(await anna.heard('closed', room.segment)).toMatchObject({ reason: 'no-document' });
		boris.close();
	});
});
