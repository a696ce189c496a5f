import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setImmediate as breathe } from 'node:timers/promises';
import uws from 'uWebSockets.js';
import { expect, onTestFinished, test } from 'vitest';
import { serveFetch } from './fetch-bridge.ts';

const PIECE_BYTES = 1024 * 1024;
const MARK = Buffer.from('the end');

/** More than a connection can have under way: what its two ends keep, and the pieces that are being made. */
const UNDER_WAY_MAX = 24 * PIECE_BYTES;

/** A server with one answer, of so many pieces of a megabyte; `fails` is the piece that cannot be made. */
async function serve(pieces: number, fails = Infinity) {
	const seen = { made: 0, stopped: false, error: undefined as unknown };
	async function* make() {
		try {
			for (; seen.made < pieces; seen.made += 1) {
				if (seen.made === fails) throw new Error('it cannot be made');
				yield new Uint8Array(PIECE_BYTES).fill(seen.made % 251);
				await breathe();
			}
			yield MARK;
		} finally {
			seen.stopped = true;
		}
	}
	const app = uws.App();
	app.any('/*', (res, req) => {
		const answering = serveFetch(res, req, 'http://localhost', async () => new Response(ReadableStream.from(make())));
		answering.catch((error: unknown) => (seen.error = error));
	});
	const port = await new Promise<number>((resolve) =>
		app.listen('127.0.0.1', 0, (socket) => resolve(uws.us_socket_local_port(socket)))
	);
	onTestFinished(() => void app.close());
	const request = get({ host: '127.0.0.1', port });
	const [response] = (await once(request, 'response')) as [IncomingMessage];
	return { seen, request, response };
}

/** Waits until the server has made nothing more for some turns of the loop. */
async function standsStill(seen: { made: number }): Promise<number> {
	for (let turns = 0; turns < 200; turns += 1) {
		const before = seen.made;
		await new Promise((resolve) => setTimeout(resolve, 1));
		if (seen.made !== before) turns = 0;
	}
	return seen.made * PIECE_BYTES;
}

test('a long answer is made no faster than it is read, and arrives whole', async () => {
	const { seen, response } = await serve(200);
	let received = 0;
	let last: Uint8Array = MARK;
	expect(await standsStill(seen)).toBeLessThan(UNDER_WAY_MAX);
	for await (const chunk of response as AsyncIterable<Buffer>) {
		received += chunk.byteLength;
		last = chunk;
		expect(seen.made * PIECE_BYTES - received).toBeLessThan(UNDER_WAY_MAX);
	}
	expect(received).toBe(200 * PIECE_BYTES + MARK.byteLength);
	expect(Buffer.from(last.slice(-MARK.byteLength))).toEqual(MARK);
	expect(seen.stopped).toBe(true);
});

test('nothing more is made for a client that has gone', async () => {
	const { seen, request, response } = await serve(200);
	response.on('error', () => undefined);
	await standsStill(seen);
	request.destroy();
	await expect.poll(() => seen.stopped).toBe(true);
	expect(seen.made * PIECE_BYTES).toBeLessThan(UNDER_WAY_MAX);
});

test('an answer that cannot be made to its end does not look whole', async () => {
	const { seen, response } = await serve(200, 5);
	const reading = (async () => {
		for await (const _chunk of response);
	})();
	await expect(reading).rejects.toThrow();
	await expect.poll(() => seen.error).toEqual(new Error('it cannot be made'));
});
