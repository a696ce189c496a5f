import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { draftKey } from '../../src/lib/protocol/draft.ts';
import { headName, personalName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { UPDATE_MAX_BYTES } from '../../src/lib/protocol/limits.ts';
import { anna, boris, bytesOf, makeSegment, message, read, sending, timelineOf, updateOf } from './test-support.ts';

/** A segment where Anna has said one thing; `refuses` sends an update as Boris and expects no byte to move. */
async function annaHasSpoken() {
	const made = makeSegment();
	const { documents, storage, name } = made;
	const hers = new Y.Doc();
	const id = newId();
	expect(await documents.receive(name, sending(hers, id, message(anna, 'hello')), anna)).toEqual({ accepted: true });
	const refuses = async (update: Uint8Array, code: string, sender = boris, document = name) => {
		const before = await bytesOf(documents, storage, document);
		expect(await documents.receive(document, update, sender)).toMatchObject({ accepted: false, code });
		expect(await bytesOf(documents, storage, document)).toBe(before);
	};
	return { ...made, hers, id, refuses, copy: await read(documents, name) };
}

describe('an update is refused whole and leaves no byte changed (U1)', () => {
	it('when its message claims another author (U9)', async () => {
		const { refuses, copy } = await annaHasSpoken();
		await refuses(sending(copy, newId(), message(anna, 'I quit')), 'wrong-author');
	});

	it("when it reuses another account's client id (U5)", async () => {
		const { refuses, hers, documents, name } = await annaHasSpoken();
		const thief = await read(documents, name);
		thief.clientID = hers.clientID;
		await refuses(sending(thief, newId(), message(boris, 'mine')), 'client-id-taken');
	});

	it("when it uses the server's own client id (U5)", async () => {
		const { refuses, copy, hers } = await annaHasSpoken();
		const server = [...copy.store.clients.keys()].find((client) => client !== hers.clientID);
		copy.clientID = server ?? 0;
		await refuses(sending(copy, newId(), message(boris, 'mine')), 'client-id-taken');
	});

	it("when it overwrites another's message, under their name or its own (U10)", async () => {
		const { refuses, id, documents, name } = await annaHasSpoken();
		const asHer = await read(documents, name);
		await refuses(sending(asHer, id, { ...message(anna, 'never said'), editedAt: 1 }), 'not-yours');
		const asHimself = await read(documents, name);
		await refuses(sending(asHimself, id, message(boris, 'mine now')), 'not-yours');
	});

	it("when it deletes another's message (U10)", async () => {
		const { refuses, copy, id } = await annaHasSpoken();
		await refuses(
			updateOf(copy, () => copy.getMap('messages').delete(id)),
			'not-yours'
		);
	});

	it('when it deletes its own message (U11)', async () => {
		const { refuses, hers, id } = await annaHasSpoken();
		await refuses(
			updateOf(hers, () => hers.getMap('messages').delete(id)),
			'invalid-content',
			anna
		);
	});

	it('when it writes to the timeline or deletes from it (U6, U11)', async () => {
		const { refuses, documents, name, id } = await annaHasSpoken();
		const writer = await read(documents, name);
		await refuses(
			updateOf(writer, () => writer.getArray('timeline').insert(0, [{ id, at: 0 }])),
			'server-only'
		);
		const appender = await read(documents, name);
		await refuses(
			updateOf(appender, () => appender.getArray('timeline').insert(1, [{ id, at: 0 }])),
			'server-only'
		);
		const eraser = await read(documents, name);
		await refuses(
			updateOf(eraser, () => eraser.getArray('timeline').delete(0)),
			'server-only'
		);
	});

	it('when it writes to an unknown root (U6)', async () => {
		const { refuses, copy, documents, name } = await annaHasSpoken();
		await refuses(
			updateOf(copy, () => copy.getMap('backdoor').set('a', 1)),
			'unknown-root'
		);
		expect([...(await read(documents, name)).share.keys()]).not.toContain('backdoor');
	});

	it('when it puts a list item into the messages (U6)', async () => {
		const { refuses } = await annaHasSpoken();
		const doc = new Y.Doc();
		await refuses(
			updateOf(doc, () => doc.getArray('messages').insert(0, [message(boris, 'x')])),
			'invalid-content'
		);
	});

	it.each([
		['a nested map', () => new Y.Map([['author', boris]])],
		['a text', () => new Y.Text('hello')],
		['a subdocument', () => new Y.Doc()],
		['binary', () => new Uint8Array([1, 2, 3])]
	])('when a value is %s (U7)', async (_, make) => {
		const { refuses, copy } = await annaHasSpoken();
		await refuses(sending(copy, newId(), make()), 'invalid-content');
	});

	it('when it formats text (U7)', async () => {
		const { refuses } = await annaHasSpoken();
		const doc = new Y.Doc();
		await refuses(
			updateOf(doc, () => doc.getText('messages').insert(0, 'hi', { bold: true })),
			'invalid-content'
		);
	});

	it('when one good message travels with one forged (I3)', async () => {
		const { refuses, copy } = await annaHasSpoken();
		const both = updateOf(copy, () => {
			copy.getMap('messages').set(newId(), message(boris, 'mine'));
			copy.getMap('messages').set(newId(), message(anna, 'hers'));
		});
		await refuses(both, 'wrong-author');
	});

	it.each([
		['without a body', { author: boris, createdAt: 1 }],
		['with a blank body', message(boris, ' \n')],
		['with a body over the limit', message(boris, 'x'.repeat(16_001))],
		['with a key of its own', { ...message(boris, 'x'), admin: true }],
		['with a time that is none', message(boris, 'x', Number.NaN)],
		['that is not an object', 'hello'],
		['that is null', null]
	])('when it holds a message %s (U8)', async (_, value) => {
		const { refuses, copy } = await annaHasSpoken();
		await refuses(sending(copy, newId(), value), 'invalid-content');
	});

	it.each(['x', '', '__proto__', newId().toUpperCase()])('when the message id is %j (U8)', async (id) => {
		const { refuses, copy } = await annaHasSpoken();
		await refuses(sending(copy, id, message(boris, 'x')), 'invalid-content');
	});

	it('when its predecessors are missing (U4)', async () => {
		const { refuses, copy } = await annaHasSpoken();
		sending(copy, newId(), message(boris, 'never sent'));
		await refuses(sending(copy, newId(), message(boris, 'second')), 'missing-dependencies');
	});

	it('when it deletes what the server does not have (U4)', async () => {
		const { refuses } = await annaHasSpoken();
		const doc = new Y.Doc();
		sending(doc, newId(), message(boris, 'never sent'));
		await refuses(
			updateOf(doc, () => doc.getMap('messages').clear()),
			'missing-dependencies'
		);
	});

	it('when it is 1 MB of random bytes (U2, U3)', async () => {
		const { refuses } = await annaHasSpoken();
		let seed = 1;
		const random = Uint8Array.from({ length: UPDATE_MAX_BYTES }, () => (seed = (seed * 16807) % 2147483647) & 255);
		await refuses(random, 'malformed');
		await refuses(new Uint8Array(UPDATE_MAX_BYTES + 1), 'too-large');
	});

	it('when a few bytes claim millions of structs (U3)', async () => {
		const { refuses } = await annaHasSpoken();
		await refuses(Uint8Array.of(1, 255, 255, 255, 15, 1, 0), 'malformed');
	});

	it('when it writes to a head (U6)', async () => {
		const { refuses } = await annaHasSpoken();
		const doc = new Y.Doc();
		const update = updateOf(doc, () => doc.getMap('members').set(boris, { role: 'owner' }));
		await refuses(update, 'server-only', boris, headName(newId()));
	});

	it('when it writes something else than drafts to a personal document (U8)', async () => {
		const { refuses } = await annaHasSpoken();
		const doc = new Y.Doc();
		const bad = updateOf(doc, () => doc.getMap('drafts').set('nowhere', { body: 'x', updatedAt: 1 }));
		await refuses(bad, 'invalid-content', boris, personalName(boris));
	});
});

describe('an honest client is not hindered', () => {
	it('by what was refused before it', async () => {
		const { refuses, hers, copy, documents, name } = await annaHasSpoken();
		await refuses(
			updateOf(copy, () => copy.getMap('messages').clear()),
			'not-yours'
		);
		expect(await documents.receive(name, sending(hers, newId(), message(anna, 'again')), anna)).toEqual({
			accepted: true
		});
		expect(timelineOf(await read(documents, name))).toHaveLength(2);
	});

	it('when it sends the whole state instead of a difference', async () => {
		const { documents, name } = await annaHasSpoken();
		const whole = await read(documents, name);
		sending(whole, newId(), message(boris, 'hi'));
		expect(await documents.receive(name, Y.encodeStateAsUpdate(whole), boris)).toEqual({ accepted: true });
	});

	it('when it edits its own message, saying when (U10)', async () => {
		const { documents, name, hers, id } = await annaHasSpoken();
		const edit = sending(hers, id, { ...message(anna, 'hello!'), editedAt: 1_700_000_000_000 });
		expect(await documents.receive(name, edit, anna)).toEqual({ accepted: true });
		expect(timelineOf(await read(documents, name))).toHaveLength(1);
	});

	it('but an edit without its time, or with another composing time, is refused (U10)', async () => {
		const { refuses, documents, name, id } = await annaHasSpoken();
		const silent = await read(documents, name);
		await refuses(sending(silent, id, message(anna, 'other')), 'invalid-content', anna);
		const backdated = await read(documents, name);
		await refuses(sending(backdated, id, { ...message(anna, 'other', 5), editedAt: 6 }), 'invalid-content', anna);
	});

	it('when it writes and deletes drafts in its personal document', async () => {
		const { documents } = makeSegment();
		const doc = new Y.Doc();
		const key = draftKey(newId(), newId());
		const write = updateOf(doc, () => doc.getMap('drafts').set(key, { body: 'half a th', updatedAt: 1 }));
		expect(await documents.receive(personalName(anna), write, anna)).toEqual({ accepted: true });
		const clear = updateOf(doc, () => doc.getMap('drafts').delete(key));
		expect(await documents.receive(personalName(anna), clear, anna)).toEqual({ accepted: true });
	});
});
