import * as Y from 'yjs';
import { headName, segmentName } from '../../src/lib/protocol/document-name.ts';
import { currentSegment, HEAD_ROOTS } from '../../src/lib/protocol/head.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_MAX_ENTRIES } from '../../src/lib/protocol/limits.ts';
import { SEGMENT_ROOTS, type Message } from '../../src/lib/protocol/message.ts';
import type { SignedIn } from './people.ts';
import { SyncClient, timelineOf } from './sync-client.ts';
import { until } from './until.ts';

/** Messages in one update: a segment is full after a whole number of them. */
const PER_UPDATE = SEGMENT_MAX_ENTRIES / 5;

/** Writes many messages at once, as a device does that comes back from a weekend offline; into as many segments as it takes. */
export async function fillRoom(origin: string, person: SignedIn, roomId: string, texts: string[]): Promise<void> {
	const client = await SyncClient.connect(origin, person);
	const meta = (await client.sync(headName(roomId))).getMap(HEAD_ROOTS.meta);
	const segments = new Map<number, Y.Doc>();
	for (let from = 0; from < texts.length; from += PER_UPDATE) {
		const number = currentSegment(meta);
		const segment = segments.get(number) ?? (await client.sync(segmentName(roomId, number)));
		segments.set(number, segment);
		await write(client, segmentName(roomId, number), segment, texts.slice(from, from + PER_UPDATE));
		if (timelineOf(segment).length < SEGMENT_MAX_ENTRIES) continue;
		await until('the room begins its next segment', () => currentSegment(meta) > number);
	}
	client.close();
}

/** Resolves once all of it stands in the timeline. */
async function write(client: SyncClient, document: string, segment: Y.Doc, texts: string[]): Promise<void> {
	const before = Y.encodeStateVector(segment);
	const expected = timelineOf(segment).length + texts.length;
	const start = Date.now();
	segment.transact(() => {
		for (const [index, body] of texts.entries()) {
			const message: Message = { author: client.userId, body, createdAt: start + index };
			segment.getMap(SEGMENT_ROOTS.messages).set(newId(), message);
		}
	});
	client.send({ kind: 'update', document, update: Y.encodeStateAsUpdate(segment, before) });
	await until('it is sequenced', () => timelineOf(segment).length >= expected);
}
