import { Agent, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { WebFiles } from './http/web-files.ts';
import { StartupError } from './startup-error.ts';
import { createMemoryStorage } from './storage/memory/memory-storage.ts';
import { createServer } from './server.ts';
import { startTestServer, type TestServer } from './test-server.ts';
import { pino } from 'pino';

const anna = { email: 'anna@example.org', username: 'anna', displayName: 'Anna', password: 'correct horse' };

let server: TestServer | undefined;

afterEach(async () => {
	await server?.close();
	server = undefined;
});

const webFiles: WebFiles = new Map([
	[
		'/index.html',
		{ contentType: 'text/html', immutable: false, variants: { identity: { bytes: Buffer.from('app'), etag: '"1"' } } }
	]
]);

test('health says ok while the store takes writes and unavailable while it does not', async () => {
	const storage = createMemoryStorage();
	server = await startTestServer(storage);
	const well = await server.send('/healthz', { method: 'GET' });
	expect(well.status).toBe(200);
	const version = expect.stringMatching(/^\d+\.\d+\.\d+/) as unknown;
	expect(await well.json()).toEqual({ status: 'ok', version, accountsAhead: 0, healing: false });
	storage.isWritable = () => false;
	const ill = await server.send('/healthz', { method: 'GET' });
	expect(ill.status).toBe(503);
	expect(await ill.json()).toMatchObject({ status: 'unavailable' });
});

test('a second server on the same port is refused in one sentence', async () => {
	server = await startTestServer();
	const config = { host: '127.0.0.1', port: server.port, origin: server.origin, healMinutes: 0 };
	const second = () =>
		createServer({ config, storage: createMemoryStorage(), webFiles, log: pino({ level: 'silent' }) });
	await expect(second()).rejects.toThrow(StartupError);
	await expect(second()).rejects.toThrow(/^Port \d+ of 127\.0\.0\.1 is in use/);
});

test('one connection carries HEAD, 304 and everything after them', async () => {
	server = await startTestServer(undefined, webFiles);
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const ports = new Set<number | undefined>();
	for (const [method, ifNoneMatch, status] of [
		['HEAD', '', 200],
		['GET', '"1"', 304],
		['HEAD', '"1"', 304],
		['GET', '', 200],
		['POST', '', 405],
		['HEAD', '', 200]
	] as const) {
		const asking = request({ port: server.port, path: '/', method, agent, headers: { 'if-none-match': ifNoneMatch } });
		asking.end();
		const [response] = (await once(asking, 'response')) as [IncomingMessage];
		ports.add(response.socket.localPort);
		response.resume();
		await once(response, 'end');
		expect([method, response.statusCode]).toEqual([method, status]);
	}
	expect(ports.size).toBe(1);
	agent.destroy();
});

test('a client that goes away in the middle of its body harms nobody', async () => {
	server = await startTestServer();
	const socket = connect(server.port, '127.0.0.1');
	socket.write(
		`POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nOrigin: ${server.origin}\r\n` +
			'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"email"'
	);
	await once(socket, 'connect');
	socket.resetAndDestroy();
	await once(socket, 'close');
	expect((await server.send('/healthz', { method: 'GET' })).status).toBe(200);
});

test('a body that comes in pieces is one body', async () => {
	server = await startTestServer();
	const body = Buffer.from(JSON.stringify(anna));
	const asking = request({
		port: server.port,
		path: '/api/v1/auth/register',
		method: 'POST',
		headers: { origin: server.origin, 'content-type': 'application/json', 'content-length': body.length }
	});
	asking.setNoDelay(true);
	for (const byte of body) {
		asking.write(Buffer.of(byte));
		await new Promise((resolve) => setImmediate(resolve));
	}
	asking.end();
	const [response] = (await once(asking, 'response')) as [IncomingMessage];
	response.resume();
	expect(response.statusCode).toBe(201);
});

test('closing finishes the requests it has, closes the store and lets nobody in', async () => {
	const storage = createMemoryStorage();
	const closed = { store: false };
	storage.close = async () => void (closed.store = true);
	const createUser = storage.createUser.bind(storage);
	let letGo: () => void = () => {};
	const atTheStore = new Promise<void>((arrived) => {
		storage.createUser = async (user) => {
			arrived();
			await new Promise<void>((resolve) => (letGo = resolve));
			return createUser(user);
		};
	});
	const closing = await startTestServer(storage);
	const registering = closing.send('/api/v1/auth/register', { body: anna });
	await atTheStore;
	const finished = closing.close();
	expect(closed.store).toBe(false);
	letGo();
	await finished;
	expect((await registering).status).toBe(201);
	expect(closed.store).toBe(true);
	await expect(closing.send('/healthz', { method: 'GET' })).rejects.toThrow();
});
