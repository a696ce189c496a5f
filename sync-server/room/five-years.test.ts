import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { draftKey } from '../../src/lib/protocol/draft.ts';
import { PERSONAL_ROOTS } from '../../src/lib/protocol/personal.ts';
import { personalName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { anna, makeSegment, read, updateOf } from './test-support.ts';

/** Page loads in five years of two a day, each of which writes under a client id of its own. */
const SESSIONS = 5 * 365 * 2;

/** What both sides say of themselves at a step 1, in bytes, at most. */
const HANDSHAKE_MAX_BYTES = 16_000;

it('five years of daily sessions leave the handshake of a personal document small (N5, I8)', async () => {
	const { documents } = makeSegment();
	const [document, key] = [personalName(anna), draftKey(newId(), newId())];
	let [copy, generation, largest, rebases] = [new Y.Doc(), 0, 0, 0];
	for (let session = 0; session < SESSIONS; session++) {
		const mine = Y.encodeStateVector(copy);
		const answer = await documents.sync(document, mine);
		largest = Math.max(largest, mine.byteLength + answer.stateVector.byteLength);
		// A copy of another generation is renewed (D10); each page load writes under a client id of its own.
		const isOutdated = answer.generation !== generation;
		if (isOutdated) copy = await read(documents, document);
		else Y.applyUpdate(copy, answer.update);
		[generation, rebases] = [answer.generation, rebases + Number(isOutdated)];
		copy.clientID = session + 1;
		const body = `session ${session}`;
		const update = updateOf(copy, () => copy.getMap(PERSONAL_ROOTS.drafts).set(key, { body, updatedAt: session }));
		expect(await documents.receive(document, update, anna)).toMatchObject({ accepted: true });
		// What a rebase takes.
		await turn();
		await documents.read(document, () => undefined);
	}
	expect(largest).toBeGreaterThan(HANDSHAKE_MAX_BYTES / 4);
	expect(largest).toBeLessThan(HANDSHAKE_MAX_BYTES);
	expect(rebases).toBe(Math.floor(SESSIONS / 1_000));
	expect(copy.getMap(PERSONAL_ROOTS.drafts).get(key)).toMatchObject({ body: `session ${SESSIONS - 1}` });
}, 120_000);
