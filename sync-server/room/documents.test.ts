import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import { StorageUnavailableError, VersionConflictError, type Commit } from '../storage/storage.ts';
import { Documents } from './documents.ts';
import { anna, boris, makeSegment, message, read, sending, timelineOf, updateOf } from './test-support.ts';

/** A store whose commits wait until the test lets them through or fails them. */
function slowStorage() {
	const storage = createMemoryStorage();
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

describe('the timeline', () => {
	it('gives each message one place, in the order of acceptance (T2)', async () => {
		const { documents, name, clock } = makeSegment();
		const [first, second] = [newId(), newId()];
		await documents.receive(name, sending(new Y.Doc(), first, message(anna, 'one', 2_000)), anna);
		clock.now += 5;
		await documents.receive(name, sending(new Y.Doc(), second, message(boris, 'two', 1_000)), boris);
		expect(timelineOf(await read(documents, name))).toEqual([
			{ id: first, at: clock.now - 5 },
			{ id: second, at: clock.now }
		]);
	});

	it('orders what one update brings by composing time, then id (T2)', async () => {
		const { documents, name } = makeSegment();
		const ids = [newId(), newId(), newId()] as const;
		const doc = new Y.Doc();
		const update = updateOf(doc, () => {
			doc.getMap('messages').set(ids[2], message(anna, 'same time, later id', 2_000));
			doc.getMap('messages').set(ids[1], message(anna, 'same time, earlier id', 2_000));
			doc.getMap('messages').set(ids[0], message(anna, 'earliest', 1_000));
		});
		await documents.receive(name, update, anna);
		expect(timelineOf(await read(documents, name)).map(({ id }) => id)).toEqual([...ids]);
	});

	it('holds a message once, also when another client id sends it again (T2)', async () => {
		const { documents, name } = makeSegment();
		const id = newId();
		const value = message(anna, 'once');
		await documents.receive(name, sending(new Y.Doc(), id, value), anna);
		const second = await documents.receive(name, sending(new Y.Doc(), id, value), anna);
		expect(second).toEqual({ accepted: true });
		expect(timelineOf(await read(documents, name))).toHaveLength(1);
	});

	it('is written under one client id, however many messages come', async () => {
		const { documents, name } = makeSegment();
		const doc = new Y.Doc();
		for (let i = 0; i < 5; i++) await documents.receive(name, sending(doc, newId(), message(anna, 'hi')), anna);
		expect([...(await read(documents, name)).store.clients.keys()]).toHaveLength(2);
	});

	it('travels with its messages as one update (T3)', async () => {
		const { documents, name } = makeSegment();
		const heard: Uint8Array[] = [];
		documents.onCommitted((_, update) => heard.push(update));
		await documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'hi')), anna);
		expect(heard).toHaveLength(1);
		const listener = new Y.Doc();
		Y.applyUpdate(listener, heard[0] ?? new Uint8Array());
		expect(timelineOf(listener)).toHaveLength(1);
		expect(listener.getMap('messages').size).toBe(1);
	});
});

