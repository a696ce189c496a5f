import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { draftKey } from '../../src/lib/protocol/draft.ts';
import { headName, personalName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { UPDATE_MAX_BYTES, UPDATE_MAX_STRUCTS } from '../../src/lib/protocol/limits.ts';
import { anna, boris, bytesOf, makeSegment, message, read, sending, timelineOf, updateOf } from './test-support.ts';

/** A segment where Anna has said one thing; `refuses` sends an update as Boris and expects no byte to move. */
async function annaHasSpoken() {
	const made = makeSegment();
	const { documents, storage, name } = made;
	const hers = new Y.Doc();
	const id = newId();
	expect(await documents.receive(name, sending(hers, id, message(anna, 'hello')), anna)).toMatchObject({
		accepted: true
	});
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
			'invalid-content'
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

describe('an update made by hand is refused (U1)', () => {
	it('when its value has its fields in a prototype (U8)', async () => {
		const { refuses, copy } = await annaHasSpoken();
		const value: object = JSON.parse(`{"__proto__": ${JSON.stringify(message(boris, 'ghost'))}}`) as object;
		await refuses(sending(copy, newId(), value), 'invalid-content');
	});

	it('when it follows the timeline, or stands before another value of its key (U6, U7)', async () => {
		const { refuses, copy } = await annaHasSpoken();
		const last = copy.getArray('timeline').toArray().length - 1;
		const server = [...copy.store.clients].find(([, structs]) =>
			structs.some((struct) => isIn(copy, struct, 'timeline'))
		);
		const at = { client: server?.[0] ?? 0, clock: last };
		await refuses(handMade({ origin: at }), 'server-only');
		await refuses(handMade({ rightOrigin: at }), 'invalid-content');
	});

	it('when it holds more structs than a person writes (U2)', async () => {
		const { refuses } = await annaHasSpoken();
		const doc = new Y.Doc();
		const many = updateOf(doc, () => {
			for (let i = 0; i <= UPDATE_MAX_STRUCTS; i++) doc.getMap('messages').set(newId(), message(boris, 'x'));
		});
		await refuses(many, 'too-large');
	});

	it('when it names an unknown root in structs that are known already (U6)', async () => {
		const { documents, refuses, name } = await annaHasSpoken();
		const doc = new Y.Doc();
		expect(await documents.receive(name, sending(doc, newId(), message(boris, 'x')), boris)).toMatchObject({
			accepted: true
		});
		const again = new Y.Doc();
		again.clientID = doc.clientID;
		await refuses(
			updateOf(again, () => again.getMap('backdoor').set('x', 1)),
			'unknown-root'
		);
	});

	it('and a client id whose structs were not integrated stays free (I4)', async () => {
		const { documents, storage, name } = await annaHasSpoken();
		const honest = new Y.Doc();
		const update = sending(honest, newId(), message(boris, 'x'));
		// Two blocks for one client: Yjs keeps the last, which is empty.
		const [, ...block] = update.slice(0, -1);
		const clientAndClock = varUints([honest.clientID, 0]);
		const doubled = Uint8Array.from([2, ...block, 0, ...clientAndClock, 0]);
		await documents.receive(name, doubled, boris);
		const { claims } = await storage.loadDocument(name);
		expect(claims.some(({ clientId }) => clientId === honest.clientID)).toBe(false);
		expect(await documents.receive(name, update, boris)).toMatchObject({ accepted: true });
		expect((await storage.loadDocument(name)).claims).toContainEqual({ clientId: honest.clientID, owner: boris });
	});
});

function isIn(doc: Y.Doc, struct: Y.Item | Y.GC, root: string): boolean {
	return struct instanceof Y.Item && struct.parent === doc.share.get(root);
}

interface Position {
	client: number;
	clock: number;
}

/** An update with one item of Boris's that no Y.Doc would make. */
function handMade({ origin, rightOrigin }: { origin?: Position; rightOrigin?: Position }): Uint8Array {
	const info = 8 | (origin === undefined ? 0 : 0x80) | (rightOrigin === undefined ? 0 : 0x40);
	const sides = [origin, rightOrigin].flatMap((id) => (id === undefined ? [] : varUints([id.client, id.clock])));
	return Uint8Array.from([1, 1, ...varUints([4711, 0]), info, ...sides, 1, 119, 1, 120, 0]);
}

function varUints(values: number[]): number[] {
	return [...encoding.encode((encoder) => values.forEach((value) => encoding.writeVarUint(encoder, value)))];
}

describe('an honest client is not hindered', () => {
	it('by what was refused before it', async () => {
		const { refuses, hers, copy, documents, name } = await annaHasSpoken();
		await refuses(
			updateOf(copy, () => copy.getMap('messages').clear()),
			'not-yours'
		);
		expect(await documents.receive(name, sending(hers, newId(), message(anna, 'again')), anna)).toMatchObject({
			accepted: true
		});
		expect(timelineOf(await read(documents, name))).toHaveLength(2);
	});

	it('when it sends the whole state instead of a difference', async () => {
		const { documents, name } = await annaHasSpoken();
		const whole = await read(documents, name);
		sending(whole, newId(), message(boris, 'hi'));
		expect(await documents.receive(name, Y.encodeStateAsUpdate(whole), boris)).toMatchObject({ accepted: true });
	});

	it('when it edits its own message, saying when (U10)', async () => {
		const { documents, name, hers, id } = await annaHasSpoken();
		const edit = sending(hers, id, { ...message(anna, 'hello!'), editedAt: 1_700_000_000_000 });
		expect(await documents.receive(name, edit, anna)).toMatchObject({ accepted: true });
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
		expect(await documents.receive(personalName(anna), write, anna)).toMatchObject({ accepted: true });
		const clear = updateOf(doc, () => doc.getMap('drafts').delete(key));
		expect(await documents.receive(personalName(anna), clear, anna)).toMatchObject({ accepted: true });
	});
});
