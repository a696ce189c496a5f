import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import type { Message, TimelineEntry } from '../../src/lib/protocol/message.ts';
import { words } from '../support/attack.ts';
import { SyncClient, textsOf, timelineOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';
import { deviceAhead, restore, seenBy, type Restored } from './restored-server.ts';

let restored: Restored;
let hers: [string, Message];
let proofOfHers: TimelineEntry;

/** A message as a device would offer it, whatever is in it. */
type Offer = { entry: unknown; message?: unknown };

function copyOf(...offers: Offer[]): Uint8Array {
	const doc = new Y.Doc();
	doc.transact(() => {
		for (const { entry, message } of offers) {
			const id = (entry as TimelineEntry | null)?.id;
			if (message !== undefined && id !== undefined) doc.getMap('messages').set(id, message);
		}
		doc.getArray('timeline').insert(
			0,
			offers.map(({ entry }) => entry)
		);
	});
	return Y.encodeStateAsUpdate(doc);
}

/** Offers a copy as Борис and waits until the server is done with it; resolves with what the room says now. */
async function offer(copy: Uint8Array): Promise<(string | undefined)[]> {
	const { room } = restored;
	const boris = await deviceAhead(room, room.boris);
	boris.send({ kind: 'heal', document: room.segment, update: copy });
	await until('the server is done', () => {
		return boris.closeCode !== undefined || boris.frames.some(({ kind }) => kind === 'closed');
	});
	boris.close();
	return textsOf(await seenBy(room, room.anna, room.segment));
}

beforeAll(async () => {
	restored = await restore(['--heal']);
	const { copy } = restored;
	const found = [...copy.getMap<Message>('messages')].find(([, { body }]) => body === 'hers, lost');
	const entry = copy
		.getArray<TimelineEntry>('timeline')
		.toArray()
		.find(({ id }) => id === found?.[0]);
	if (found === undefined || entry === undefined) throw new Error('Anna said nothing');
	[hers, proofOfHers] = [found, entry];
});
beforeEach(() => expect(restored.room.server.running).toBe(true));
afterAll(() => restored.room.server.dispose());

describe('a member cannot make a healing server take', () => {
	const refused = (copy: () => Uint8Array) => async () => expect(await offer(copy())).toEqual(['before']);
	const annaId = () => restored.room.anna.account.id;

	it(
		"another's words without a proof (H5)",
		refused(() => copyOf({ entry: { id: newId(), at: 1 }, message: words(annaId(), 'I quit') }))
	);

	it(
		"another's words with the proof of other words of hers (H5)",
		refused(() => copyOf({ entry: proofOfHers, message: { ...hers[1], body: 'I quit' } }))
	);

	it(
		"another's words under another id, or at another time, than they were proven (H5)",
		refused(() =>
			copyOf(
				{ entry: { ...proofOfHers, id: newId() }, message: hers[1] },
				{ entry: { ...proofOfHers, at: proofOfHers.at + 1 }, message: hers[1] }
			)
		)
	);

	it(
		"another's words from another room (H5)",
		refused(() => Y.encodeStateAsUpdate(restored.otherRoom.copy))
	);

	it(
		'proofs of odd shapes and garbage (H5)',
		refused(() => {
			const proofs = [{ length: 2 ** 31 }, [], 5, true, '', 'x'.repeat(1000), null];
			const odd = proofs.map((proof): Offer => ({ entry: { id: newId(), at: 1, proof }, message: words(annaId()) }));
			const shapes = [null, 5, 'text', [], {}, { id: 5 }, { id: [hers[0]], at: 1 }, { id: '__proto__', at: 1 }];
			return copyOf(...odd, ...shapes.map((entry): Offer => ({ entry })));
		})
	);

	it('bytes that are no copy (H4)', async () => {
		for (const bytes of [Uint8Array.of(1, 255, 255, 255, 15, 1, 0), new Uint8Array(100_000).fill(255)]) {
			expect(await offer(bytes)).toEqual(['before']);
		}
	});

	it(
		'times that no calendar has (H5)',
		refused(() => {
			const me = restored.room.boris.account.id;
			const times = [Number.MAX_SAFE_INTEGER, -1, 0.5, 8.64e15 + 1];
			return copyOf(...times.map((at): Offer => ({ entry: { id: newId(), at }, message: words(me) })));
		})
	);
});

it('a hundred thousand entries of garbage hold nobody up for ever, and leave nothing (I9)', async () => {
	const { room } = restored;
	const anna = await SyncClient.connect(room.server.origin, room.anna);
	const doc = new Y.Doc();
	doc.getArray('timeline').insert(
		0,
		[...Array(100_000).keys()].map((i) => ({ id: `x${i}`, at: i }))
	);
	expect(await offer(Y.encodeStateAsUpdate(doc))).toEqual(['before']);
	anna.send({ kind: 'heartbeat' });
	await anna.heard('heartbeat');
	anna.close();
});

it('a healing server takes what it has proven and what the giver wrote, each once, and nothing twice (H5, T2)', async () => {
	const { room, copy } = restored;
	const own = newId();
	const mine = words(room.boris.account.id, 'my own');
	const doubled: Offer[] = [1, 2, 3].map((at) => ({ entry: { id: own, at }, message: mine }));
	expect(await offer(copyOf(...doubled))).toEqual(['before', 'my own']);
	const whole = Y.encodeStateAsUpdate(copy);
	expect(await offer(whole)).toEqual(['before', 'my own', 'his, lost', 'hers, lost']);
	expect(await offer(whole)).toEqual(['before', 'my own', 'his, lost', 'hers, lost']);
	const ids = timelineOf(await seenBy(room, room.anna, room.segment));
	expect(new Set(ids).size).toBe(ids.length);
});
