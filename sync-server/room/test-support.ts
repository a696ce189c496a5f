import * as Y from 'yjs';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_ROOTS, type Message, type TimelineEntry } from '../../src/lib/protocol/message.ts';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import type { Storage } from '../storage/storage.ts';
import { Documents } from './documents.ts';

export const anna = newId();
export const boris = newId();

/** A room's segment on a memory store, with a clock that the test moves. */
export function makeSegment(storage: Storage = createMemoryStorage()) {
	const clock = { now: 1_700_000_000_000 };
	const documents = new Documents(storage, () => clock.now);
	const name = segmentName(newId(), 0);
	return { storage, clock, documents, name };
}

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
