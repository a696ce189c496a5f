import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import { UPDATE_MAX_BYTES } from '../../src/lib/protocol/limits.ts';
import { WAITING_MAX_BYTES } from './room-limits.ts';
import {
	anna,
	boris,
	makeSegment,
	message,
	sending,
	slowStorage,
	timelineOf,
	read,
	turnsUntil
} from './test-support.ts';

describe('what waits for one document is bounded (I9)', () => {
	it('by its bytes: beyond them senders are asked to come back, and what was accepted is taken', async () => {
		const { storage, waiting } = slowStorage();
		const { documents, name } = makeSegment(storage);
		const first = documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'first')), anna);
		await turnsUntil('the disk is busy', () => waiting.length === 1);
		// Not worth a place once it is looked at, but that happens later.
		const heavy = new Uint8Array(UPDATE_MAX_BYTES).fill(255);
		const many = Array.from({ length: WAITING_MAX_BYTES / UPDATE_MAX_BYTES }, () =>
			documents.receive(name, heavy, boris)
		);
		const tooMuch = await documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'late')), anna);
		expect(tooMuch).toMatchObject({ accepted: false, code: 'rate-limited' });
		waiting[0]?.();
		expect(await first).toMatchObject({ accepted: true });
		expect((await Promise.all(many)).every((verdict) => !verdict.accepted && verdict.code !== 'rate-limited')).toBe(
			true
		);
		const later = documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'later')), anna);
		await turnsUntil('it reaches the disk', () => waiting.length === 2);
		waiting[1]?.();
		expect(await later).toMatchObject({ accepted: true });
	});

	it('and leaves a command its turn: it waits for two commits, however long the storm has raged', async () => {
		const { storage, waiting } = slowStorage();
		const { documents, name } = makeSegment(storage);
		const send = () => void documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'hi')), anna);
		const commitNext = async (count: number) => {
			await turnsUntil(`commit ${count} is under way`, () => waiting.length === count);
			send();
			waiting[count - 1]?.();
		};
		send();
		for (let commit = 1; commit <= 20; commit++) await commitNext(commit);
		await turnsUntil('another is under way', () => waiting.length === 21);
		send();
		let commitsBefore = 0;
		const command = documents.read(name, () => (commitsBefore = waiting.length));
		for (let commit = 21; commitsBefore === 0 && commit < 40; commit++) {
			waiting[commit - 1]?.();
			await turnsUntil('the next is', () => commitsBefore > 0 || waiting.length > commit);
			send();
		}
		await command;
		// The one that was under way, and the one that waited before the command did.
		expect(commitsBefore).toBe(22);
		waiting.at(-1)?.();
	});
});

describe('updates of one batch', () => {
	it('are each accepted or refused by themselves, in the order of the calls (U1)', async () => {
		const { documents, name } = makeSegment();
		const settled: string[] = [];
		const send = (label: string, update: Uint8Array, sender: string) =>
			documents.receive(name, update, sender).then(({ accepted }) => settled.push(`${label} ${accepted}`));
		await Promise.all([
			send('good', sending(new Y.Doc(), newId(), message(anna, 'good')), anna),
			send('garbled', Uint8Array.of(1, 2, 3), anna),
			send('forged', sending(new Y.Doc(), newId(), message(anna, 'forged')), boris),
			send('also good', sending(new Y.Doc(), newId(), message(boris, 'also good')), boris)
		]);
		expect(settled).toEqual(['good true', 'garbled false', 'forged false', 'also good true']);
		expect(timelineOf(await read(documents, name))).toHaveLength(2);
	});

	it('that each spoil the document cost only themselves', async () => {
		const { documents, name } = makeSegment();
		const id = newId();
		await documents.receive(name, sending(new Y.Doc(), id, message(anna, 'hers')), anna);
		const forge = async () => sending(await read(documents, name), id, { ...message(boris, 'forged'), editedAt: 1 });
		const [one, two] = [await forge(), await forge()];
		const verdicts = await Promise.all([
			documents.receive(name, one, boris),
			documents.receive(name, sending(new Y.Doc(), newId(), message(boris, 'between')), boris),
			documents.receive(name, two, boris),
			documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'after')), anna)
		]);
		expect(verdicts.map(({ accepted }) => accepted)).toEqual([false, true, false, true]);
		expect(timelineOf(await read(documents, name))).toHaveLength(3);
	});
});
