import type { Listener } from './listener.ts';
import { writeHead, type Answer } from './write-answer.ts';

/**
 * What is handed to the connection at a time, in bytes: exactly what the buffer of a cork holds. Less would stay in that buffer,
 * and nobody would hear that the connection is full. More might be more than the kernel takes when it says that there is room (a
 * third of a send buffer of 87 kB at least), and what uWebSockets.js keeps of the rest would grow with a slow reader.
 */
const PART_BYTES = 16 * 1024;

/** An answer that is sent as it is made. */
export interface LongAnswer extends Omit<Answer, 'body'> {
	pieces: AsyncIterable<Uint8Array>;
}

/**
 * Sends an answer no faster than it is read, so that it takes the memory of one piece however long it is. Once the client has
 * gone, no more of it is made.
 */
export async function writePieces(client: Listener, { status, headers, pieces }: LongAnswer): Promise<void> {
	const { res } = client;
	let begun = false;
	for await (const part of inParts(pieces)) {
		if (client.isGone) return;
		let hasRoom = true;
		res.cork(() => {
			if (!begun) writeHead(res, status, headers);
			hasRoom = res.write(part);
		});
		begun = true;
		if (!hasRoom) await client.ready();
	}
	if (!client.isGone) res.cork(() => res.end());
}

/** The same bytes in parts of {@link PART_BYTES}, and what is left; a part is good until the next is asked for. */
async function* inParts(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
	const part = new Uint8Array(PART_BYTES);
	let filled = 0;
	for await (const piece of pieces) {
		for (let start = 0; start < piece.byteLength;) {
			const taken = piece.subarray(start, start + PART_BYTES - filled);
			part.set(taken, filled);
			start += taken.byteLength;
			filled += taken.byteLength;
			if (filled < PART_BYTES) continue;
			yield part;
			filled = 0;
		}
	}
	if (filled > 0) yield part.subarray(0, filled);
}
