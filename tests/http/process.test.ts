import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import WebSocket from 'ws';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { TestServer } from '../support/server.ts';

const MAIN = fileURLToPath(new URL('../../build/server/main.js', import.meta.url));

const anna = { email: 'anna@example.org', username: 'anna', displayName: 'Anna', password: 'correct horse' };

function post({ origin }: TestServer, path: string, body: object): Promise<Response> {
	return fetch(`${origin}/api/v1/auth/${path}`, {
		method: 'POST',
		headers: { origin, 'content-type': 'application/json' },
		body: JSON.stringify(body)
	});
}

async function cookieOf(server: TestServer): Promise<string> {
	const response = await post(server, 'register', anna);
	return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Runs a server that is expected to give up, and returns what it said. */
async function runUntilExit(env: NodeJS.ProcessEnv) {
	const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...env } });
	const [exit, out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
	return { code: exit[0] as number | null, out, err };
}

test('a value that cannot be is refused in one sentence, with exit code 1', async () => {
	expect(await runUntilExit({ PORT: 'http' })).toEqual({
		code: 1,
		out: '',
		err: 'PORT must be a number from 0 to 65535.\n'
	});
});

test('a second server on the same data or the same port says so and leaves the first alone', async () => {
	await using first = await TestServer.start();
	const sameData = await runUntilExit({ PORT: '0', DATA_DIR: first.dataDir });
	expect(sameData).toEqual({
		code: 1,
		out: '',
		err: `Another Tidings server is already using the data directory ${first.dataDir}.\n`
	});
	const samePort = await runUntilExit({ PORT: String(first.port), DATA_DIR: `${first.dataDir}/other` });
	expect(samePort).toMatchObject({ code: 1, out: '' });
	expect(samePort.err).toMatch(/^Port \d+ of 127\.0\.0\.1 is in use by another program.*\n$/);
	expect((await fetch(`${first.origin}/healthz`)).status).toBe(200);
});

test('the end of a killed server frees its data at once', async () => {
	await using server = await TestServer.start();
	await server.kill9();
	await server.start();
	expect(server.running).toBe(true);
});

test('SIGTERM tells every socket to come back', async () => {
	await using server = await TestServer.start();
	const socket = new WebSocket(`ws://127.0.0.1:${server.port}/sync`, {
		origin: server.origin,
		headers: { cookie: await cookieOf(server) }
	});
	await once(socket, 'open');
	const closed = once(socket, 'close');
	expect(await server.stop()).toBe(0);
	expect((await closed)[0]).toBe(CLOSE.goingAway);
});

test('SIGTERM ends it with exit code 0 after everything is on the disk', async () => {
	await using server = await TestServer.start();
	expect((await post(server, 'register', anna)).status).toBe(201);
	expect(await server.stop()).toBe(0);
	await server.start();
	const { email, password } = anna;
	expect((await post(server, 'login', { email, password })).status).toBe(200);
});

test('it says where it is in one line for people, and keeps bodies and cookies out of its log', async () => {
	await using server = await TestServer.start({ LOG_LEVEL: 'trace' });
	await fetch(`${server.origin}/api/v1/auth/login`, {
		method: 'POST',
		headers: { origin: server.origin, 'content-type': 'application/json', cookie: 'tidings_session=secret-cookie' },
		body: JSON.stringify({ email: 'anna@example.org', password: 'secret password' })
	});
	expect(await server.stop()).toBe(0);
	expect(server.log).toContain(`Tidings is running at ${server.origin}\n`);
	expect(server.log).toContain('"path":"/api/v1/auth/login","status":401');
	expect(server.log).not.toContain('secret');
});
