import { describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { personalName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { GENERATION_MAX_CLIENT_IDS } from '../../src/lib/protocol/limits.ts';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import { LIVE_IDLE_MS } from './room-limits.ts';
import {
	anna,
	boris,
	documentsOn,
	makeRoom,
	makeSegment,
	message,
	read,
	sending,
	sendingMany,
	turnsUntil,
	updateOf
} from './test-support.ts';

// A thousand messages on a busy machine: a limit against hanging, not an expectation.
vi.setConfig({ testTimeout: 60_000 });

const personal = personalName(anna);
const draft = (body: string) => ({ body, updatedAt: 1 });
const newKey = () => `${newId()}/${newId()}`;
const writing = (doc: Y.Doc, key: string, value: unknown) => updateOf(doc, () => doc.getMap('drafts').set(key, value));

/** Anna's personal document after one page load more than a generation may hold. */
async function makeRebased() {
	const made = makeSegment();
	const { documents, storage } = made;
	const rebased: string[] = [];
	documents.onRebased((document) => rebased.push(document));
	const [key, last] = [newKey(), new Y.Doc()];
	const writers = Array.from({ length: GENERATION_MAX_CLIENT_IDS }, () => new Y.Doc());
	const updates = writers.map((doc, i) => writing(doc, newKey(), draft(`draft ${i}`)));
	const verdicts = await Promise.all(updates.map((update) => documents.receive(personal, update, anna)));
	expect(verdicts.every(({ accepted }) => accepted)).toBe(true);
	const before = await read(documents, personal);
	expect(rebased).toEqual([]);
	await documents.receive(personal, writing(last, key, draft('the last')), anna);
	await turnsUntil('it is rebased', () => rebased.length > 0);
	return { ...made, rebased, before, key, last, stored: () => storage.loadDocument(personal) };
}

describe(`a personal document beyond ${GENERATION_MAX_CLIENT_IDS} client ids (N5)`, () => {
	it('says the same under one client id, in the next generation', async () => {
		const { documents, before, key, rebased, stored } = await makeRebased();
		const answer = await documents.sync(personal, Y.encodeStateVector(new Y.Doc()));
		const doc = new Y.Doc();
		Y.applyUpdate(doc, answer.update);
		expect(answer.generation).toBe(1);
		expect(rebased).toEqual([personal]);
		expect(doc.getMap('drafts').toJSON()).toEqual({ ...before.getMap('drafts').toJSON(), [key]: draft('the last') });
		expect(doc.store.clients.size).toBe(1);
		expect((await stored()).updates).toHaveLength(1);
	});

	it('takes nothing more under a client id of the generation before', async () => {
		const { documents, last, stored } = await makeRebased();
		const before = await stored();
		const late = writing(last, newKey(), draft('from an old copy'));
		expect(await documents.receive(personal, late, anna)).toMatchObject({ code: 'client-id-taken' });
		expect(await stored()).toEqual(before);
	});

	it('lets its account change and delete the drafts that are the server’s structs now', async () => {
		const { documents, key } = await makeRebased();
		const copy = await read(documents, personal);
		expect(await documents.receive(personal, writing(copy, key, draft('changed')), anna)).toMatchObject({
			accepted: true
		});
		expect((await read(documents, personal)).getMap('drafts').get(key)).toEqual(draft('changed'));
		const deleting = updateOf(copy, () => copy.getMap('drafts').delete(key));
		expect(await documents.receive(personal, deleting, anna)).toMatchObject({ accepted: true });
		expect((await read(documents, personal)).getMap('drafts').has(key)).toBe(false);
	});

	it('is announced as a new generation, never as an update, where another process has rebased it', async () => {
		const { documents: one, storage } = makeSegment();
		const other = documentsOn(storage);
		const news: string[] = [];
		one.onCommitted(({ update }) => news.push(`update of ${update.byteLength} bytes`));
		one.onRebased((document) => news.push(`rebased ${document}`));
		await one.receive(personal, writing(new Y.Doc(), newKey(), draft('mine')), anna);
		news.length = 0;
		const updates = Array.from({ length: GENERATION_MAX_CLIENT_IDS }, () => writing(new Y.Doc(), newKey(), draft('x')));
		await Promise.all(updates.map((update) => other.receive(personal, update, anna)));
		await turnsUntil('it is rebased', async () => (await storage.loadDocument(personal)).generation === 1);
		const late = await one.receive(personal, writing(new Y.Doc(), newKey(), draft('late')), anna);
		expect(late).toMatchObject({ code: 'storage-unavailable' });
		expect((await one.sync(personal, Y.encodeStateVector(new Y.Doc()))).generation).toBe(1);
		expect(news).toEqual([`rebased ${personal}`]);
	});

	it('stays as it is where the store cannot take the rebase, which is tried again when it leaves memory', async () => {
		const storage = createMemoryStorage();
		const rebase = storage.rebase.bind(storage);
		storage.rebase = () => Promise.reject(new Error('disk full'));
		const failures: unknown[] = [];
		const { documents, clock } = await makeRoom(storage, (error) => failures.push(error));
		const updates = Array.from({ length: GENERATION_MAX_CLIENT_IDS + 1 }, () => {
			return writing(new Y.Doc(), newKey(), draft('x'));
		});
		await Promise.all(updates.map((update) => documents.receive(personal, update, anna)));
		await turnsUntil('the failure is reported', () => failures.length === 1);
		expect((await read(documents, personal)).getMap('drafts').size).toBe(updates.length);
		storage.rebase = rebase;
		clock.now += LIVE_IDLE_MS;
		await documents.sweep();
		const { generation, updates: stored } = await storage.loadDocument(personal);
		expect([generation, stored.length]).toEqual([1, 1]);
		expect((await read(documents, personal)).getMap('drafts').size).toBe(updates.length);
	});
});

describe('a segment that was rebased (N5)', () => {
	it('lets a message be edited by its author and by nobody else', async () => {
		const room = await makeRoom();
		const { documents, storage, clock, segment } = room;
		const [doc, ids] = [new Y.Doc(), [] as string[]];
		await documents.receive(segment(0), sendingMany(doc, anna, 1_000, ids), anna);
		await turnsUntil('it is closed', async () => (await storage.currentSegment(room.roomId)) === 1);
		const edit = (body: string) => ({ ...message(anna, body), editedAt: 5 });
		const editor = await read(documents, segment(0));
		const edits = ids.map((id) => {
			editor.clientID = new Y.Doc().clientID;
			return sending(editor, id, edit('first edit'));
		});
		await Promise.all(edits.map((update) => documents.receive(segment(0), update, anna)));
		clock.now += LIVE_IDLE_MS;
		await turnsUntil('it is rebased', async () => {
			await documents.sweep();
			return (await storage.loadDocument(segment(0))).generation === 1;
		});
		const [copy, id] = [await read(documents, segment(0)), ids[0] as string];
		expect(copy.store.clients.size).toBe(1);
		expect(copy.getArray('timeline').length).toBe(1_000);
		const forged = sending(await read(documents, segment(0)), id, { ...edit('forged'), author: boris });
		expect(await documents.receive(segment(0), forged, boris)).toMatchObject({ code: 'not-yours' });
		const deletion = await read(documents, segment(0));
		const deleting = updateOf(deletion, () => deletion.getArray('timeline').delete(0));
		expect(await documents.receive(segment(0), deleting, anna)).toMatchObject({ code: 'server-only' });
		expect(await documents.receive(segment(0), sending(copy, id, edit('second edit')), anna)).toMatchObject({
			written: 1
		});
	});
});
