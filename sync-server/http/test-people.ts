import * as Y from 'yjs';
import { expect } from 'vitest';
import type { Problem, ProblemCode } from '../../src/lib/protocol/problem.ts';
import type { RoomKind } from '../../src/lib/protocol/head.ts';
import type { Account } from '../../src/lib/protocol/rest.ts';
import { cookieOf, startTestServer, type TestServer } from '../test-server.ts';

/** For tests: someone who is signed in, and asks under `/api/v1`. */
export class SomeoneSignedIn {
	readonly id: string;
	readonly cookie: string;
	#server: TestServer;

	constructor(server: TestServer, id: string, cookie: string) {
		this.#server = server;
		this.id = id;
		this.cookie = cookie;
	}

	ask(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
		const cookie = this.cookie;
		return this.#server.send(`/api/v1${path}`, { method, cookie, headers, ...(body === undefined ? {} : { body }) });
	}

	/** Asks for what must work, and answers its body. */
	async get<T>(path: string): Promise<T> {
		const response = await this.ask('GET', path);
		expect(response.status).toBe(200);
		return (await response.json()) as T;
	}

	/** Gives a command that must work, and answers nothing. */
	async command(path: string, body?: object): Promise<void> {
		const response = await this.ask('POST', path, body);
		expect([path, response.status]).toEqual([path, 204]);
	}

	/** Asks for what must be refused. */
	async refused(code: ProblemCode, method: string, path: string, body?: object, headers?: Record<string, string>) {
		const response = await this.ask(method, path, body, headers);
		const problem = (await response.json()) as Problem;
		expect([path, problem.type]).toEqual([path, `urn:tidings:problem:${code}`]);
		return problem;
	}

	async createRoom(kind: Exclude<RoomKind, 'direct'> = 'public'): Promise<string> {
		const response = await this.ask('POST', '/rooms', { title: 'Room', kind });
		expect(response.status).toBe(201);
		return ((await response.json()) as { id: string }).id;
	}

	async join(roomId: string): Promise<void> {
		expect((await this.ask('POST', `/rooms/${roomId}/join`)).status).toBe(200);
	}
}

/** For tests: a whole server in this process, and people at it. */
export async function startWithPeople() {
	const server = await startTestServer();

	/** Signs somebody up; `username` is their name as well, unless it says otherwise. */
	async function register(username: string, displayName = username): Promise<SomeoneSignedIn> {
		const body = { email: `${username}@example.org`, username, displayName, password: 'correct horse' };
		const response = await server.send('/api/v1/auth/register', { body });
		expect(response.status).toBe(201);
		return new SomeoneSignedIn(server, ((await response.json()) as Account).id, cookieOf(response));
	}

	/** A guest, made of somebody by the owner. */
	async function registerGuest(username: string, owner: SomeoneSignedIn): Promise<SomeoneSignedIn> {
		const guest = await register(username);
		await server.storage.changeWorkspaceRole({ userId: guest.id, role: 'guest', by: owner.id });
		return guest;
	}

	/** A root of a document, as it is stored. */
	async function stored(document: string, root: string): Promise<Record<string, unknown>> {
		const doc = new Y.Doc();
		(await server.storage.loadDocument(document)).updates.forEach((update) => Y.applyUpdate(doc, update));
		return doc.getMap(root).toJSON();
	}

	const stranger = new SomeoneSignedIn(server, 'nobody', '');
	return { server, register, registerGuest, stored, stranger };
}
