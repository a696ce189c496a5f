import { expect } from 'vitest';
import type { Problem, ProblemCode } from '../../src/lib/protocol/problem.ts';
import type { Account } from '../../src/lib/protocol/rest.ts';
import { cookieOf, type TestServer } from '../test-server.ts';

/** For tests: somebody who has an account, and the cookie of one of their browsers. */
export interface Person extends Account {
	cookie: string;
	password: string;
}

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** For tests: what somebody of this name would register with. */
export function registration(username: string, more: object = {}) {
	const [email, password] = [`${username}@example.org`, `${username}'s long password`];
	return { email, username, displayName: username, password, ...more };
}

/** Signs up with Firefox on Linux. */
export async function signUp(server: TestServer, username: string, more: object = {}): Promise<Person> {
	const body = registration(username, more);
	const response = await server.send('/api/v1/auth/register', { body, headers: { 'user-agent': FIREFOX } });
	expect(response.status).toBe(201);
	const account = (await response.json()) as Account;
	return { ...account, cookie: cookieOf(response), password: body.password };
}

/** Signs in once more, in another browser. */
export async function signIn(server: TestServer, person: Person): Promise<Person> {
	const body = { email: person.email, password: person.password };
	const response = await server.send('/api/v1/auth/login', { body });
	expect(response.status).toBe(200);
	return { ...person, cookie: cookieOf(response) };
}

/** The JSON of an answer that must be a good one. */
export async function good<T>(sending: Promise<Response>): Promise<T> {
	const response = await sending;
	const text = await response.text();
	expect([response.ok, text]).toEqual([true, text]);
	return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** An answer that must be a refusal with this code. */
export async function refused(sending: Promise<Response>, code: ProblemCode): Promise<void> {
	const response = await sending;
	const problem = (await response.json()) as Problem;
	expect(problem.type).toBe(`urn:tidings:problem:${code}`);
	expect(response.status).toBe(problem.status);
}
