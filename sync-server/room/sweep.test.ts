import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { headName, segmentName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import { COMPACT_IDLE_UPDATES, COMPACT_LIVE_UPDATES, LIVE_IDLE_MAX_BYTES, LIVE_IDLE_MS } from './room-limits.ts';
import {
	anna,
	makeRoom,
	makeSegment,
	message,
	read,
	sending,
	sendingMany,
	slowStorage,
	timelineOf,
	turnsUntil
} from './test-support.ts';

// A thousand messages on a busy machine: a limit against hanging, not an expectation.
vi.setConfig({ testTimeout: 60_000 });

/** A store that counts the compactions asked of it. */
function countingStorage() {
	const storage = createMemoryStorage();
	const compacted: number[] = [];
	const compact = storage.compact.bind(storage);
	storage.compact = (document, at, snapshot) => {
		compacted.push(at.version);
		return compact(document, at, snapshot);
	};
	return { storage, compacted };
}

async function write({ documents, name }: ReturnType<typeof makeSegment>, doc: Y.Doc, times: number): Promise<void> {
	for (let i = 0; i < times; i++) {
		const verdict = await documents.receive(name, sending(doc, newId(), message(anna, `${i}`)), anna);
		expect(verdict).toMatchObject({ accepted: true });
	}
	await documents.read(name, () => undefined);
}

describe('an idle document (I8)', () => {
	it('leaves memory after its time and not before', async () => {
		const segment = makeSegment();
		await write(segment, new Y.Doc(), 1);
		segment.clock.now += LIVE_IDLE_MS - 1;
		await segment.documents.sweep();
		expect(segment.documents.size).toBe(1);
		segment.clock.now += 1;
		await segment.documents.sweep();
		expect(segment.documents.size).toBe(0);
	});

	it('is compacted once as it leaves, and is the same when it is loaded again', async () => {
		const { storage, compacted } = countingStorage();
		const segment = makeSegment(storage);
		await write(segment, new Y.Doc(), COMPACT_IDLE_UPDATES);
		const before = await read(segment.documents, segment.name);
		for (let sweep = 0; sweep < 3; sweep++) {
			segment.clock.now += LIVE_IDLE_MS;
			await segment.documents.sweep();
		}
		expect(compacted).toHaveLength(1);
		expect((await storage.loadDocument(segment.name)).updates).toHaveLength(1);
		const after = await read(segment.documents, segment.name);
		expect(Y.encodeStateVector(after)).toEqual(Y.encodeStateVector(before));
		expect(after.toJSON()).toEqual(before.toJSON());
		expect(timelineOf(after)).toEqual(timelineOf(before));
	});

	it('is left alone where there is too little to compact', async () => {
		const { storage, compacted } = countingStorage();
		const segment = makeSegment(storage);
		await write(segment, new Y.Doc(), COMPACT_IDLE_UPDATES - 1);
		segment.clock.now += LIVE_IDLE_MS;
		await segment.documents.sweep();
		expect([compacted, segment.documents.size]).toEqual([[], 0]);
	});

	it('leaves before its time where idle documents weigh too much, the one not used for longest first', async () => {
		const { documents, clock } = makeSegment();
		const names = Array.from({ length: 18 }, () => segmentName(newId(), 0));
		for (const name of names) {
			clock.now += 1;
			await documents.receive(name, sendingMany(new Y.Doc(), anna, 48, [], 'x'.repeat(10_000)), anna);
			// The turn that took it has ended.
			await documents.read(name, () => undefined);
		}
		expect(18 * 48 * 10_000).toBeGreaterThan(LIVE_IDLE_MAX_BYTES);
		await documents.sweep();
		expect(documents.size).toBe(17);
		await documents.read(names[1] ?? '', () => undefined);
		expect(documents.size).toBe(17);
		await documents.read(names[0] ?? '', () => undefined);
		expect(documents.size).toBe(18);
	});

	it('that cannot be read leaves memory too', async () => {
		const { documents, storage, clock, roomId, segment } = await makeRoom(createMemoryStorage(), () => undefined);
		const loadDocument = storage.loadDocument.bind(storage);
		storage.loadDocument = (document) =>
			document === segment(0) ? Promise.reject(new Error('broken')) : loadDocument(document);
		await expect(read(documents, segment(0))).rejects.toThrow('broken');
		await documents.read(headName(roomId), () => undefined);
		expect(documents.size).toBe(2);
		clock.now += LIVE_IDLE_MS;
		await documents.sweep();
		expect(documents.size).toBe(0);
	});

	it('goes on with the client ids and the sequence that it had', async () => {
		const segment = makeSegment();
		const doc = new Y.Doc();
		await write(segment, doc, 2);
		segment.clock.now += LIVE_IDLE_MS;
		await segment.documents.sweep();
		await write(segment, doc, 2);
		const after = await read(segment.documents, segment.name);
		expect(timelineOf(after)).toHaveLength(4);
		expect(after.store.clients.size).toBe(2);
	});
});

describe('a document in use', () => {
	it(`is compacted at ${COMPACT_LIVE_UPDATES} updates, and again after as many more`, async () => {
		const { storage, compacted } = countingStorage();
		const segment = makeSegment(storage);
		const doc = new Y.Doc();
		await write(segment, doc, COMPACT_LIVE_UPDATES - 1);
		expect(compacted).toHaveLength(0);
		await write(segment, doc, 1);
		await turnsUntil('it is compacted', () => compacted.length === 1);
		await write(segment, doc, COMPACT_LIVE_UPDATES - 1);
		expect(compacted).toHaveLength(1);
		expect(timelineOf(await read(segment.documents, segment.name))).toHaveLength(2 * COMPACT_LIVE_UPDATES - 1);
	});

	it('does not leave memory while a commit is on its way to the disk', async () => {
		const { storage, waiting } = slowStorage();
		const segment = makeSegment(storage);
		const sent = segment.documents.receive(segment.name, sending(new Y.Doc(), newId(), message(anna, 'hi')), anna);
		await turnsUntil('the commit is under way', () => waiting.length === 1);
		segment.clock.now += 10 * LIVE_IDLE_MS;
		await segment.documents.sweep();
		expect(segment.documents.size).toBe(1);
		waiting[0]?.();
		expect(await sent).toMatchObject({ accepted: true });
		expect(timelineOf(await read(segment.documents, segment.name))).toHaveLength(1);
	});

	it('stays when somebody comes back to it while it is being tidied up', async () => {
		const { storage } = countingStorage();
		const segment = makeSegment(storage);
		const doc = new Y.Doc();
		await write(segment, doc, COMPACT_IDLE_UPDATES);
		const compact = storage.compact.bind(storage);
		let comeBack: Promise<void> | undefined;
		storage.compact = async (...args) => {
			comeBack = write(segment, doc, 1);
			await comeBack;
			return compact(...args);
		};
		segment.clock.now += LIVE_IDLE_MS;
		await segment.documents.sweep();
		expect(comeBack).toBeDefined();
		expect(segment.documents.size).toBe(1);
		expect(timelineOf(await read(segment.documents, segment.name))).toHaveLength(COMPACT_IDLE_UPDATES + 1);
	});
});
