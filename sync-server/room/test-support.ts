import { setImmediate as turn } from 'node:timers/promises';
import * as Y from 'yjs';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_ROOTS, type Message, type TimelineEntry } from '../../src/lib/protocol/message.ts';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import type { Commit, Storage } from '../storage/storage.ts';
import { Documents } from './documents.ts';
import { heal } from './heal.ts';
import { Receipts } from './receipts.ts';
import { Rooms } from './rooms.ts';

export const anna = newId();
export const boris = newId();

/** A room's segment on a memory store, with a clock that the test moves. */
export function makeSegment(storage: Storage = createMemoryStorage()) {
	const clock = { now: 1_700_000_000_000 };
	const documents = documentsOn(storage, () => clock.now);
	const name = segmentName(newId(), 0);
	return { storage, clock, documents, name };
}

/** A room of Anna's that Борис has joined, with a clock that the test moves. */
export async function makeRoom(storage: Storage = createMemoryStorage(), report = failTest) {
	const clock = { now: 1_700_000_000_000 };
	const documents = new Documents({ store: storage, receipts, report, now: () => clock.now });
	const rooms = new Rooms(storage, documents, () => clock.now);
	await storage.createUser(person(anna, 'anna'));
	await storage.createUser(person(boris, 'boris'));
	const { id: roomId } = await rooms.create(anna, { title: 'General', kind: 'public' });
	await rooms.join(boris, roomId);
	return { storage, clock, documents, rooms, roomId, segment: (n: number) => segmentName(roomId, n) };
}

export type Room = Awaited<ReturnType<typeof makeRoom>>;

/** When the server first received what a store has lost since; a room's clock stands later. */
export const AT = 1_650_000_000_000;

/** Gives a device's copy of a segment back to a healing server; resolves with how many messages it took. */
export function give(
	{ documents, storage, roomId }: Pick<Room, 'documents' | 'storage' | 'roomId'>,
	copy: Uint8Array,
	giver: string
): Promise<number> {
	return heal({ documents, store: storage, receipts, now: () => Date.now() }, roomId, copy, giver);
}

/** The documents of one process on a store. A failure in the background fails the test that caused it. */
export function documentsOn(store: Storage, now: () => number = Date.now): Documents {
	return new Documents({ store, receipts, report: failTest, now });
}

function failTest(error: unknown): void {
	void Promise.reject(new Error('in the background', { cause: error }));
}

function person(id: string, username: string) {
	const email = `${username}@example.org`;
	return { id, email, username, displayName: username, passwordHash: 'none', createdAt: 1 };
}

/** A store whose commits wait until the test lets them through, or fails them. */
export function slowStorage(storage: Storage = createMemoryStorage()) {
	const append = storage.appendCommit.bind(storage);
	const waiting: ((error?: Error) => void)[] = [];
	storage.appendCommit = (commit: Commit) =>
		new Promise((resolve, reject) => {
			waiting.push((error) => {
				if (error === undefined) append(commit).then(resolve, reject);
				else reject(error);
			});
		});
	return { storage, waiting };
}

/** Turns of the event loop within which anything that comes at all has come. */
const TURNS_MAX = 2_000;

/** Lets the event loop turn until `condition` holds; `what` names it when it never does. */
export async function turnsUntil(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
	for (let turns = 0; !(await condition()); turns++) {
		if (turns === TURNS_MAX) throw new Error(`waited in vain until ${what}`);
		await turn();
	}
}

export const receipts = new Receipts(new Uint8Array(32).fill(7));

/** What the server holds of a document, as a client with nothing would receive it. */
export async function read(documents: Documents, name: string): Promise<Y.Doc> {
	const { update } = await documents.sync(name, Y.encodeStateVector(new Y.Doc()));
	const doc = new Y.Doc();
	Y.applyUpdate(doc, update);
	return doc;
}

/** A document's every byte, in memory and in the store. */
export async function bytesOf(documents: Documents, storage: Storage, name: string): Promise<string> {
	const { update, version } = await documents.sync(name, Y.encodeStateVector(new Y.Doc()));
	const stored = await storage.loadDocument(name);
	const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
	return JSON.stringify([version, hex(update), stored.version, stored.updates.map(hex), stored.claims]);
}

export function message(author: string, body: string, createdAt = 1_699_999_999_000): Message {
	return { author, body, createdAt };
}

/** The update that `change` makes to `doc`. */
export function updateOf(doc: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array {
	const before = Y.encodeStateVector(doc);
	doc.transact(() => change(doc));
	return Y.encodeStateAsUpdate(doc, before);
}

/** The update by which a message is sent. */
export function sending(doc: Y.Doc, id: string, value: unknown): Uint8Array {
	return updateOf(doc, () => doc.getMap(SEGMENT_ROOTS.messages).set(id, value));
}

export function timelineOf(doc: Y.Doc): TimelineEntry[] {
	return doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline).toArray();
}

/** The update by which so many messages are sent at once; adds their ids to `ids`. */
export function sendingMany(doc: Y.Doc, author: string, count: number, ids: string[] = [], body = 'hi'): Uint8Array {
	return updateOf(doc, () => {
		for (let i = 0; i < count; i++) {
			const id = newId();
			ids.push(id);
			doc.getMap(SEGMENT_ROOTS.messages).set(id, message(author, body));
		}
	});
}
