import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { decodeStockFrame, encodeStockFrame } from '../../src/lib/protocol/frames.ts';
import { startRoom } from '../support/room.ts';
import { until } from '../support/until.ts';

it('every frame the stock endpoint sends is plain y-websocket (W2)', async () => {
	const { server, segment, boris } = await startRoom();
	await using running = server;
	const socket = new WebSocket(`${running.origin.replace('http', 'ws')}/sync/${segment}`, {
		headers: { origin: running.origin, cookie: boris.cookie }
	});
	const kinds: string[] = [];
	socket.on('message', (data: Buffer) => kinds.push(decodeStockFrame(new Uint8Array(data)).kind));
	socket.on('open', () => socket.send(encodeStockFrame({ kind: 'sync-step-1', stateVector: Uint8Array.of(0) })));
	await until('it has answered', () => kinds.length === 2);
	expect(kinds).toEqual(['sync-step-2', 'sync-step-1']);
	socket.close();
});
