import 'fake-indexeddb/auto';
import * as prng from 'lib0/prng';
import { afterEach, describe, expect, it } from 'vitest';
import { segmentName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import type { SyncEngine } from './engine.ts';
import { quiet, send, TestDevice, textsOn, until } from './test-device.ts';
import { TestServer } from './test-server.ts';

/** How much is done to the device in one life, and how many lives are tried. A failure's title names its seed. */
const STEPS = 30;
const SEEDS = 20;

let device: TestDevice;
afterEach(() => device.close());

describe('a device that writes through crashes, lost connections, lost answers and segments that close', () => {
	it.each(Array.from({ length: SEEDS }, (_, seed) => seed))(
		'loses nothing and doubles nothing (seed %i)',
		async (seed) => {
			const random = prng.create(seed);
			const server = new TestServer(newId());
			device = new TestDevice(server);
			const roomId = server.createRoom();
			let engine: SyncEngine = await device.openTab();
			let segments = 1;
			const written: string[] = [];
			const steps = [
				async () => {
					const body = `mine ${written.length}`;
					written.push(body);
					await send(engine, roomId, device.userId, body);
				},
				async () => {
					const body = `another’s ${written.length}`;
					written.push(body);
					server.say(segmentName(roomId, segments - 1), body);
				},
				async () => {
					server.rollOver(roomId);
					segments++;
				},
				async () => {
					device.crash(engine);
					server.disconnect();
					device.plugIn();
					engine = await device.openTab();
				},
				async () => device.goOffline(),
				async () => device.goOnline(engine),
				async () => {
					const kind = prng.oneOf(random, ['ack', 'update', 'sync-step-2', 'heads'] as const);
					server.holds = (frame) => frame.kind === kind;
				},
				async () => server.letGo(),
				async () => server.rebase(segmentName(roomId, prng.int32(random, 0, segments - 1))),
				async () => quiet(server)
			];
			for (let step = 0; step < STEPS; step++) await prng.oneOf(random, steps)();
			server.letGo();
			// What was held back and overtaken is lost for that connection, as in a network that reorders: the next one is whole.
			device.goOffline();
			await until(() => engine.connection.kind !== 'online');
			device.goOnline(engine);
			await until(() => engine.outbox.entries.length === 0);
			await quiet(server);
			const names = Array.from({ length: segments }, (_, segment) => segment);
			const sequenced = names.flatMap((segment) => server.texts(segmentName(roomId, segment)));
			expect(sequenced.toSorted()).toEqual(written.toSorted());
			const shown = await Promise.all(names.map((segment) => textsOn(engine, roomId, segment)));
			expect(shown.flat()).toEqual(sequenced);
			expect(await device.disk((store) => store.outbox())).toEqual([]);
		}
	);
});
