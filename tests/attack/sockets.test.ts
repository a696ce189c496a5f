import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { REFUSALS_PER_ACCOUNT } from '../../sync-server/access/account-limits.ts';
import { DOCUMENTS_PER_SOCKET_MAX, SOCKETS_PER_ACCOUNT_MAX } from '../../sync-server/connection/socket-limits.ts';
import { saying, words } from '../support/attack.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { SyncClient } from '../support/sync-client.ts';
import { until } from '../support/until.ts';
import { Battlefield } from './battlefield.ts';

let room: RoomOnServer;
beforeAll(async () => (room = await startRoom()));
afterAll(() => room.server.dispose());

async function isServed(person: RoomOnServer['anna']): Promise<void> {
	const client = await SyncClient.connect(room.server.origin, person);
	await client.sync(room.segment);
	client.close();
}

it('an account has so many sockets at both endpoints together, and another account as many again (S7)', async () => {
	const open = (document?: string) => RawSocket.open(room.server.origin, room.boris, document);
	const half = SOCKETS_PER_ACCOUNT_MAX / 2;
	const sockets = await Promise.all(
		Array.from({ length: 2 * half }, (_, i) => open(i < half ? undefined : room.segment))
	);
	for (const document of [undefined, room.segment]) {
		expect(await (await open(document)).closed()).toMatchObject({ code: CLOSE.rateLimited });
	}
	await isServed(room.anna);
	const [first, ...rest] = sockets;
	first?.close();
	await first?.closed();
	await isServed(room.boris);
	for (const socket of rest) {
		expect(socket.ended).toBe(false);
		socket.close();
	}
});

it('a socket that asks for more documents than anyone has is closed (S7)', async () => {
	const boris = await SyncClient.connect(room.server.origin, room.boris);
	const ask = (segment: number) => {
		const document = segmentName(room.roomId, segment);
		boris.send({ kind: 'sync-step-1', document, stateVector: Uint8Array.of(0) });
	};
	for (let segment = 0; segment < DOCUMENTS_PER_SOCKET_MAX; segment++) ask(segment);
	boris.send({ kind: 'heartbeat' });
	await boris.heard('heartbeat');
	expect(boris.closeCode).toBeUndefined();
	ask(DOCUMENTS_PER_SOCKET_MAX);
	expect(await boris.closed()).toBe(CLOSE.rateLimited);
	await isServed(room.anna);
});

it('a member who sends forgery after forgery is cut off, and nobody else is (S7)', async () => {
	const field = await Battlefield.prepare(1);
	try {
		const [attacker] = field.attackers;
		if (attacker === undefined) throw new Error('nobody to attack');
		const { origin } = field.room.server;
		let refused = 0;
		for (let isCutOff = false; !isCutOff; refused++) {
			const client = await SyncClient.connect(origin, attacker.person);
			await client.sync(field.room.segment);
			const { doc, annaId } = field.scene('segment', attacker);
			client.send({ kind: 'update', document: field.room.segment, update: saying(doc, newId(), words(annaId)) });
			client.send({ kind: 'heartbeat' });
			// The forgery is answered; the heartbeat behind it is not where the server has closed the socket for it.
			await until('it is refused', () => client.frames.some(({ kind }) => kind === 'reject'));
			const answered = () => client.frames.some(({ kind }) => kind === 'heartbeat');
			await until('it goes on or ends', () => answered() || client.closeCode !== undefined);
			isCutOff = client.closeCode === CLOSE.rateLimited;
			client.close();
		}
		expect(refused).toBeGreaterThanOrEqual(REFUSALS_PER_ACCOUNT.points);
		await field.annaGoesOn();
	} finally {
		await field.room.server.dispose();
	}
});
