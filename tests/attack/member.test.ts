import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { headName } from '../../src/lib/protocol/document-name.ts';
import { decodeStockFrame, encodeStockFrame } from '../../src/lib/protocol/frames.ts';
import { Battlefield, type Attack } from '../support/attack.ts';
import { SyncClient, textsOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';
import { ATTACKS, MISSING_DEPENDENCIES } from './attacks.ts';

let field: Battlefield;
beforeAll(async () => {
	field = await Battlefield.prepare();
});
afterAll(() => field.room.server.dispose());

/** Runs one attempt and holds it against U1: not a byte of the store or of what is served has moved. */
async function leavesNoTrace(attempt: () => Promise<void>): Promise<void> {
	const before = [field.storedBytes(), await field.servedBytes()];
	await attempt();
	expect([field.storedBytes(), await field.servedBytes()]).toEqual(before);
}

function targetOf({ at }: Attack): string {
	return at === 'head' ? headName(field.room.roomId) : field.room.segment;
}

describe.each([...ATTACKS, MISSING_DEPENDENCIES])('a member cannot $name', (attack) => {
	it(`at /sync: ${attack.code} (U1)`, () =>
		leavesNoTrace(async () => {
			const { origin } = field.room.server;
			const document = targetOf(attack);
			const boris = await SyncClient.connect(origin, field.room.boris);
			await boris.sync(document);
			boris.send({ kind: 'update', document, update: field.forge(attack) });
			expect(await boris.heard('reject', document)).toMatchObject({ ordinal: 2, code: attack.code });
			boris.close();
		}));

	it('at /sync/<document>: closed with 4409 (U1)', () =>
		leavesNoTrace(async () => {
			const { origin } = field.room.server;
			const socket = new WebSocket(`${origin.replace('http', 'ws')}/sync/${targetOf(attack)}`, {
				headers: { origin, cookie: field.room.boris.cookie }
			});
			const closed = new Promise<[number, string]>((resolve) =>
				socket.on('close', (code, reason) => resolve([code, reason.toString()]))
			);
			socket.on('open', () => socket.send(encodeStockFrame({ kind: 'update', update: field.forge(attack) })));
			expect(await closed).toEqual([CLOSE.rejected, attack.code]);
		}));
});

describe('an honest member, meanwhile', () => {
	it('has stayed connected, holds what everyone holds, and writes on', async () => {
		const { anna, annaDoc, room } = field;
		expect(anna.closeCode).toBeUndefined();
		anna.say(room.segment, 'unmoved');
		await until('it arrives', () => textsOf(annaDoc).includes('unmoved'));
		expect(textsOf(annaDoc)).toEqual(['hello', 'hi', 'unmoved']);
	});

	it('is not hindered by a member who sends forgery after forgery: that socket is closed as too much', async () => {
		const boris = await SyncClient.connect(field.room.server.origin, field.room.boris);
		const attack = ATTACKS[0];
		if (attack === undefined) throw new Error('no attack');
		while (boris.closeCode === undefined) {
			boris.forget();
			await boris.sync(field.room.segment).catch(() => undefined);
			boris.send({ kind: 'update', document: field.room.segment, update: field.forge(attack) });
			await boris.heard('reject').catch(() => undefined);
		}
		expect(boris.closeCode).toBe(CLOSE.rateLimited);
	});
});

it('every frame the stock endpoint sends is plain y-websocket (W2)', async () => {
	const { origin } = field.room.server;
	const socket = new WebSocket(`${origin.replace('http', 'ws')}/sync/${field.room.segment}`, {
		headers: { origin, cookie: field.room.boris.cookie }
	});
	const kinds: string[] = [];
	socket.on('message', (data: Buffer) => kinds.push(decodeStockFrame(new Uint8Array(data)).kind));
	socket.on('open', () => socket.send(encodeStockFrame({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) })));
	await until('it has answered', () => kinds.length === 2);
	expect(kinds).toEqual(['sync-step-2', 'sync-step-1']);
	socket.close();
});
