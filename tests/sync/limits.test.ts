import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { headName, segmentName } from '../../src/lib/protocol/document-name.ts';
import { SYNC_PART_BYTES } from '../../src/lib/protocol/limits.ts';
import { REJECT } from '../../src/lib/protocol/reject-codes.ts';
import { UPDATES_PER_ACCOUNT } from '../../sync-server/access/account-limits.ts';
import { DOCUMENTS_PER_SOCKET_MAX, SOCKETS_PER_ACCOUNT_MAX } from '../../sync-server/connection/socket-limits.ts';
import { sayMany } from '../support/many-messages.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { SyncClient, textsOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

/** A Yjs update that changes nothing: it costs the server next to nothing and counts all the same. */
const NOTHING = Uint8Array.of(0, 0);
const NO_COPY = Y.encodeStateVector(new Y.Doc());

let room: RoomOnServer;
beforeEach(async () => (room = await startRoom()));
afterEach(() => room.server.dispose());

it('an account that sends too much is told to come back later, and loses nothing by it (S7, D8)', async () => {
	const [anna, boris] = [
		await SyncClient.connect(room.server.origin, room.anna),
		await SyncClient.connect(room.server.origin, room.boris)
	];
	await anna.sync(room.segment);
	await boris.sync(room.segment);
	const isRefused = () => anna.frames.some(({ kind }) => kind === 'reject');
	// The minute may turn in between, so twice as many may be let through.
	for (let sent = 1; sent <= 2 * UPDATES_PER_ACCOUNT.points && !isRefused(); sent += 500) {
		for (let i = 0; i < 500; i++) anna.send({ kind: 'update', document: room.segment, update: NOTHING });
		await until('they are answered', () => isRefused() || anna.acknowledged.get(room.segment) === sent + 500);
	}
	const { code } = await anna.heard('reject', room.segment);
	expect(code).toBe('rate-limited');
	expect(REJECT['rate-limited']).toBe('retry');
	boris.say(room.segment, 'I am another');
	await until('another is not held up', () => boris.acknowledged.get(room.segment) === 2);
	expect(anna.closeCode).toBeUndefined();
});

it('a socket too many of one account is closed, and has room again when another has gone (S7)', async () => {
	const open = () => SyncClient.open(room.server.origin, room.anna);
	const sockets = await Promise.all(Array.from({ length: SOCKETS_PER_ACCOUNT_MAX }, open));
	expect(await (await open()).closed()).toBe(CLOSE.rateLimited);
	const boris = await SyncClient.connect(room.server.origin, room.boris);
	expect(boris.closeCode).toBeUndefined();
	sockets[0]?.close();
	await sockets[0]?.closed();
	await SyncClient.connect(room.server.origin, room.anna);
	expect(sockets.filter(({ closeCode }) => closeCode !== undefined)).toHaveLength(1);
});

it('a document too many on one socket closes it (I9)', async () => {
	const anna = await SyncClient.connect(room.server.origin, room.anna);
	for (let n = 0; n <= DOCUMENTS_PER_SOCKET_MAX; n++) {
		anna.send({ kind: 'sync-step-1', document: segmentName(room.roomId, n), stateVector: NO_COPY });
	}
	expect(await anna.closed()).toBe(CLOSE.rateLimited);
});

it('a long answer comes in pieces that make the whole (W6)', async () => {
	const [anna, boris] = [
		await SyncClient.connect(room.server.origin, room.anna),
		await SyncClient.connect(room.server.origin, room.boris)
	];
	const copy = await anna.sync(room.segment);
	const bodies = Array.from({ length: 31 }, (_, index) => `${index} `.padEnd(16_000, 'x'));
	sayMany(anna, room.segment, bodies);
	await until('they are in the room', () => textsOf(copy).length === bodies.length);
	boris.send({ kind: 'sync-step-1', document: room.segment, stateVector: NO_COPY });
	const { at } = await boris.heard('sync-step-2', room.segment);
	const parts = boris.frames.flatMap((frame) => (frame.kind === 'sync-part' ? [frame.part.byteLength] : []));
	expect(parts.length).toBeGreaterThanOrEqual(7);
	expect(Math.max(...parts)).toBe(SYNC_PART_BYTES);
	expect(at?.version).toBeGreaterThan(0);
	expect(textsOf(await boris.sync(room.segment)).sort()).toEqual(bodies.sort());
});

it('a document that the store cannot read is closed, and the others of the same socket go on (C6)', async () => {
	const writer = await SyncClient.connect(room.server.origin, room.anna);
	const copy = await writer.sync(room.segment);
	writer.say(room.segment, 'soon unreadable');
	await until('it is in the room', () => textsOf(copy).length === 1);
	await room.server.stop();
	const db = new Database(join(room.server.dataDir, 'tidings.db'));
	const broken = db
		.prepare(
			`UPDATE document_updates SET data = x'ffffffff'
			WHERE document_id = (SELECT id FROM documents WHERE name = ?)`
		)
		.run(room.segment);
	db.close();
	expect(broken.changes).toBe(1);
	await room.server.start();
	const anna = await SyncClient.connect(room.server.origin, room.anna);
	anna.send({ kind: 'sync-step-1', document: room.segment, stateVector: NO_COPY });
	expect(await anna.heard('closed', room.segment)).toMatchObject({ reason: 'unavailable' });
	const head = await anna.sync(headName(room.roomId));
	expect(head.getMap('meta').get('title')).toBe('General');
	expect(anna.closeCode).toBeUndefined();
	expect((await fetch(`${room.server.origin}/healthz`)).status).toBe(200);
	expect(room.server.log).toContain(room.segment);
});
