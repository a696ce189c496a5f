import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/lib/protocol/ids.ts';
import type { Problem, ProblemCode } from '../../src/lib/protocol/problem.ts';
import type { RoomList, RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';
import type { Account } from '../../src/lib/protocol/rest.ts';
import { LOGIN_FAILURES_PER_ACCOUNT } from '../access/throttle.ts';
import { StorageUnavailableError } from '../storage/storage.ts';
import { cookieOf, startTestServer, type TestServer } from '../test-server.ts';
import { BODY_MAX_BYTES, DISCARD_MAX_BYTES } from './request-body.ts';

const REGISTER = '/api/v1/auth/register';
const LOGIN = '/api/v1/auth/login';
const LOGOUT = '/api/v1/auth/logout';
const ME = '/api/v1/me';
const ROOMS = '/api/v1/rooms';

const anna = { email: 'anna@example.org', username: 'anna', displayName: 'Anna', password: 'correct horse' };
const boris = { email: 'boris@example.org', username: 'boris', displayName: 'Boris', password: 'battery staple' };
const kitchen = { title: 'Kitchen', kind: 'public' };

let server: TestServer;
let annasCookie: string;

beforeEach(async () => {
	server = await startTestServer();
	annasCookie = cookieOf(await server.send(REGISTER, { body: anna }));
});

afterEach(() => server.close());

async function json<T>(response: Response | Promise<Response>): Promise<T> {
	return (await (await response).json()) as T;
}

async function expectProblem(response: Promise<Response>, status: number, code: ProblemCode): Promise<Problem> {
	const answer = await response;
	const problem = await json<Problem>(answer);
	expect(answer.status).toBe(status);
	expect(problem).toMatchObject({ status, type: `urn:tidings:problem:${code}` });
	expect(answer.headers.get('content-type')).toBe('application/problem+json');
	expect(answer.headers.getSetCookie()).toEqual([]);
	return problem;
}

async function roomsOfAnna(): Promise<RoomSummary[]> {
	return (await json<RoomList>(server.send(ROOMS, { method: 'GET', cookie: annasCookie }))).rooms;
}

describe('an account', () => {
	test('is registered, and the first is the workspace owner', async () => {
		const response = await server.send(REGISTER, { body: boris });
		expect(response.status).toBe(201);
		const account = await json<Account>(response);
		expect(account).toEqual({
			id: account.id,
			email: boris.email,
			username: 'boris',
			displayName: 'Boris',
			role: 'member'
		});
		const own = await json<Account>(server.send(ME, { method: 'GET', cookie: cookieOf(response) }));
		expect(own).toEqual({ ...account, availability: 'auto', secondFactor: false });
		const first = await json<Account>(server.send(ME, { method: 'GET', cookie: annasCookie }));
		expect(first.role).toBe('owner');
	});

	test('is signed in to by password, whatever the case of the email', async () => {
		const response = await server.send(LOGIN, { body: { email: 'ANNA@example.org', password: anna.password } });
		expect(response.status).toBe(200);
		expect(cookieOf(response)).toMatch(/^tidings_session=[a-z2-7]{40}$/);
		expect((await json<Account>(response)).username).toBe('anna');
	});

	test('answers an unknown email and a wrong password with the same bytes', async () => {
		const wrong = server.send(LOGIN, { body: { email: anna.email, password: 'wrong' } });
		const unknown = server.send(LOGIN, { body: { email: 'nobody@example.org', password: 'wrong' } });
		const headersOf = (response: Response) => [...response.headers].filter(([name]) => name !== 'date');
		const [one, other] = await Promise.all([wrong, unknown]);
		expect([one.status, other.status]).toEqual([401, 401]);
		expect(headersOf(one)).toEqual(headersOf(other));
		expect(await one.text()).toBe(await other.text());
	});

	test('is signed out of, and the cookie is worth nothing any more', async () => {
		const response = await server.send(LOGOUT, { cookie: annasCookie });
		expect(response.status).toBe(204);
		expect(response.headers.get('content-length')).toBeNull();
		expect(response.headers.get('set-cookie')).toMatch(/^tidings_session=; .*Max-Age=0/);
		await expectProblem(server.send(ME, { method: 'GET', cookie: annasCookie }), 401, 'not-signed-in');
		await expectProblem(server.send(ROOMS, { body: kitchen, cookie: annasCookie }), 401, 'not-signed-in');
	});

	test('is not spoken for by what a tab of another account still had waiting', async () => {
		const other = await json<Account>(server.send(REGISTER, { body: boris }));
		const meantFor = (id: string) =>
			server.send(ROOMS, { body: kitchen, cookie: annasCookie, headers: { 'tidings-account': id } });
		await expectProblem(meantFor(other.id), 401, 'not-signed-in');
		expect(await roomsOfAnna()).toEqual([]);
		const own = await json<Account>(server.send(ME, { method: 'GET', cookie: annasCookie }));
		expect((await meantFor(own.id)).status).toBe(201);
	});

	test('that signs in again in the same browser leaves no session behind', async () => {
		const again = await server.send(LOGIN, {
			body: { email: anna.email, password: anna.password },
			cookie: annasCookie
		});
		await expectProblem(server.send(ME, { method: 'GET', cookie: annasCookie }), 401, 'not-signed-in');
		expect((await server.send(ME, { method: 'GET', cookie: cookieOf(again) })).status).toBe(200);
	});

	test.each([
		['email', { ...boris, email: 'anna@example.org' }, 'email-taken'],
		['email in another case', { ...boris, email: 'Anna@Example.ORG' }, 'email-taken'],
		['username', { ...boris, username: 'anna' }, 'username-taken'],
		['username in another case', { ...boris, username: 'ANNA' }, 'username-taken']
	] as const)('with an %s that is taken is refused', async (_name, body, code) => {
		const problem = await expectProblem(server.send(REGISTER, { body }), 409, code);
		expect(problem.errors).toEqual([{ field: code.split('-')[0], code: 'taken' }]);
		expect(await server.storage.findUserByEmail(boris.email)).toBeUndefined();
	});
});

const bodies: [path: string, valid: Record<string, unknown>][] = [
	[REGISTER, boris],
	[LOGIN, { email: anna.email, password: anna.password }],
	[ROOMS, kitchen]
];
const withoutBody = [LOGOUT, `${ROOMS}/${newId()}/join`, `${ROOMS}/${newId()}/leave`];
const unsafe = [...bodies.map(([path]) => path), ...withoutBody];

/** Nothing that was refused may have changed anything: no account, no session, no room, and Anna is still signed in. */
async function expectNothingChanged(): Promise<void> {
	expect(await roomsOfAnna()).toEqual([]);
	expect(await server.storage.findUserByEmail(boris.email)).toBeUndefined();
	const annasId = (await server.storage.findUserByEmail(anna.email))?.id ?? '';
	expect(await server.storage.listSessions(annasId)).toHaveLength(1);
}

describe.each(bodies)('POST %s refuses', (path, valid) => {
	const send = (body: object | string | Uint8Array, headers?: Record<string, string>) =>
		server.send(path, { body, cookie: annasCookie, ...(headers === undefined ? {} : { headers }) });

	afterEach(expectNothingChanged);

	test('each field that is missing', async () => {
		for (const field of Object.keys(valid)) {
			const { [field]: _left, ...rest } = valid;
			const { errors } = await expectProblem(send(rest), 422, 'invalid-fields');
			expect(errors).toEqual([{ field, code: 'missing' }]);
		}
	});

	test.each([[null], [42], [true], [['a']], [{ a: 1 }]])('each field as %j', async (wrong) => {
		for (const field of Object.keys(valid)) {
			const { errors } = await expectProblem(send({ ...valid, [field]: wrong }), 422, 'invalid-fields');
			expect(errors).toEqual([{ field, code: 'invalid' }]);
		}
	});

	test('each field that is empty or endless', async () => {
		for (const field of Object.keys(valid)) {
			await expectProblem(send({ ...valid, [field]: '' }), 422, 'invalid-fields');
			await expectProblem(send({ ...valid, [field]: 'a'.repeat(1000) }), 422, 'invalid-fields');
		}
	});

	test('fields it does not know', async () => {
		const { errors } = await expectProblem(send({ ...valid, role: 'owner' }), 422, 'invalid-fields');
		expect(errors).toEqual([{ field: 'role', code: 'unknown' }]);
		const crowd = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`field${index}`, 1]));
		const many = await expectProblem(send({ ...valid, ...crowd }), 422, 'invalid-fields');
		expect(many.errors).toHaveLength(20);
		await expectProblem(send(`{"__proto__":{"role":"owner"},${JSON.stringify(valid).slice(1)}`), 422, 'invalid-fields');
	});

	test.each([['[]'], ['"text"'], ['null'], ['1']])('JSON that is no object: %s', async (body) => {
		await expectProblem(send(body), 400, 'bad-request');
	});

	test.each([
		['nothing', ''],
		['half an object', '{"email":'],
		['deep nesting', '['.repeat(60_000)]
	])('what is not JSON: %s', async (_name, body) => {
		await expectProblem(send(body), 400, 'bad-request');
	});

	test('invalid UTF-8', async () => {
		const text = Buffer.from(JSON.stringify(valid));
		const broken = Buffer.concat([text.subarray(0, text.length - 2), Buffer.from([0xc3, 0x28]), text.subarray(-2)]);
		await expectProblem(send(broken), 400, 'bad-request');
	});

	test.each([['text/plain'], ['application/x-www-form-urlencoded'], ['application/json; charset=latin1'], ['']])(
		'the content type %j',
		async (type) => {
			await expectProblem(send(JSON.stringify(valid), { 'content-type': type }), 415, 'unsupported-media-type');
		}
	);
});

