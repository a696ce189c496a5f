import * as encoding from 'lib0/encoding';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { applyAwarenessUpdate, Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { headName, personalName } from '../../src/lib/protocol/document-name.ts';
import type { SignedIn } from '../support/people.ts';
import { joinRoom, leaveRoom } from '../support/rest.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { StockClient } from '../support/stock-client.ts';
import { SyncClient } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

let room: RoomOnServer;
let head: string;
const open: { close(): void }[] = [];

beforeAll(async () => {
	room = await startRoom();
	head = headName(room.roomId);
});
afterAll(() => room.server.dispose());
afterEach(() => open.splice(0).forEach((client) => client.close()));

/** Someone with the room on screen, and whom they see there. */
async function watching(person: SignedIn): Promise<{ client: SyncClient; present: () => unknown[] }> {
	const client = await SyncClient.connect(room.server.origin, person);
	open.push(client);
	client.send({ kind: 'query-awareness', document: head });
	const present = () => {
		const seen = new Awareness(new Y.Doc());
		seen.setLocalState(null);
		for (const frame of client.frames) {
			if (frame.kind === 'awareness') applyAwarenessUpdate(seen, frame.payload, 'server');
		}
		const users = [...seen.getStates().values()].map(({ user }) => user as unknown);
		seen.destroy();
		return users;
	};
	return { client, present };
}

function appear(client: SyncClient, clientId: number, value: unknown = {}, document = head): void {
	const payload = encoding.encode((encoder) => {
		[1, clientId, 1].forEach((number) => encoding.writeVarUint(encoder, number));
		encoding.writeVarString(encoder, JSON.stringify(value));
	});
	client.send({ kind: 'awareness', document, payload });
}

it('shows people to each other under their own accounts, and no longer once their sockets have closed (P1, P2, P4)', async () => {
	const [anna, boris] = [await watching(room.anna), await watching(room.boris)];
	appear(boris.client, 1, { user: room.anna.account.id });
	await until('Anna sees Борис', () => anna.present().includes(room.boris.account.id));
	expect(anna.present()).toEqual([room.boris.account.id]);
	const late = await watching(room.anna);
	await until('so does who comes later', () => late.present().length === 1);
	boris.client.socket.terminate();
	await until('he is gone', () => anna.present().length === 0 && late.present().length === 0);
});

it('shows nothing to who is no member, and nothing more to who was one (N2, I6)', async () => {
	const outside = await watching(room.iryna);
	expect(await outside.client.heard('closed', head)).toMatchObject({ reason: 'no-document' });
	await joinRoom(room.server.origin, room.iryna.cookie, room.roomId);
	const [iryna, anna] = [await watching(room.iryna), await watching(room.anna)];
	appear(iryna.client, 5);
	await until('she is seen', () => anna.present().includes(room.iryna.account.id));
	await leaveRoom(room.server.origin, room.iryna.cookie, room.roomId);
	await until('she is gone', () => anna.present().length === 0);
	iryna.client.forget();
	appear(anna.client, 6);
	await until('Anna sees herself', () => anna.present().length === 1);
	iryna.client.send({ kind: 'heartbeat' });
	await iryna.client.heard('heartbeat');
	// Of the workspace's people she is told all the same.
	const heard = iryna.client.frames.map(({ kind }) => kind).filter((kind) => kind !== 'people');
	expect(heard).toEqual(['heartbeat']);
});

it('is of rooms only (P1)', async () => {
	for (const document of [room.segment, personalName(room.anna.account.id)]) {
		const { client } = await watching(room.anna);
		appear(client, 1, {}, document);
		expect(await client.closed()).toBe(CLOSE.badFrame);
	}
});

it('is closed when it is no presence (P3)', async () => {
	const { client } = await watching(room.anna);
	appear(client, 1, { text: 'x'.repeat(2_000) });
	expect(await client.closed()).toBe(CLOSE.badFrame);
});

it('is the same to a stock provider: it sees us, and we see it (W5)', async () => {
	const anna = await watching(room.anna);
	appear(anna.client, 77);
	await until('Anna is there', () => anna.present().length === 1);
	const stock = new StockClient(room.server.origin, head, { origin: room.server.origin, cookie: room.boris.cookie });
	stock.provider.awareness.setLocalState({ name: 'a bot', user: 'not who it says' });
	const seen = () => [...stock.provider.awareness.getStates().values()].map(({ user }) => user as unknown);
	await until('it sees Anna', () => seen().includes(room.anna.account.id));
	await until('Anna sees it', () => anna.present().includes(room.boris.account.id));
	stock.destroy();
	await until('it is gone', () => !anna.present().includes(room.boris.account.id));
});