describe('durable before visible (I1, T1)', () => {
	it('neither acknowledges nor fans out nor answers step 1 before the commit', async () => {
		const { storage, waiting } = slowStorage();
		const { documents, name } = makeSegment(storage);
		const seen: string[] = [];
		documents.onCommitted(() => seen.push('fan-out'));
		const sent = documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'hi')), anna);
		void sent.then(() => seen.push('ack'));
		const answered = read(documents, name).then((doc) => seen.push(`answer with ${timelineOf(doc).length}`));
		while (waiting.length === 0) await Promise.resolve();
		for (let turn = 0; turn < 50; turn++) await Promise.resolve();
		expect(seen).toEqual([]);
		waiting[0]?.();
		await Promise.all([sent, answered]);
		expect(seen.sort()).toEqual(['ack', 'answer with 1', 'fan-out']);
	});

	it('acknowledges a repeated update only with the commit it repeats', async () => {
		const { storage, waiting } = slowStorage();
		const { documents, name } = makeSegment(storage);
		const update = sending(new Y.Doc(), newId(), message(anna, 'hi'));
		const first = documents.receive(name, update, anna);
		const second = documents.receive(name, update, anna);
		while (waiting.length === 0) await Promise.resolve();
		waiting[0]?.(new StorageUnavailableError('disk full'));
		expect(await Promise.all([first, second])).toMatchObject([
			{ accepted: false, code: 'storage-unavailable' },
			{ accepted: false, code: 'storage-unavailable' }
		]);
	});

	it('forgets what the store would not take, and takes it later (T4)', async () => {
		const { storage, waiting } = slowStorage();
		const { documents, name } = makeSegment(storage);
		const doc = new Y.Doc();
		const update = sending(doc, newId(), message(anna, 'hi'));
		const failed = documents.receive(name, update, anna);
		while (waiting.length === 0) await Promise.resolve();
		waiting[0]?.(new StorageUnavailableError('disk full'));
		expect(await failed).toMatchObject({ code: 'storage-unavailable' });
		expect(timelineOf(await read(documents, name))).toEqual([]);
		const again = documents.receive(name, update, anna);
		while (waiting.length === 1) await Promise.resolve();
		waiting[1]?.();
		expect(await again).toEqual({ accepted: true });
	});

	it('keeps an accepted commit in flight when a refused update empties the memory', async () => {
		const { storage, waiting } = slowStorage();
		const { documents, name } = makeSegment(storage);
		const good = documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'good')), anna);
		const bad = documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'forged')), boris);
		const after = documents.receive(name, sending(new Y.Doc(), newId(), message(boris, 'after')), boris);
		while (waiting.length === 0) await Promise.resolve();
		waiting[0]?.();
		expect(await good).toEqual({ accepted: true });
		expect(await bad).toMatchObject({ code: 'wrong-author' });
		while (waiting.length === 1) await Promise.resolve();
		waiting[1]?.();
		expect(await after).toEqual({ accepted: true });
		expect(timelineOf(await read(documents, name))).toHaveLength(2);
	});

	it('lets nobody see or build on what the update before it was refused for', async () => {
		const { documents, name, storage } = makeSegment();
		const id = newId();
		await documents.receive(name, sending(new Y.Doc(), id, message(anna, 'hello')), anna);
		const forger = await read(documents, name);
		const forged = sending(forger, id, { ...message(boris, 'forged'), editedAt: 1 });
		// All of them wait for the same load; the refused one goes first.
		const refused = documents.receive(name, forged, boris);
		const [answer, good, head] = await Promise.all([
			read(documents, name),
			documents.receive(name, sending(new Y.Doc(), newId(), message(boris, 'good')), boris),
			documents.write(
				name,
				(doc) => void doc.getMap('meta').set('title', 'x'),
				(commit) => storage.appendCommit(commit)
			)
		]);
		expect(await refused).toMatchObject({ code: 'not-yours' });
		expect(answer.getMap('messages').get(id)).toMatchObject({ author: anna, body: 'hello' });
		expect([good, head]).toEqual([{ accepted: true }, undefined]);
		const later = await read(new Documents(storage), name);
		expect(later.store.pendingStructs).toBeNull();
		expect(timelineOf(later)).toHaveLength(2);
	});

	it('waits for every commit in flight before it loads again, also where a later one failed first', async () => {
		const { storage, waiting } = slowStorage();
		const { documents, name } = makeSegment(storage);
		const first = documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'one')), anna);
		const second = documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'two')), anna);
		while (waiting.length < 2) await Promise.resolve();
		waiting[1]?.(new StorageUnavailableError('queue full'));
		expect(await second).toMatchObject({ code: 'storage-unavailable' });
		const answered = read(documents, name);
		waiting[0]?.();
		expect(await first).toEqual({ accepted: true });
		expect(timelineOf(await answered)).toHaveLength(1);
	});

	it('tells everyone of a commit that was reported as failed and is on the disk all the same', async () => {
		const { storage, waiting } = slowStorage();
		const direct = createMemoryStorage();
		const { documents, name } = makeSegment(storage);
		const heard: number[] = [];
		documents.onCommitted((_, __, version) => heard.push(version));
		const sent = documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'one')), anna);
		while (waiting.length === 0) await Promise.resolve();
		waiting[0]?.();
		await sent;
		storage.loadDocument = (document) => direct.loadDocument(document);
		const lost = new Documents(direct);
		await lost.receive(name, sending(new Y.Doc(), newId(), message(anna, 'one')), anna);
		await lost.receive(name, sending(new Y.Doc(), newId(), message(anna, 'two')), anna);
		const failing = documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'three')), anna);
		while (waiting.length === 1) await Promise.resolve();
		waiting[1]?.(new StorageUnavailableError('the writer died'));
		await failing;
		await read(documents, name);
		expect(heard).toEqual([1, 2]);
	});

	it('starts anew where another process has committed first', async () => {
		const storage = createMemoryStorage();
		const { documents: one, name } = makeSegment(storage);
		const other = new Documents(storage);
		await one.receive(name, sending(new Y.Doc(), newId(), message(anna, 'one')), anna);
		await other.receive(name, sending(new Y.Doc(), newId(), message(boris, 'two')), boris);
		const late = sending(new Y.Doc(), newId(), message(anna, 'three'));
		expect(await one.receive(name, late, anna)).toMatchObject({ code: 'storage-unavailable' });
		expect(await one.receive(name, late, anna)).toEqual({ accepted: true });
		expect(timelineOf(await read(one, name))).toHaveLength(3);
	});

	it('throws what the store throws at a command, and changes nothing', async () => {
		const { documents, name } = makeSegment();
		const change = (doc: Y.Doc) => void doc.getMap('meta').set('title', 'x');
		const refuse = () => Promise.reject(new VersionConflictError());
		await expect(documents.write(name, change, refuse)).rejects.toThrow(VersionConflictError);
		expect((await read(documents, name)).getMap('meta').size).toBe(0);
	});
});
