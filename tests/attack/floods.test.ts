import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { personalName, segmentName } from '../../src/lib/protocol/document-name.ts';
import { draftKey } from '../../src/lib/protocol/draft.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { DRAFT_BODY_MAX_CHARS, MESSAGE_BODY_MAX_CHARS } from '../../src/lib/protocol/limits.ts';
import { UPDATES_PER_ACCOUNT } from '../../sync-server/access/account-limits.ts';
import { BACKPRESSURE_MAX_BYTES } from '../../sync-server/connection/socket-limits.ts';
import { forgedBy } from '../support/attack.ts';
import { varUints } from '../support/hand-made.ts';
import { createRoom, joinRoom } from '../support/rest.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { SyncClient, timelineOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

/** Anna's messages during a flood: each is waited for until it has its place, however long the machine takes over it. */
const MESSAGES = 20;
/** What the server may grow by while it is flooded: buffers of a few sockets, and what the collector has not got to yet. */
const GROWTH_MAX_BYTES = 400 * 1024 * 1024;
/** What the kernel may hold for a socket that is not read, beyond what the server holds. */
const KERNEL_MAX_BYTES = 16 * 1024 * 1024;

let room: RoomOnServer;
let anna: SyncClient;
let annaDoc: Y.Doc;
let segment: string;

beforeAll(async () => {
	room = await startRoom();
	const { id } = await createRoom(room.server.origin, room.anna.cookie, { title: 'Quiet', kind: 'private' });
	segment = segmentName(id, 0);
	anna = await SyncClient.connect(room.server.origin, room.anna);
	annaDoc = await anna.sync(segment);
});
beforeEach(() => expect(anna.closeCode).toBeUndefined());
afterAll(() => room.server.dispose());

/** Anna talks in a room of her own, one message after the other has its place. */
async function annaTalks(): Promise<void> {
	for (let i = 0; i < MESSAGES; i++) {
		const id = anna.say(segment, `message ${i}`);
		await until('it has its place', () => timelineOf(annaDoc).includes(id));
	}
}

/** What the server's process occupies, in bytes. */
function memory(): number {
	return 1024 * Number(execFileSync('ps', ['-o', 'rss=', '-p', String(room.server.pid)]).toString());
}

it('an account that floods updates is refused as rate-limited, and others go on (S7)', async () => {
	const document = personalName(room.boris.account.id);
	const boris = await SyncClient.connect(room.server.origin, room.boris);
	const nothing = Uint8Array.of(0, 0);
	let refused = false;
	while (!refused) {
		boris.forget();
		await boris.sync(document);
		for (let i = 0; i < UPDATES_PER_ACCOUNT.points; i++) boris.send({ kind: 'update', document, update: nothing });
		await annaTalks();
		await until('the flood is answered', () => {
			refused = boris.frames.some((frame) => frame.kind === 'reject' && frame.code === 'rate-limited');
			return refused || boris.acknowledged.get(document) === UPDATES_PER_ACCOUNT.points + 1;
		});
	}
	// The limit is the account's, not the socket's: another device of his has used it up as well.
	const second = await SyncClient.connect(room.server.origin, room.boris);
	second.send({ kind: 'sync-step-1', document, stateVector: Uint8Array.of(0) });
	await second.heard('sync-step-1', document);
	second.send({ kind: 'update', document, update: nothing });
	expect(await second.heard('reject', document)).toMatchObject({ ordinal: 1, code: 'rate-limited' });
	boris.close();
	second.close();
});

it('step 1s that ask for a large room again and again are answered one by one, and others go on (S7, I9)', async () => {
	const { origin } = room.server;
	await joinRoom(origin, room.iryna.cookie, room.roomId);
	const iryna = await SyncClient.connect(origin, room.iryna);
	await iryna.sync(room.segment);
	for (let i = 0; i < 10; i++) iryna.say(room.segment, '文'.repeat(MESSAGE_BODY_MAX_CHARS));
	await until('the room is large', () => iryna.acknowledged.get(room.segment) === 11);
	const before = memory();
	const sockets = await Promise.all(Array.from({ length: 20 }, () => SyncClient.connect(origin, room.iryna)));
	for (let round = 0; round < 100; round++) {
		for (const socket of sockets) {
			// A state vector that nobody has asked with, so that no answer can be used again.
			const stateVector = Uint8Array.from(varUints(1, randomBytes(4).readUInt32LE(), 1));
			socket.send({ kind: 'sync-step-1', document: room.segment, stateVector });
		}
	}
	await annaTalks();
	for (const socket of sockets) await socket.heard('sync-step-1', room.segment);
	expect(memory() - before).toBeLessThan(GROWTH_MAX_BYTES);
	[...sockets, iryna].forEach((socket) => socket.close());
});

it('a consumer that never reads is closed, and others go on (S5, I9)', async () => {
	const { origin } = room.server;
	// Ірина has her updates left; her own second device is the one that does not read.
	const document = personalName(room.iryna.account.id);
	const deaf = await SyncClient.connect(origin, room.iryna);
	const iryna = await SyncClient.connect(origin, room.iryna);
	const doc = await iryna.sync(document);
	deaf.socket.pause();
	const before = memory();
	const keys = [1, 2, 3, 4, 5].map(() => draftKey(room.roomId, newId()));
	let bytes = 0;
	for (let i = 2; bytes < 2 * (BACKPRESSURE_MAX_BYTES + KERNEL_MAX_BYTES); i++) {
		const draft = { body: '文'.repeat(DRAFT_BODY_MAX_CHARS), updatedAt: i };
		const update = forgedBy(doc, () => keys.forEach((key) => doc.getMap('drafts').set(key, draft)));
		bytes += update.byteLength;
		iryna.send({ kind: 'update', document, update });
		await until('it is taken', () => iryna.acknowledged.get(document) === i);
	}
	await annaTalks();
	expect(memory() - before).toBeLessThan(GROWTH_MAX_BYTES);
	// What it had not read it reads now, up to where the server gave it up.
	deaf.socket.resume();
	await deaf.closed();
	expect(iryna.closeCode).toBeUndefined();
	iryna.close();
});
