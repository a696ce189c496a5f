import * as encoding from 'lib0/encoding';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import { anna, boris, bytesOf, makeSegment, message, read, sending, timelineOf } from './test-support.ts';

it('an update with a struct that takes no clock is refused for good, and the documents’ bytes stay (U4)', async () => {
	const { documents, storage, name } = makeSegment();
	await documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'hello')), anna);
	const before = await bytesOf(documents, storage, name);
	const verdict = await documents.receive(name, withEmptyStruct(newId()), boris);
	expect(verdict).toMatchObject({ accepted: false, code: 'malformed' });
	expect(await bytesOf(documents, storage, name)).toBe(before);
});

it('an update on which Yjs breaks once it is applied is refused for good, and not as if the store had failed', async () => {
	const { documents, name } = makeSegment();
	await documents.read(name, ({ doc }) => doc.once('afterTransaction', () => breakDown()));
	const verdict = await documents.receive(name, sending(new Y.Doc(), newId(), message(anna, 'hello')), anna);
	expect(verdict).toMatchObject({ accepted: false, code: 'malformed' });
});

it('where Yjs breaks on one update of several, the others are taken in', async () => {
	const { documents, name } = makeSegment();
	const bad = newId();
	await documents.read(name, ({ doc }) => {
		doc.on('afterTransaction', () => doc.getMap('messages').has(bad) && breakDown());
	});
	const outcomes = await Promise.all(
		[newId(), bad, newId()].map((id) => documents.receive(name, sending(new Y.Doc(), id, message(anna, id)), anna))
	);
	expect(outcomes.map(({ accepted }) => accepted)).toEqual([true, true, true]);
	expect(timelineOf(await read(documents, name))).toHaveLength(3);
});

function breakDown(): never {
	throw new TypeError('Cannot read properties of undefined');
}

/** Two structs under one key; the first deletes nothing, the second follows it. */
function withEmptyStruct(key: string): Uint8Array {
	const client = 12_345;
	return encoding.encode((encoder) => {
		for (const value of [1, 2, client, 0]) encoding.writeVarUint(encoder, value);
		// A ContentDeleted with a parent and a key (info 0x21), and its length.
		encoding.writeUint8(encoder, 0x21);
		encoding.writeVarUint(encoder, 1);
		encoding.writeVarString(encoder, 'messages');
		encoding.writeVarString(encoder, key);
		encoding.writeVarUint(encoder, 0);
		// A ContentAny with an origin (info 0x88).
		encoding.writeUint8(encoder, 0x88);
		for (const value of [client, 0, 1]) encoding.writeVarUint(encoder, value);
		encoding.writeAny(encoder, { author: boris, body: 'x', createdAt: 1 });
		// Nothing is deleted.
		encoding.writeVarUint(encoder, 0);
	});
}
