import { WebSocket } from 'ws';
import type { Copy, Target } from '../targets/target.ts';

/** What it took a device to have a room. */
export interface Opened {
	/** From the first packet to the last byte, in milliseconds. */
	waitMs: number;
	/** Making documents of it on the device, in milliseconds. */
	applyMs: number;
	bytes: number;
}

/** Opens the only room of a server on a device without a copy, and fills the copy; `newest` is the room's last message. */
export async function openRoom(target: Target, copy: Copy, newest: number): Promise<Opened> {
	const { path, headers = {}, opening } = target.enter(0, 0, copy);
	const began = performance.now();
	const payloads = await new Promise<Buffer[]>((resolve, reject) => {
		const received: Buffer[] = [];
		const socket = new WebSocket(`ws://127.0.0.1:${target.port}${path}`, { headers, maxPayload: 0 });
		socket.once('error', reject);
		socket.once('close', () => reject(new Error('the server closed the socket')));
		socket.once('open', () => opening.forEach((payload) => socket.send(payload)));
		socket.on('message', (payload: Buffer) => {
			received.push(payload);
			if (!copy.completes(payload, newest)) return;
			resolve(received);
			socket.terminate();
		});
	});
	const arrived = performance.now();
	payloads.forEach((payload) => copy.apply(payload));
	const bytes = payloads.reduce((sum, { length }) => sum + length, 0);
	return { waitMs: arrived - began, applyMs: performance.now() - arrived, bytes };
}
