import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../../src/lib/protocol/message.ts';
import type { SyncClient } from './sync-client.ts';

/** Sends so many messages as one update of a synced document, under a client id of its own. Resolves with their ids. */
export function sayMany(client: SyncClient, document: string, bodies: string[]): string[] {
	const doc = new Y.Doc();
	const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
	const ids = bodies.map(() => newId());
	doc.transact(() => {
		ids.forEach((id, index) => {
			messages.set(id, { author: client.userId, body: bodies[index] ?? '', createdAt: Date.now() });
		});
	});
	client.send({ kind: 'update', document, update: Y.encodeStateAsUpdate(doc) });
	return ids;
}

/** As many short messages as fill a segment. */
export function aSegmentFull(of = 'hi'): string[] {
	return Array.from({ length: 1_000 }, (_, index) => `${of} ${index}`);
}
