import { afterAll, beforeAll, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { personalName, segmentName } from '../../src/lib/protocol/document-name.ts';
import { encodeFrame } from '../../src/lib/protocol/frames.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { saying, words } from '../support/attack.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { createRoom } from '../support/rest.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { SyncClient } from '../support/sync-client.ts';

let room: RoomOnServer;
let names: Record<string, string>;

beforeAll(async () => {
	room = await startRoom();
	const secret = await createRoom(room.server.origin, room.anna.cookie, { title: 'Secret', kind: 'private' });
	names = {
		'a private room that there is': segmentName(secret.id, 0),
		'a room that there is not': segmentName(newId(), 0),
		"another's personal document": personalName(room.anna.account.id),
		'the personal document of nobody': personalName(newId()),
		'a segment number with a zero before it': `${room.segment}0`.replace(/0+$/, '01'),
		'a segment number that is none': `room/${room.roomId}/-1`,
		'a segment number beyond the last': `room/${room.roomId}/1000000000`,
		'a room in capitals': `room/${room.roomId.toUpperCase()}`,
		'a path within a room': `room/${room.roomId}/0/0`,
		'a collection that there is not': `files/${room.roomId}`,
		__proto__x: '__proto__'
	};
});
afterAll(() => room.server.dispose());

const CASES = [
	'a private room that there is',
	'a room that there is not',
	"another's personal document",
	'the personal document of nobody',
	'a segment number with a zero before it',
	'a segment number that is none',
	'a segment number beyond the last',
	'a room in capitals',
	'a path within a room',
	'a collection that there is not',
	'__proto__x'
];

/** Every way to touch a document, from one who may not. */
function frames(document: string): Uint8Array[] {
	const update = saying(new Y.Doc(), newId(), words(room.boris.account.id));
	return [
		encodeFrame({ kind: 'sync-step-1', document, stateVector: Uint8Array.of(0) }),
		encodeFrame({ kind: 'sync-step-2', document, update }),
		encodeFrame({ kind: 'update', document, update }),
		encodeFrame({ kind: 'awareness', document, payload: Uint8Array.of(0) }),
		encodeFrame({ kind: 'query-awareness', document }),
		encodeFrame({ kind: 'heal', document, update })
	];
}

it.each(CASES)(
	'a member learns nothing of %s: every frame is answered with closed, at the stock endpoint with 4404 (N1, N2)',
	async (name) => {
		const { origin } = room.server;
		const document = names[name] ?? '';
		const boris = await SyncClient.connect(origin, room.boris);
		for (const frame of frames(document)) {
			boris.forget();
			boris.socket.send(frame);
			boris.send({ kind: 'heartbeat' });
			await boris.heard('heartbeat');
			// Who is online may be told at any time: his socket of the case before has just gone.
			const answers = boris.frames.filter(({ kind }) => kind !== 'people');
			expect(answers).toEqual([{ kind: 'closed', document, reason: 'no-document' }, { kind: 'heartbeat' }]);
		}
		boris.close();
		const stock = await RawSocket.open(origin, room.boris, document);
		expect(await stock.closed()).toMatchObject({ code: CLOSE.noDocument });
		expect(stock.received).toEqual([]);
	}
);

it('a name longer than any is a bad frame (S6)', async () => {
	const boris = await SyncClient.connect(room.server.origin, room.boris);
	boris.send({ kind: 'query-awareness', document: 'x'.repeat(65) });
	expect(await boris.closed()).toBe(CLOSE.badFrame);
});
