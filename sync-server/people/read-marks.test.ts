import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { headName, personalName } from '../../src/lib/protocol/document-name.ts';
import { HEAD_ROOTS } from '../../src/lib/protocol/head.ts';
import { PERSONAL_ROOTS } from '../../src/lib/protocol/personal.ts';
import { boris, makeRoom } from '../room/test-support.ts';
import { ReadMarks } from './read-marks.ts';

async function makeMarks() {
	const { storage: store, documents, clock, roomId } = await makeRoom();
	const report = (error: unknown) => void Promise.reject(new Error('in the background', { cause: error }));
	const marks = new ReadMarks({ store, documents, now: () => clock.now, report });
	const logged = { roomId, author: boris, value: '{}', receivedAt: 1 };
	const messages = [1, 2, 3].map((seq) => ({ ...logged, id: `m${seq}`, seq }));
	await store.appendCommit({ document: 'log', base: 0, update: Uint8Array.of(0, 0), claims: [], messages });
	const shown = () => documents.read(headName(roomId), ({ doc }) => doc.getMap(HEAD_ROOTS.reads).toJSON());
	return { marks, documents, place: { userId: boris, roomId }, shown };
}

it('shows nobody how far somebody has read who does not want it, from the next time on', async () => {
	const { marks, documents, place, shown } = await makeMarks();
	await marks.read(place, { seq: 1 });
	expect(await shown()).toEqual({ [boris]: 1 });
	const device = new Y.Doc();
	device.getMap(PERSONAL_ROOTS.settings).set('receipts', false);
	const update = Y.encodeStateAsUpdate(device);
	expect(await documents.receive(personalName(boris), update, boris)).toMatchObject({ accepted: true });
	await marks.read(place, { seq: 2 });
	expect(await shown()).toEqual({});
	device.getMap(PERSONAL_ROOTS.settings).set('receipts', true);
	await documents.receive(personalName(boris), Y.encodeStateAsUpdate(device), boris);
	await marks.read(place, { seq: 3 });
	expect(await shown()).toEqual({ [boris]: 3 });
});

it('keeps the marks of somebody who has come back before theirs were removed', async () => {
	const { marks, place, shown } = await makeMarks();
	await marks.read(place, { seq: 2 });
	marks.left(place.userId, place.roomId);
	await marks.read(place, { seq: 3 });
	expect(await shown()).toEqual({ [boris]: 3 });
});
