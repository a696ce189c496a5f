import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { LocalStore } from '../../../src/lib/sync/local-store.ts';
import type { OutboxEntry } from '../../../src/lib/sync/outbox.ts';

/** What a device holds before it is measured. */
interface Content {
	documents: number;
	updatesEach: number;
}

const nameOf = (index: number) => `room/${index}/0`;

function* updates(count: number): Generator<Uint8Array> {
	const doc = new Y.Doc();
	const made: Uint8Array[] = [];
	doc.on('update', (update: Uint8Array) => made.push(update));
	for (let i = 0; i < count; i++) {
		doc.getMap('messages').set(`message ${i}`, { author: 'anna', body: 'A sentence of usual length, more or less.' });
		yield* made.splice(0);
	}
}

/** One y-indexeddb database per document. */
const yIndexeddb = {
	async fill({ documents, updatesEach }: Content): Promise<void> {
		for (let index = 0; index < documents; index++) {
			const doc = new Y.Doc();
			const persistence = new IndexeddbPersistence(nameOf(index), doc);
			await persistence.whenSynced;
			for (const update of updates(updatesEach)) Y.applyUpdate(doc, update);
			await persistence.destroy();
		}
	},
	async openAll({ documents }: Content): Promise<number> {
		const opened = Array.from(
			{ length: documents },
			(_, index) => new IndexeddbPersistence(nameOf(index), new Y.Doc())
		);
		await Promise.all(opened.map((persistence) => persistence.whenSynced));
		await Promise.all(opened.map((persistence) => persistence.destroy()));
		return documents;
	},
	/** The outbox in a database of its own, strict, then the update. */
	async send(count: number): Promise<void> {
		const outbox = new LocalStore('outbox', () => undefined);
		const doc = new Y.Doc();
		const persistence = new IndexeddbPersistence('sending', doc);
		await persistence.whenSynced;
		for (let i = 0; i < count; i++) {
			await outbox.add('none', undefined, { entry: entry(i) });
			doc.getMap('messages').set(`sent ${i}`, { body: 'x' });
		}
		await persistence.destroy();
	}
};

/** All documents and the outbox in the one database of the account. */
const localStore = {
	async fill({ documents, updatesEach }: Content): Promise<void> {
		const store = new LocalStore('account', () => undefined);
		for (let index = 0; index < documents; index++) {
			await Promise.all([...updates(updatesEach)].map((update) => store.add(nameOf(index), 0, { update })));
		}
		store.close();
	},
	async openAll({ documents }: Content): Promise<number> {
		const store = new LocalStore('account', () => undefined);
		const copies = await Promise.all(Array.from({ length: documents }, (_, index) => store.load(nameOf(index))));
		for (const copy of copies) {
			const doc = new Y.Doc();
			doc.transact(() => copy.updates.forEach((update) => Y.applyUpdate(doc, update)));
		}
		store.close();
		return copies.length;
	},
	async send(count: number): Promise<void> {
		const store = new LocalStore('account', () => undefined);
		const doc = new Y.Doc();
		for (let i = 0; i < count; i++) {
			let update = new Uint8Array();
			doc.once('update', (bytes: Uint8Array) => (update = Uint8Array.from(bytes)));
			doc.getMap('messages').set(`sent ${i}`, { body: 'x' });
			await store.add('sending', 0, { update, entry: entry(i) });
		}
		store.close();
	}
};

function entry(index: number): OutboxEntry {
	const id = `entry ${index}`;
	return { id, roomId: 'room', document: 'sending', message: { author: 'anna', body: 'x', createdAt: index } };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

/** Called by the benchmark, through the page. */
Object.assign(window, { localStoreBench: { yIndexeddb, localStore, timed } });

export interface LocalStoreBench {
	yIndexeddb: typeof yIndexeddb;
	localStore: typeof localStore;
	timed: typeof timed;
}