describe.each(unsafe)('POST %s refuses', (path) => {
	afterEach(expectNothingChanged);

	test.each([[BODY_MAX_BYTES + 1], [10 * 1024 * 1024]])('a body of %i bytes', async (bytes) => {
		const body = Buffer.alloc(bytes, ' ');
		await expectProblem(server.send(path, { body, cookie: annasCookie }), 413, 'body-too-large');
	});

	test.each([
		['another site', 'https://evil.example'],
		['a sandboxed page', 'null'],
		['no page', '']
	])('%s', async (_name, origin) => {
		const body = bodies.find(([known]) => known === path)?.[1];
		const sending = server.send(path, { cookie: annasCookie, headers: { origin }, ...(body && { body }) });
		await expectProblem(sending, 403, 'wrong-origin');
	});
});

test.each(withoutBody)('POST %s refuses a body that says something', async (path) => {
	await expectProblem(server.send(path, { body: { force: true }, cookie: annasCookie }), 422, 'invalid-fields');
	await expectProblem(server.send(path, { body: '<xml/>', cookie: annasCookie }), 400, 'bad-request');
	await expectNothingChanged();
});

describe('without a session', () => {
	test.each([
		['GET', ME],
		['GET', ROOMS],
		['POST', ROOMS],
		['POST', `${ROOMS}/${newId()}/join`],
		['POST', `${ROOMS}/${newId()}/leave`]
	])('%s %s asks to sign in', async (method, path) => {
		const token = 'tidings_session=';
		for (const cookie of ['', token, `${token}${'a'.repeat(40)}`, `${token}%zz`, ';;=;', 'ключ=значение']) {
			const headers = { cookie: Buffer.from(cookie).toString('latin1') };
			await expectProblem(server.send(path, { method, headers }), 401, 'not-signed-in');
		}
		await expectNothingChanged();
	});
});

