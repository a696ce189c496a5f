import { afterEach, expect, it } from 'vitest';
import * as Y from 'yjs';
import { headName, segmentName } from '../../src/lib/protocol/document-name.ts';
import type { Frame } from '../../src/lib/protocol/frames.ts';
import { segmentInfo } from '../../src/lib/protocol/message.ts';
import { aSegmentFull, sayMany } from '../support/many-messages.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { SyncClient, textsOf, timelineOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

let room: RoomOnServer;
afterEach(() => room.server.dispose());

const updatesOf = (client: SyncClient, document: string) =>
	client.frames.filter(
		(frame): frame is Frame & { kind: 'update' } => frame.kind === 'update' && frame.document === document
	);

it('reaches who is connected as three updates that need no sync (N3, C3, W4)', async () => {
	room = await startRoom();
	const [anna, boris] = [
		await SyncClient.connect(room.server.origin, room.anna),
		await SyncClient.connect(room.server.origin, room.boris)
	];
	const { documents } = await boris.heard('heads');
	const [head, next] = [headName(room.roomId), segmentName(room.roomId, 1)];
	const headCopy = await boris.sync(head);
	await anna.sync(room.segment);
	sayMany(anna, room.segment, aSegmentFull());
	await boris.heard('update', next);
	await boris.heard('update', head);
	const copies = new Map([room.segment, next].map((document) => [document, new Y.Doc()]));
	for (const [document, copy] of copies) {
		let version = documents.find(({ name }) => name === document)?.version ?? 0;
		for (const { update, step } of updatesOf(boris, document)) {
			expect(step?.base).toBe(version);
			version = step?.version ?? 0;
			Y.applyUpdate(copy, update);
		}
	}
	const [closed, opened] = [copies.get(room.segment) as Y.Doc, copies.get(next) as Y.Doc];
	expect(timelineOf(closed)).toHaveLength(1_000);
	expect(segmentInfo(closed)).toEqual({ firstSeq: 1, closed: true });
	expect(segmentInfo(opened)).toEqual({ firstSeq: 1_001, closed: false });
	expect(headCopy.getMap('meta').get('segment')).toBe(1);
	const last = [room.segment, next, head].map((document) => updatesOf(boris, document).at(-1)?.step);
	expect(new Set(last.map((step) => step?.version)).size).toBe(1);
	expect(last[2]?.base).toBe(documents.find(({ name }) => name === head)?.version);
	expect(boris.frames.some(({ kind }) => kind === 'closed')).toBe(false);
});

it('is followed by writers: old words are known, new ones go to the new segment, edits stay where they are (U12, D10)', async () => {
	room = await startRoom();
	const anna = await SyncClient.connect(room.server.origin, room.anna);
	await anna.sync(room.segment);
	const next = segmentName(room.roomId, 1);
	sayMany(anna, room.segment, aSegmentFull());
	await anna.heard('update', next);
	anna.say(room.segment, 'too late');
	expect(await anna.heard('reject', room.segment)).toMatchObject({ code: 'segment-closed' });
	const copy = await anna.sync(next);
	anna.say(next, 'in time');
	await until('it is in the room', () => textsOf(copy).includes('in time'));
	const reader = await SyncClient.connect(room.server.origin, room.boris);
	const { documents } = await reader.heard('heads');
	expect(documents.map(({ name }) => name)).toContain(next);
	expect(documents.map(({ name }) => name)).not.toContain(room.segment);
	expect(textsOf(await reader.sync(room.segment))).toEqual(aSegmentFull());
	await room.server.kill9();
	await room.server.start();
	const again = await SyncClient.connect(room.server.origin, room.boris);
	expect(textsOf(await again.sync(next))).toEqual(['in time']);
});
