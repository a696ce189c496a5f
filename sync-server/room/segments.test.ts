import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { headName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import {
	GENERATION_MAX_CLIENT_IDS,
	MESSAGE_BODY_MAX_CHARS,
	SEGMENT_MAX_BYTES,
	SEGMENT_MAX_ENTRIES
} from '../../src/lib/protocol/limits.ts';
import { segmentInfo } from '../../src/lib/protocol/message.ts';
import {
	anna,
	boris,
	makeRoom,
	message,
	read,
	sending,
	sendingMany,
	timelineOf,
	turnsUntil,
	type Room
} from './test-support.ts';

// A thousand messages on a busy machine: a limit against hanging, not an expectation.
vi.setConfig({ testTimeout: 60_000 });

async function rolledTo({ storage, roomId }: Room, segment: number): Promise<void> {
	await turnsUntil(`segment ${segment} is open`, async () => (await storage.currentSegment(roomId)) === segment);
}

/** What the head and the two segments say once the first has given way to the second. */
async function expectRolledOver(room: Room, firstSeq: number): Promise<void> {
	await rolledTo(room, 1);
	expect(segmentInfo(await read(room.documents, room.segment(0)))).toEqual({ firstSeq: 1, closed: true });
	expect(segmentInfo(await read(room.documents, room.segment(1)))).toEqual({ firstSeq, closed: false });
	expect((await read(room.documents, headName(room.roomId))).getMap('meta').get('segment')).toBe(1);
}

describe('a segment gives way to the next (N3)', () => {
	it(`at ${SEGMENT_MAX_ENTRIES} entries, and not one before`, async () => {
		const room = await makeRoom();
		const doc = new Y.Doc();
		await room.documents.receive(room.segment(0), sendingMany(doc, anna, SEGMENT_MAX_ENTRIES - 1), anna);
		await room.documents.read(room.segment(0), () => undefined);
		expect(await room.storage.currentSegment(room.roomId)).toBe(0);
		await room.documents.receive(room.segment(0), sending(doc, newId(), message(anna, 'the last')), anna);
		await expectRolledOver(room, SEGMENT_MAX_ENTRIES + 1);
	});

	it(`at ${SEGMENT_MAX_BYTES} bytes of updates`, async () => {
		const room = await makeRoom();
		const doc = new Y.Doc();
		const body = 'x'.repeat(MESSAGE_BODY_MAX_CHARS);
		const needed = Math.ceil(SEGMENT_MAX_BYTES / MESSAGE_BODY_MAX_CHARS);
		for (let i = 0; i < needed - 1; i++) {
			await room.documents.receive(room.segment(0), sending(doc, newId(), message(anna, body)), anna);
		}
		await room.documents.read(room.segment(0), () => undefined);
		expect(await room.storage.currentSegment(room.roomId)).toBe(0);
		await room.documents.receive(room.segment(0), sending(doc, newId(), message(anna, body)), anna);
		await expectRolledOver(room, needed + 1);
	});

	it(`at ${GENERATION_MAX_CLIENT_IDS} client ids, because every page load is another`, async () => {
		const room = await makeRoom();
		// The server's own id is one of them.
		const loads = GENERATION_MAX_CLIENT_IDS - 1;
		const sendings = Array.from({ length: loads }, () => sending(new Y.Doc(), newId(), message(anna, 'hi')));
		await Promise.all(sendings.map((update) => room.documents.receive(room.segment(0), update, anna)));
		await expectRolledOver(room, loads + 1);
	});

	it('without a gap in the sequences and without two of the same (T2)', async () => {
		const room = await makeRoom();
		const ids: string[] = [];
		for (const segment of [0, 1, 2]) {
			await room.documents.receive(room.segment(segment), sendingMany(new Y.Doc(), anna, 1_000, ids), anna);
			await rolledTo(room, segment + 1);
		}
		await room.documents.receive(room.segment(3), sendingMany(new Y.Doc(), boris, 5, ids), boris);
		const seqs = [...(await room.storage.sequencesOf(room.roomId, ids)).values()].sort((a, b) => a - b);
		expect(seqs).toEqual(ids.map((_, index) => index + 1));
		expect(segmentInfo(await read(room.documents, room.segment(3))).firstSeq).toBe(3_001);
	});

	it('with one version, announced as one update each of the closed one, the new one and the head (T3)', async () => {
		const room = await makeRoom();
		const heard: { document: string; base: number; version: number }[] = [];
		room.documents.onCommitted(({ document, base, version }) => heard.push({ document, base, version }));
		await room.documents.receive(room.segment(0), sendingMany(new Y.Doc(), anna, 1_000), anna);
		await rolledTo(room, 1);
		await room.documents.read(headName(room.roomId), () => undefined);
		const [message, ...rollOver] = heard;
		const version = (message?.version ?? 0) + 1;
		expect(rollOver).toEqual([
			{ document: room.segment(0), base: message?.version, version },
			{ document: room.segment(1), base: 0, version },
			{ document: headName(room.roomId), base: expect.any(Number) as number, version }
		]);
	});

	it('while five people go on writing: every message is in the room exactly once', async () => {
		const room = await makeRoom();
		const people = [anna, boris, anna, boris, anna];
		const sent = await Promise.all(people.map((person) => chatter(room, person, 70)));
		const received: string[] = [];
		const last = await room.storage.currentSegment(room.roomId);
		for (let n = 0; n <= last; n++) {
			received.push(...timelineOf(await read(room.documents, room.segment(n))).map(({ id }) => id));
		}
		expect(last).toBeGreaterThanOrEqual(3);
		expect(received).toHaveLength(new Set(received).size);
		expect(received.sort()).toEqual(sent.flat().sort());
		const seqs = await room.storage.sequencesOf(room.roomId, received);
		expect(new Set(seqs.values()).size).toBe(received.length);
		expect(Math.max(...seqs.values())).toBe(received.length);
	});
});

/** Someone who sends ten messages at a time and follows the room from segment to segment. Resolves with their ids. */
async function chatter(room: Room, person: string, times: number): Promise<string[]> {
	const ids: string[] = [];
	let [segment, doc] = [0, new Y.Doc()];
	while (ids.length < times * 10) {
		const fresh: string[] = [];
		const update = sendingMany(doc, person, 10, fresh);
		const verdict = await room.documents.receive(room.segment(segment), update, person);
		if (verdict.accepted) ids.push(...fresh);
		else [segment, doc] = [segment + 1, new Y.Doc()];
		if (!verdict.accepted) expect(verdict.code).toBe('segment-closed');
	}
	return ids;
}