describe('the API', () => {
	test('answers what it does not have with 404, and what cannot be done with 405 and what can', async () => {
		await expectProblem(server.send('/api/v1/nothing', { method: 'GET' }), 404, 'not-found');
		await expectProblem(server.send('/api/v2/me', { method: 'GET' }), 404, 'not-found');
		await expectProblem(server.send('/api/v1', { method: 'GET' }), 404, 'not-found');
		await expectProblem(server.send('/api/v1/auth/%E0%A4', { method: 'GET' }), 404, 'not-found');
		await expectProblem(server.send(ME, { method: 'DELETE' }), 405, 'method-not-allowed');
		await expectProblem(server.send(LOGIN, { method: 'GET' }), 405, 'method-not-allowed');
		const refused = await server.send(ROOMS, { method: 'PUT', body: {} });
		expect(refused.headers.get('allow')).toBe('GET, HEAD, POST');
	});

	test('answers HEAD like GET without the body, and goes on with the connection', async () => {
		for (const _again of [1, 2, 3]) {
			const response = await server.send(ME, { method: 'HEAD', cookie: annasCookie });
			expect([response.status, await response.text()]).toEqual([200, '']);
		}
	});

	test('says nothing that a browser would run, frame or keep', async () => {
		const { headers } = await server.send(ME, { method: 'GET' });
		expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('cache-control')).toBe('no-store');
	});

	test('gives up on a body that never ends', async () => {
		const body = Buffer.alloc(DISCARD_MAX_BYTES + 4 * 1024 * 1024);
		const outcome = await server.send(LOGIN, { body }).then(
			({ status }) => status,
			() => 'reset'
		);
		expect([413, 'reset']).toContain(outcome);
		await expectNothingChanged();
	});

	test('stops guesses at one account and says when to come back', async () => {
		const guess = () => server.send(LOGIN, { body: { email: anna.email, password: 'wrong' } });
		for (let made = 0; made < LOGIN_FAILURES_PER_ACCOUNT.points; made += 1) {
			await expectProblem(guess(), 401, 'wrong-credentials');
		}
		const refused = await guess();
		expect(refused.status).toBe(429);
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
		const right = server.send(LOGIN, { body: { email: anna.email, password: anna.password } });
		await expectProblem(right, 429, 'too-many-requests');
	});

	test('says 503 and when to come back while the store takes no writes', async () => {
		server.storage.createUser = () => Promise.reject(new StorageUnavailableError('disk full at /secret/path'));
		const response = await server.send(REGISTER, { body: boris });
		expect(response.status).toBe(503);
		expect(response.headers.get('retry-after')).toBe('10');
		expect(await response.text()).not.toContain('secret');
	});

	test('keeps to itself what went wrong inside', async () => {
		server.storage.listRooms = () => Promise.reject(new Error('SELECT secret FROM users'));
		const listing = server.send(ROOMS, { method: 'GET', cookie: annasCookie });
		const problem = await expectProblem(listing, 500, 'internal');
		expect(JSON.stringify(problem)).not.toContain('SELECT');
	});
});
