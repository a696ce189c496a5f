import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { segmentName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import { deleteLocalStore, LocalStore, StaleCopyError, StorageFailedError } from './local-store.ts';
import type { OutboxEntry } from './outbox.ts';

const roomId = newId();
const document = segmentName(roomId, 0);
let userId: string;
let failures: number;

beforeEach(() => {
	userId = newId();
	failures = 0;
});

async function open(): Promise<LocalStore> {
	const store = new LocalStore(userId, () => failures++);
	await store.outbox();
	return store;
}

function entry(): OutboxEntry {
	return { id: newId(), roomId, document, message: { author: userId, body: 'hi', createdAt: 1 } };
}

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('the local store', () => {
	it('gives a copy back as it was written, in order, also to another tab', async () => {
		const store = await open();
		await store.add(document, 0, { update: bytes(1) });
		await store.add(document, 0, { update: bytes(2), version: 7 });
		const other = await open();
		expect(await other.load(document)).toEqual({ epoch: 0, version: 7, updates: [bytes(1), bytes(2)] });
	});

	it('answers what is asked before it has opened', async () => {
		await (await open()).add(document, 0, { update: bytes(1) });
		expect((await new LocalStore(userId, () => failures++).load(document)).updates).toEqual([bytes(1)]);
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
		expect(failures).toBe(0);
	});

	it('notes what comes back in the transaction that drops the copy (D6)', async () => {
		const store = await open();
		const owed = entry();
		await store.add(document, 0, { update: bytes(1), version: 4, entry: owed });
		await store.drop(document, [{ ...owed, returned: 'too-large' }]);
		expect(await store.load(document)).toEqual({ epoch: 1, version: 0, updates: [] });
		expect(await store.outbox()).toEqual([{ ...owed, returned: 'too-large' }]);
	});

	it('never lowers a version, so that a late frame cannot make a copy look older', async () => {
		const store = await open();
		await store.add(document, 0, { version: 9 });
		await store.add(document, 0, { update: bytes(1), version: 3 });
		expect((await store.versions()).get(document)).toBe(9);
	});

	it('rewrites many rows as one with the same content', async () => {
		const store = await open();
		const doc = new Y.Doc();
		const rows: Promise<number>[] = [];
		doc.on('update', (update: Uint8Array) => rows.push(store.add(document, 0, { update, version: rows.length })));
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

	it('says so when nothing can be written, and reads as empty', async () => {
		const store = await open();
		store.close();
		await expect(store.add(document, 0, { update: bytes(1) })).rejects.toThrow(StorageFailedError);
		expect(failures).toBe(1);
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
