import { expect } from 'vitest';
import { VERSIONS_COUNTED_MAX } from '../../../src/lib/protocol/limits.ts';
import type { LoggedMessage, Storage } from '../storage.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { commit, message } from './records.ts';

/** A version of a message: where it stands, when it was accepted, and what it says. */
function said(seq: number, receivedAt: number, value: object = {}, author = 'id-anna'): LoggedMessage {
	const words = { author, body: `said ${seq}`, createdAt: seq, ...value };
	return { ...message(`m${seq}`, seq), author, value: JSON.stringify(words), receivedAt };
}

const log = (storage: Storage, document: string, messages: LoggedMessage[]) =>
	storage.appendCommit(commit(document, 0, { messages }));

onEveryStorage((test) => {
	test('the log is read from any sequence in either direction, each message once', async ({ storage }) => {
		await log(storage, 'a', [said(1, 10), said(2, 20), said(3, 30), said(2, 40, { body: 'new', editedAt: 39 })]);
		await log(storage, 'b', [{ ...said(1, 10), roomId: 'other' }]);
		const seqs = async (found: Promise<{ seq: number }[]>) => (await found).map(({ seq }) => seq);
		expect(await seqs(storage.messagesBefore('r', 3, 5))).toEqual([1, 2]);
		expect(await seqs(storage.messagesBefore('r', 9, 2))).toEqual([2, 3]);
		expect(await seqs(storage.messagesAfter('r', 0, 2))).toEqual([1, 2]);
		expect(await seqs(storage.messagesAfter('r', 1, 9))).toEqual([2, 3]);
		expect(await seqs(storage.messagesAfter('r', 3, 9))).toEqual([]);
		expect(await seqs(storage.messagesBefore('none', 9, 9))).toEqual([]);
	});

	test('a message is its newest version, received when it was first', async ({ storage }) => {
		await log(storage, 'a', [said(1, 10), said(1, 20, { body: 'new', editedAt: 19, mentions: ['id-boris'] })]);
		expect(await storage.messagesAfter('r', 0, 1)).toEqual([
			{
				...{ id: 'm1', seq: 1, author: 'id-anna', body: 'new', mentions: ['id-boris'], receivedAt: 10 },
				...{ createdAt: 1, editedAt: 19, versions: 2, deleted: null }
			}
		]);
	});

	test('a deleted message is who deleted it and when, and none of its words', async ({ storage }) => {
		const deleted = { by: 'id-boris', at: 30 };
		await log(storage, 'a', [said(1, 10), said(1, 20, { editedAt: 19 }), said(1, 30, { body: '', deleted })]);
		expect(await storage.messagesAfter('r', 0, 1)).toMatchObject([
			{ body: '', mentions: [], receivedAt: 10, editedAt: null, versions: 0, deleted }
		]);
	});

	test('a message that was given back is its author’s, received when that was (H5)', async ({ storage }) => {
		await log(storage, 'a', [said(1, 50, {}, 'id-boris'), said(1, 10)]);
		expect(await storage.messagesAfter('r', 0, 1)).toMatchObject([{ author: 'id-anna', receivedAt: 10, versions: 1 }]);
	});

	test('versions are counted up to a bound', async ({ storage }) => {
		const versions = Array.from({ length: VERSIONS_COUNTED_MAX + 5 }, (_, index) => said(1, index));
		await log(storage, 'a', versions);
		expect((await storage.messagesAfter('r', 0, 1))[0]?.versions).toBe(VERSIONS_COUNTED_MAX);
	});

	test('a time is found by halves, where messages have come with gaps and at once', async ({ storage }) => {
		const times = [10, 20, 20, 20, 30, 90];
		await log(storage, 'a', [...times.map((at, index) => said(index + 1, at)), said(1, 95, { editedAt: 94 })]);
		const found = [0, 10, 11, 20, 21, 90, 91].map((at) => storage.sequenceAt('r', at));
		expect(await Promise.all(found)).toEqual([1, 1, 2, 2, 5, 6, 7]);
		expect(await storage.sequenceAt('none', 5)).toBe(1);
	});
});
