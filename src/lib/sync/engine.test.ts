import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../protocol/ids.ts';
import { quiet, TestDevice, until } from './test-device.ts';
import { TestServer } from './test-server.ts';

let server: TestServer;
let device: TestDevice;

beforeEach(() => {
	server = new TestServer(newId());
	device = new TestDevice(server);
});
afterEach(() => device.close());

describe('an app that is older than the disk', () => {
	it('asks to be loaded again, connects to nothing, and does not say that the disk failed', async () => {
		(await openDB(`tidings-${device.userId}`, 99)).close();
		const engine = await device.openTab();
		engine.connectNow();
		await quiet(server);
		expect([engine.connection, engine.storageFailed]).toEqual([{ kind: 'outdated' }, false]);
		expect(server.heard).toEqual([]);
	});

	it('hangs up when a newer one takes over while it runs', async () => {
		const engine = await device.openOnline();
		const newer = await openDB(`tidings-${device.userId}`, 99);
		await until(() => engine.connection.kind === 'outdated');
		expect(engine.storageFailed).toBe(false);
		expect([...newer.objectStoreNames]).toContain('outbox');
		newer.close();
	});
});
