import { afterAll, beforeAll, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { personalName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { GENERATION_MAX_CLIENT_IDS } from '../../src/lib/protocol/limits.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { StockClient } from '../support/stock-client.ts';
import { SyncClient } from '../support/sync-client.ts';

let room: RoomOnServer;
beforeAll(async () => (room = await startRoom()));
afterAll(() => room.server.dispose());

/** A draft as a page that has just been loaded writes it: under a client id of its own. */
function draftOfNewPage(): Uint8Array {
	const doc = new Y.Doc();
	doc.getMap('drafts').set(`${newId()}/${newId()}`, { body: 'draft', updatedAt: 1 });
	return Y.encodeStateAsUpdate(doc);
}

it('a rebase reaches every copy there is, and a renewed one goes on (N5, C6, 4410)', async () => {
	const document = personalName(room.anna.account.id);
	const connect = () => SyncClient.connect(room.server.origin, room.anna);
	const [writing, watching, boris] = [
		await connect(),
		await connect(),
		await SyncClient.connect(room.server.origin, room.boris)
	];
	const headers = { origin: room.server.origin, cookie: room.anna.cookie };
	const stock = new StockClient(room.server.origin, document, headers);
	await stock.synced();
	const copy = await watching.sync(document);
	await writing.sync(document);
	for (let page = 0; page <= GENERATION_MAX_CLIENT_IDS; page++) {
		writing.send({ kind: 'update', document, update: draftOfNewPage() });
	}
	expect(await writing.heard('closed', document)).toMatchObject({ reason: 'renew' });
	expect(await watching.heard('closed', document)).toMatchObject({ reason: 'renew' });
	expect(await stock.closed()).toBe(CLOSE.outdatedCopy);
	expect(boris.frames.some(({ kind }) => kind === 'closed')).toBe(false);

	const later = await connect();
	const { documents } = await later.heard('heads');
	expect(documents.find(({ name }) => name === document)).toMatchObject({ generation: 1 });
	later.send({ kind: 'sync-step-1', document, stateVector: Y.encodeStateVector(copy), generation: 0 });
	expect(await later.heard('closed', document)).toMatchObject({ reason: 'renew' });
	const renewed = await later.sync(document);
	expect(await later.heard('sync-step-2', document)).toMatchObject({ at: { generation: 1 } });
	expect(renewed.getMap('drafts').size).toBe(GENERATION_MAX_CLIENT_IDS + 1);
	expect(renewed.store.clients.size).toBe(1);
	later.forget();
	later.send({ kind: 'sync-step-1', document, stateVector: Y.encodeStateVector(renewed), generation: 1 });
	await later.heard('sync-step-2', document);
});

it('a step 1 overtakes one with an outdated copy: it is answered, and its updates count (C4, C6)', async () => {
	const document = personalName(room.anna.account.id);
	const anna = await SyncClient.connect(room.server.origin, room.anna);
	const none = Y.encodeStateVector(new Y.Doc());
	anna.socket.pause();
	anna.send({ kind: 'sync-step-1', document, stateVector: none, generation: 7 });
	anna.send({ kind: 'sync-step-1', document, stateVector: none });
	anna.send({ kind: 'sync-step-1', document, stateVector: none, generation: 1 });
	anna.socket.resume();
	await anna.heard('sync-step-2', document);
	anna.send({ kind: 'update', document, update: draftOfNewPage() });
	expect(await anna.heard('ack', document)).toMatchObject({ ordinal: 1 });
});
