import { afterAll, beforeAll, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { headName } from '../../src/lib/protocol/document-name.ts';
import { textsOf } from '../support/sync-client.ts';
import { deviceAhead, restore, seenBy, type Restored } from './restored-server.ts';

let restored: Restored;
beforeAll(async () => (restored = await restore([])));
afterAll(() => restored.room.server.dispose());

it('a member cannot heal a server that was restored and does not heal: the copy stays where it is (H3)', async () => {
	const { room, copy } = restored;
	const boris = await deviceAhead(room, room.boris);
	expect(await boris.heard('server-hello')).toMatchObject({ lost: true, healing: false });
	boris.send({ kind: 'heal', document: room.segment, update: Y.encodeStateAsUpdate(copy) });
	expect(await boris.heard('closed', room.segment)).toMatchObject({ reason: 'ahead' });
	expect(textsOf(await seenBy(room, room.anna, room.segment))).toEqual(['before']);
	boris.send({ kind: 'heal', document: headName(room.roomId), update: Y.encodeStateAsUpdate(copy) });
	expect(await boris.closed()).toBe(CLOSE.badFrame);
});

it('a member who claims a history that never was raises the flag, and changes nothing else (H2)', async () => {
	const { room } = restored;
	const boris = await deviceAhead(room, room.boris);
	const health = (await (await fetch(`${room.server.origin}/healthz`)).json()) as object;
	expect(health).toMatchObject({ status: 'ok', accountsAhead: 1 });
	expect(textsOf(await seenBy(room, room.anna, room.segment))).toEqual(['before']);
	boris.close();
});

it('a step 1 of another generation is answered with renew, and its updates go nowhere (C6, N5)', async () => {
	const { room } = restored;
	const boris = await deviceAhead(room, room.boris);
	for (const generation of [1, 7, Number.MAX_SAFE_INTEGER]) {
		boris.forget();
		boris.send({ kind: 'sync-step-1', document: room.segment, stateVector: Uint8Array.of(0), generation });
		expect(await boris.heard('closed', room.segment)).toMatchObject({ reason: 'renew' });
		boris.say(room.segment, 'of another generation');
	}
	boris.send({ kind: 'heartbeat' });
	await boris.heard('heartbeat');
	expect(textsOf(await seenBy(room, room.anna, room.segment))).toEqual(['before']);
	boris.close();
});
