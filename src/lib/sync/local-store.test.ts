import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { segmentName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import { StaleCopyError } from './copies.ts';
import { deleteLocalStore, LocalStore, type StoreTrouble } from './local-store.ts';
import type { OutboxEntry } from './outbox.ts';
import { StorageFailedError } from './store-schema.ts';

const roomId = newId();
const document = segmentName(roomId, 0);
let userId: string;
let troubles: StoreTrouble[];

beforeEach(() => {
	userId = newId();
	troubles = [];
});

async function open(): Promise<LocalStore> {
	const store = new LocalStore(userId, (trouble) => troubles.push(trouble));
	await store.outbox();
	return store;
}

function entry(): OutboxEntry {
	return { id: newId(), roomId, document, message: { author: userId, body: 'hi', createdAt: 1 } };
}

const at = (version: number, generation = 0) => ({ version, generation });
const bytes = (...values: number[]) => Uint8Array.from(values);

describe('the local store', () => {
	it('gives a copy back as it was written, in order, also to another tab', async () => {
		const store = await open();
		await store.add(document, 0, { update: bytes(1) });
		await store.add(document, 0, { update: bytes(2), at: at(7, 1) });
		const other = await open();
		const copy = { epoch: 0, version: 7, generation: 1, updates: [bytes(1), bytes(2)] };
		expect(await other.load(document)).toEqual(copy);
	});

	it('answers what is asked before it has opened', async () => {
		await (await open()).add(document, 0, { update: bytes(1) });
		expect((await new LocalStore(userId, (trouble) => troubles.push(trouble)).load(document)).updates).toEqual([
			bytes(1)
		]);
	});

	it('keeps a message and the update that shows it together (D1)', async () => {
		const store = await open();
		const owed = entry();
		await store.add(document, 0, { update: bytes(1), entry: owed });
		expect(await store.outbox()).toEqual([owed]);
		await store.drop(document);
		const lost = entry();
		await expect(store.add(document, 0, { update: bytes(2), entry: lost })).rejects.toThrow(StaleCopyError);
		expect(await store.outbox()).toEqual([owed]);
	});

	it('refuses a write to a copy that another tab has dropped, and only that one', async () => {
		const store = await open();
		const epoch = await store.drop(document);
		const other = segmentName(newId(), 0);
		const [stale, fine] = await Promise.allSettled([
			store.add(document, 0, { update: bytes(1) }),
			store.add(other, 0, { update: bytes(2) })
		]);
		expect(stale.status).toBe('rejected');
		expect(fine.status).toBe('fulfilled');
		expect((await store.load(document)).updates).toEqual([]);
		await store.add(document, epoch, { update: bytes(3) });
		expect((await store.load(document)).updates).toEqual([bytes(3)]);
		expect(troubles).toEqual([]);
	});

	it('notes what comes back and what is rescued in the transaction that replaces the copy (D6)', async () => {
		const store = await open();
		const owed = entry();
		await store.add(document, 0, { update: bytes(1), at: at(4), entry: owed });
		const givenBack: OutboxEntry[] = [{ ...owed, returned: 'too-large' }];
		await store.setFact('other', 5);
		const rescue = { fact: 'kept', given: 'other', collect: (...all: unknown[]) => all };
		await store.replace(document, bytes(7), at(3, 2), { givenBack, rescue });
		expect(await store.load(document)).toEqual({ epoch: 1, ...at(3, 2), updates: [bytes(7)] });
		expect(await store.fact('kept')).toEqual([[bytes(1)], undefined, 5]);
		expect(await store.outbox()).toEqual([{ ...owed, returned: 'too-large' }]);
	});

	it('never lowers a version, so that a late frame cannot make a copy look older', async () => {
		const store = await open();
		await store.add(document, 0, { at: at(9) });
		await store.add(document, 0, { update: bytes(1), at: at(3) });
		expect((await store.copies()).get(document)).toMatchObject({ version: 9 });
	});

	it('rewrites many rows as one with the same content', async () => {
		const store = await open();
		const doc = new Y.Doc();
		const rows: Promise<unknown>[] = [];
		doc.on('update', (update: Uint8Array) => rows.push(store.add(document, 0, { update, at: at(rows.length) })));
		for (let i = 0; i < 20; i++) doc.getMap('messages').set(`m${i}`, i);
		await Promise.all(rows);
		await store.compact(document, (updates) => {
			const merged = new Y.Doc();
			updates.forEach((update) => Y.applyUpdate(merged, update));
			return Y.encodeStateAsUpdate(merged);
		});
		const { updates, version } = await store.load(document);
		expect(updates).toHaveLength(1);
		expect(version).toBe(19);
		expect(updates[0]).toEqual(Y.encodeStateAsUpdate(doc));
	});

	it('keeps a server update only where it follows on the copy (D4)', async () => {
		const store = await open();
		const outcome = async (base: number, version: number) => {
			const added = await store.add(document, undefined, { update: bytes(version), step: { base, version } });
			return added.outcome;
		};
		expect(await outcome(4, 5)).toBe('unwanted');
		expect(await outcome(0, 5)).toBe('stored');
		expect(await outcome(0, 5)).toBe('known');
		expect(await outcome(6, 7)).toBe('gap');
		expect(await outcome(5, 6)).toBe('stored');
		expect(await store.load(document)).toEqual({ epoch: 0, ...at(6), updates: [bytes(5), bytes(6)] });
	});

	it('always knows what a copy weighs', async () => {
		const store = await open();
		const weight = async () => (await store.copies()).get(document)?.bytes;
		await store.add(document, 0, { update: bytes(1, 2, 3) });
		await store.add(document, 0, { update: bytes(4) });
		expect(await weight()).toBe(4);
		await store.compact(document, () => bytes(9, 9));
		expect(await weight()).toBe(2);
		await store.replace(document, bytes(1, 2, 3, 4, 5), at(1), { givenBack: [] });
		expect(await weight()).toBe(5);
		await store.forget([document]);
		expect((await store.copies()).get(document)).toEqual({ name: document, epoch: 2, ...at(0), bytes: 0 });
	});

	it('takes versions back with a fact, and leaves the content', async () => {
		const store = await open();
		await store.add(document, 0, { update: bytes(1), at: at(5, 2) });
		await store.forgetVersions(undefined, { name: 'history', value: 'old' });
		expect(await store.load(document)).toEqual({ epoch: 0, ...at(0, 2), updates: [bytes(1)] });
		expect(await store.fact('history')).toBe('old');
	});

	it('opens what version 1 of it wrote, with everything in it', async () => {
		const owed = entry();
		const old = await openDB(`tidings-${userId}`, 1, {
			upgrade(db) {
				db.createObjectStore('updates', { autoIncrement: true }).createIndex('document', 'document');
				db.createObjectStore('copies', { keyPath: 'name' });
				db.createObjectStore('outbox', { keyPath: 'id' });
				db.createObjectStore('facts');
			}
		});
		await old.add('updates', { document, update: bytes(1, 2) });
		await old.add('updates', { document, update: bytes(3) });
		await old.put('copies', { name: document, epoch: 3, version: 8 });
		await old.put('outbox', owed);
		await old.put('facts', ['a name'], 'heads');
		old.close();
		const store = await open();
		expect(await store.load(document)).toEqual({ epoch: 3, ...at(0), updates: [bytes(1, 2), bytes(3)] });
		expect((await store.copies()).get(document)?.bytes).toBe(3);
		expect([await store.outbox(), await store.fact('heads')]).toEqual([[owed], ['a name']]);
		expect(troubles).toEqual([]);
	});

	it('opens what version 2 of it wrote, and keeps commands and summaries from then on', async () => {
		const old = await openDB(`tidings-${userId}`, 2, {
			upgrade(db) {
				db.createObjectStore('updates', { autoIncrement: true }).createIndex('document', 'document');
				db.createObjectStore('copies', { keyPath: 'name' });
				db.createObjectStore('outbox', { keyPath: 'id' });
				db.createObjectStore('facts');
			}
		});
		await old.add('updates', { document, update: bytes(1, 2) });
		await old.put('copies', { name: document, epoch: 3, version: 8, generation: 1, bytes: 2 });
		old.close();
		const store = await open();
		expect(await store.load(document)).toEqual({ epoch: 3, ...at(8, 1), updates: [bytes(1, 2)] });
		const queued = { id: newId(), command: { kind: 'join-room' as const, roomId: newId() } };
		await store.changeRows('commands', [queued], [], true);
		expect([await store.rows('commands'), await store.rows('summaries')]).toEqual([[queued], []]);
		await store.changeRows('commands', [], [queued.id]);
		expect(await store.rows('commands')).toEqual([]);
		expect(troubles).toEqual([]);
	});

	it('leaves what a newer version wrote alone, and says that it is newer and not that it failed', async () => {
		const newer = await openDB(`tidings-${userId}`, 99, {
			upgrade: (db) => void db.createObjectStore('outbox').put('something new', 'key')
		});
		const store = await open();
		await expect(store.add(document, 0, { update: bytes(1) })).rejects.toThrow(StorageFailedError);
		expect(troubles).toEqual(['newer']);
		expect(await newer.get('outbox', 'key')).toBe('something new');
		newer.close();
	});

	it('gives way to a newer version that opens while it is open', async () => {
		const store = await open();
		const newer = await openDB(`tidings-${userId}`, 99);
		expect([await store.outbox(), troubles]).toEqual([[], ['newer']]);
		newer.close();
	});

	it('says so when nothing can be written, and reads as empty', async () => {
		const store = await open();
		store.close();
		await expect(store.add(document, 0, { update: bytes(1) })).rejects.toThrow(StorageFailedError);
		expect(troubles).toEqual(['failed']);
		expect(await store.outbox()).toEqual([]);
	});

	it('belongs to one account, and is gone after a sign-out (also with another tab open)', async () => {
		const store = await open();
		await store.add(document, 0, { update: bytes(1) });
		const mine = userId;
		userId = newId();
		expect((await (await open()).load(document)).updates).toEqual([]);
		await deleteLocalStore(mine);
		userId = mine;
		expect((await (await open()).load(document)).updates).toEqual([]);
	});
});
