import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { headName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import { StorageUnavailableError, type Storage } from '../storage/storage.ts';
import { rollOver } from './segments.ts';
import {
	anna,
	boris,
	bytesOf,
	documentsOn,
	makeRoom,
	message,
	read,
	sending,
	sendingMany,
	timelineOf,
	turnsUntil
} from './test-support.ts';

// A thousand messages on a busy machine: a limit against hanging, not an expectation.
vi.setConfig({ testTimeout: 60_000 });

/** A room whose first segment is full and could not be closed, because the disk was full just then. */
async function makeStuck() {
	const storage = createMemoryStorage();
	const reported: unknown[] = [];
	const room = await makeRoom(storage, (error) => reported.push(error));
	const works = storage.rollOver.bind(storage);
	storage.rollOver = () => Promise.reject(new StorageUnavailableError('disk full'));
	await room.documents.receive(room.segment(0), sendingMany(new Y.Doc(), anna, 1_000), anna);
	await turnsUntil('the failure is reported', () => reported.length === 1);
	return { ...room, reported, repair: () => (storage.rollOver = works) };
}

async function isOpen(storage: Storage, roomId: string, segment: number): Promise<void> {
	await turnsUntil(`segment ${segment} is open`, async () => (await storage.currentSegment(roomId)) === segment);
}

describe('a roll-over that cannot be stored (N3, T4)', () => {
	it('leaves nothing half-done in memory or in the store, and tells nobody', async () => {
		const { documents, storage, roomId, segment } = await makeStuck();
		expect(await storage.currentSegment(roomId)).toBe(0);
		expect((await read(documents, segment(0))).getMap('info').size).toBe(0);
		expect((await read(documents, headName(roomId))).getMap('meta').get('segment')).toBe(0);
		expect(await bytesOf(documents, storage, segment(1))).toBe(JSON.stringify([0, '0000', 0, [], []]));
		const fresh = documentsOn(storage);
		for (const name of [segment(0), headName(roomId)]) {
			expect(await bytesOf(fresh, storage, name)).toBe(await bytesOf(documents, storage, name));
		}
	});

	it('lets messages in meanwhile, and is tried again with each of them', async () => {
		const { documents, storage, roomId, segment, reported, repair } = await makeStuck();
		const send = (body: string) =>
			documents.receive(segment(0), sending(new Y.Doc(), newId(), message(boris, body)), boris);
		expect(await send('still here')).toMatchObject({ accepted: true });
		await turnsUntil('it is tried again', () => reported.length === 2);
		repair();
		expect(await send('the last')).toMatchObject({ accepted: true });
		await isOpen(storage, roomId, 1);
		expect((await read(documents, segment(1))).getMap('info').get('firstSeq')).toBe(1_003);
	});
});

describe('two processes on one store that roll over at once (N3)', () => {
	it('do it once: one wins, the other follows', async () => {
		const { documents: one, storage, roomId, segment, repair } = await makeStuck();
		const other = documentsOn(storage);
		for (const process of [one, other]) await read(process, segment(0));
		repair();
		const deps = { store: storage, now: Date.now };
		await Promise.all([one, other].map((process) => rollOver(process, deps, roomId, 0)));
		expect(await storage.currentSegment(roomId)).toBe(1);
		for (const process of [one, other]) {
			const late = sending(new Y.Doc(), newId(), message(anna, 'late'));
			expect(await process.receive(segment(0), late, anna)).toMatchObject({ code: 'segment-closed' });
			expect((await read(process, segment(1))).getMap('info').get('firstSeq')).toBe(1_001);
			expect((await read(process, headName(roomId))).getMap('meta').get('segment')).toBe(1);
		}
		const [left, right] = [await read(one, segment(0)), await read(other, segment(0))];
		expect(Y.encodeStateVector(left)).toEqual(Y.encodeStateVector(right));
		expect(timelineOf(left)).toHaveLength(1_000);
	});

	it('lose no message when the loser is asked to take one into the closed segment', async () => {
		const { documents: one, storage, roomId, segment, repair } = await makeStuck();
		const other = documentsOn(storage);
		await read(other, segment(0));
		repair();
		await rollOver(one, { store: storage, now: Date.now }, roomId, 0);
		const id = newId();
		const late = () => sending(new Y.Doc(), id, message(anna, 'late'));
		// It has not heard of the roll-over yet: first it finds out, then it says so.
		expect(await other.receive(segment(0), late(), anna)).toMatchObject({ code: 'storage-unavailable' });
		expect(await other.receive(segment(0), late(), anna)).toMatchObject({ code: 'segment-closed' });
		expect(await other.receive(segment(1), late(), anna)).toMatchObject({ accepted: true });
		expect((await storage.sequencesOf(roomId, [id])).get(id)).toBe(1_001);
	});
});
