import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { headName } from '../../src/lib/protocol/document-name.ts';
import { encodeStockFrame } from '../../src/lib/protocol/frames.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { SyncClient } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

let room: RoomOnServer;
let head: string;
let anna: SyncClient;

beforeAll(async () => {
	room = await startRoom();
	head = headName(room.roomId);
	anna = await SyncClient.connect(room.server.origin, room.anna);
	anna.send({ kind: 'awareness', document: head, payload: states([7, 1, { user: 'whoever', typing: false }]) });
	await until('Anna sees herself', () => presence().has(7));
});
beforeEach(() => expect(anna.closeCode).toBeUndefined());
afterAll(() => room.server.dispose());

function states(...list: [clientId: number, clock: number, state: unknown][]): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, list.length);
		for (const [clientId, clock, state] of list) {
			encoding.writeVarUint(encoder, clientId);
			encoding.writeVarUint(encoder, clock);
			encoding.writeVarString(encoder, JSON.stringify(state));
		}
	});
}

/** Who is there as Anna's device sees it, with the library that every client uses. */
function presence(): Map<number, Record<string, unknown>> {
	const awareness = new Awareness(new Y.Doc());
	awareness.setLocalState(null);
	for (const frame of anna.frames) if (frame.kind === 'awareness') applyAwarenessUpdate(awareness, frame.payload, null);
	const seen = new Map(awareness.getStates());
	awareness.destroy();
	return seen;
}

/** Each attempt at both endpoints; `mark` is a state that comes after it, so that it is known to have been read. */
const ENDPOINTS = {
	'/sync': async (...payloads: Uint8Array[]) => {
		const boris = await SyncClient.connect(room.server.origin, room.boris);
		for (const payload of payloads) boris.send({ kind: 'awareness', document: head, payload });
		return boris;
	},
	'/sync/<document>': async (...payloads: Uint8Array[]) => {
		const boris = await RawSocket.open(room.server.origin, room.boris, head);
		for (const payload of payloads) boris.send(encodeStockFrame({ kind: 'awareness', payload }));
		return boris;
	}
};

it.each(Object.entries(ENDPOINTS))('nobody can appear as another, at %s (P2)', async (_, appear) => {
	const clientId = Math.floor(Math.random() * 2 ** 31) + 100;
	const boris = await appear(states([clientId, 1, { user: room.anna.account.id, typing: true }]));
	await until('he is seen', () => presence().has(clientId));
	expect(presence().get(clientId)).toEqual({ user: room.boris.account.id, typing: true });
	boris.close();
	await until('he is gone', () => !presence().has(clientId));
});

it.each(Object.entries(ENDPOINTS))(
	"nobody can take away or change another's presence, at %s (P2)",
	async (_, appear) => {
		const clientId = Math.floor(Math.random() * 2 ** 31) + 100;
		const boris = await appear(
			states([7, 100, null]),
			states([7, 101, { typing: true }]),
			states([clientId, 1, { mark: true }])
		);
		await until('he is seen', () => presence().has(clientId));
		expect(presence().get(7)).toEqual({ user: room.anna.account.id, typing: false });
		boris.close();
		await until('he is gone', () => !presence().has(clientId));
	}
);

it.each(Object.entries(ENDPOINTS))('one socket is there once, whatever it says, at %s (P1)', async (_, appear) => {
	const first = Math.floor(Math.random() * 2 ** 31) + 100;
	const crowd = [1, 2, 3, 4, 5].map((i): [number, number, unknown] => [first + i, 1, { user: `ghost ${i}` }]);
	const boris = await appear(states([first, 1, {}]), states(...crowd), states([first, 2, { mark: true }]));
	await until('his last state is seen', () => presence().get(first)?.mark === true);
	expect([...presence().keys()].sort((a, b) => a - b)).toEqual([7, first]);
	boris.close();
	await until('he is gone', () => !presence().has(first));
});

it.each(Object.entries(ENDPOINTS))('a state that is no object is nobody, at %s (P2)', async (_, appear) => {
	for (const state of [['anna'], 'anna', 5, true]) {
		const clientId = Math.floor(Math.random() * 2 ** 31) + 100;
		const boris = await appear(states([clientId - 1, 1, state]), states([clientId, 1, { mark: true }]));
		await until('he is seen', () => presence().has(clientId));
		expect(presence().has(clientId - 1)).toBe(false);
		boris.close();
		await until('he is gone', () => !presence().has(clientId));
	}
});
