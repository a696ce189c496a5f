import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import { StorageUnavailableError, VersionConflictError, type Commit } from '../storage/storage.ts';
import {
	anna,
	boris,
	documentsOn,
	makeSegment,
	message,
	read,
	sending,
	slowStorage,
	timelineOf,
	turnsUntil,
	updateOf
} from './test-support.ts';

describe('the timeline', () => {
	it('gives each message one place, in the order of acceptance (T2)', async () => {
		const { documents, name, clock } = makeSegment();
		const [first, second, proof] = [newId(), newId(), expect.any(String) as unknown];
		await documents.receive(name, sending(new Y.Doc(), first, message(anna, 'one', 2_000)), anna);
		clock.now += 5;
		await documents.receive(name, sending(new Y.Doc(), second, message(boris, 'two', 1_000)), boris);
		expect(timelineOf(await read(documents, name))).toEqual([
			{ id: first, at: clock.now - 5, proof },
			{ id: second, at: clock.now, proof }
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
		expect(second).toMatchObject({ accepted: true });
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
		documents.onCommitted(({ update }) => heard.push(update));
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
		await turnsUntil('a commit is under way', () => waiting.length > 0);
		const answered = read(documents, name).then((doc) => seen.push(`answer with ${timelineOf(doc).length}`));
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
		await turnsUntil('a commit is under way', () => waiting.length > 0);
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
		await turnsUntil('a commit is under way', () => waiting.length > 0);
		waiting[0]?.(new StorageUnavailableError('disk full'));
		expect(await failed).toMatchObject({ code: 'storage-unavailable' });
		expect(timelineOf(await read(documents, name))).toEqual([]);
		const again = documents.receive(name, update, anna);
		await turnsUntil('another commit is under way', () => waiting.length > 1);
		waiting[1]?.();
		expect(await again).toMatchObject({ accepted: true });
	});

	it('keeps what is accepted beside a refused update that empties the memory', async () => {
		const { documents, name } = makeSegment();
		const id = newId();
		await documents.receive(name, sending(new Y.Doc(), id, message(anna, 'hello')), anna);
		const forger = await read(documents, name);
		const good = documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'good')), anna);
		// Only once it is applied does it show whose message it lands on.
		const bad = documents.receive(name, sending(forger, id, message(boris, 'forged')), boris);
		const after = documents.receive(name, sending(new Y.Doc(), newId(), message(boris, 'after')), boris);
		expect(await Promise.all([good, bad, after])).toMatchObject([
			{ accepted: true },
			{ accepted: false, code: 'not-yours' },
			{ accepted: true }
		]);
		expect(timelineOf(await read(documents, name))).toHaveLength(3);
	});

	it('makes one commit of what comes while another is on its way to the disk (T1)', async () => {
		const { storage, waiting } = slowStorage();
		const { documents, name } = makeSegment(storage);
		const heard: [number, number][] = [];
		documents.onCommitted(({ base, version }) => heard.push([base, version]));
		const send = (body: string) => documents.receive(name, sending(new Y.Doc(), newId(), message(anna, body)), anna);
		const first = send('one');
		await turnsUntil('a commit is under way', () => waiting.length > 0);
		const rest = [send('two'), send('three')];
		waiting[0]?.();
		await first;
		await turnsUntil('another commit is under way', () => waiting.length > 1);
		waiting[1]?.();
		expect(await Promise.all(rest)).toMatchObject([{ accepted: true }, { accepted: true }]);
		expect(heard).toEqual([
			[0, 1],
			[1, 2]
		]);
		expect(timelineOf(await read(documents, name))).toHaveLength(3);
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
			documents.write([{ document: name, change: (doc) => void doc.getMap('meta').set('title', 'x') }], ([commit]) =>
				storage.appendCommit(commit as Commit)
			)
		]);
		expect(await refused).toMatchObject({ code: 'not-yours' });
		expect(answer.getMap('messages').get(id)).toMatchObject({ author: anna, body: 'hello' });
		expect(good).toMatchObject({ accepted: true });
		expect(head).toBeUndefined();
		const later = await read(documentsOn(storage), name);
		expect(later.store.pendingStructs).toBeNull();
		expect(timelineOf(later)).toHaveLength(2);
	});

	it('tells everyone of a commit that was reported as failed and is on the disk all the same', async () => {
		const { storage, waiting } = slowStorage();
		const direct = createMemoryStorage();
		const { documents, name } = makeSegment(storage);
		const heard: number[] = [];
		documents.onCommitted(({ version }) => heard.push(version));
		const sent = documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'one')), anna);
		await turnsUntil('a commit is under way', () => waiting.length > 0);
		waiting[0]?.();
		await sent;
		storage.loadDocument = (document) => direct.loadDocument(document);
		const lost = documentsOn(direct);
		await lost.receive(name, sending(new Y.Doc(), newId(), message(anna, 'one')), anna);
		await lost.receive(name, sending(new Y.Doc(), newId(), message(anna, 'two')), anna);
		const failing = documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'three')), anna);
		await turnsUntil('another commit is under way', () => waiting.length > 1);
		waiting[1]?.(new StorageUnavailableError('the writer died'));
		await failing;
		await read(documents, name);
		expect(heard).toEqual([1, 2]);
	});

	it('starts anew where another process has committed first', async () => {
		const storage = createMemoryStorage();
		const { documents: one, name } = makeSegment(storage);
		const other = documentsOn(storage);
		await one.receive(name, sending(new Y.Doc(), newId(), message(anna, 'one')), anna);
		await other.receive(name, sending(new Y.Doc(), newId(), message(boris, 'two')), boris);
		const late = sending(new Y.Doc(), newId(), message(anna, 'three'));
		expect(await one.receive(name, late, anna)).toMatchObject({ code: 'storage-unavailable' });
		expect(await one.receive(name, late, anna)).toMatchObject({ accepted: true });
		expect(timelineOf(await read(one, name))).toHaveLength(3);
	});

	it('throws what the store throws at a command, and changes nothing', async () => {
		const { documents, name } = makeSegment();
		const change = (doc: Y.Doc) => void doc.getMap('meta').set('title', 'x');
		const refuse = () => Promise.reject(new VersionConflictError());
		await expect(documents.write([{ document: name, change }], refuse)).rejects.toThrow(VersionConflictError);
		expect((await read(documents, name)).getMap('meta').size).toBe(0);
	});
});
