import { expect } from 'vitest';
import * as Y from 'yjs';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../../src/lib/protocol/message.ts';
import type { Problem, ProblemCode } from '../../src/lib/protocol/problem.ts';
import type { MadeInvite, RoomDetails, RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';
import type { Account } from '../../src/lib/protocol/rest.ts';
import { cookieOf, startTestServer, type TestServer } from '../test-server.ts';

/** For tests: somebody who is signed in, and how they ask. */
class Somebody {
	readonly id: string;
	readonly username: string;
	readonly cookie: string;
	#server: TestServer;

	constructor(server: TestServer, { id, username }: Account, cookie: string) {
		this.id = id;
		this.username = username;
		this.#server = server;
		this.cookie = cookie;
	}

	/** Asks, and says how that was answered: the status, or the code of the problem. */
	async tries(method: string, path: string, body?: object): Promise<number | ProblemCode> {
		return outcomeOf(await this.send(method, path, body));
	}

	/** Asks, and expects to get it. */
	async gets<T>(method: string, path: string, body?: object): Promise<T> {
		const response = await this.send(method, path, body);
		const text = await response.text();
		expect(response.ok, `${method} ${path}: ${text}`).toBe(true);
		return (text === '' ? undefined : JSON.parse(text)) as T;
	}

	send(method: string, path: string, body?: object): Promise<Response> {
		return this.#server.send(`/api/v1/${path}`, { method, cookie: this.cookie, ...(body && { body }) });
	}

	makes(room: object): Promise<RoomSummary> {
		return this.gets('POST', 'rooms', { title: 'Kitchen', kind: 'public', ...room });
	}

	sees(roomId: string): Promise<RoomDetails> {
		return this.gets('GET', `rooms/${roomId}`);
	}

	/** A link's token. */
	async invites(roomId?: string, more: object = {}): Promise<string> {
		const path = roomId === undefined ? 'invites' : `rooms/${roomId}/invites`;
		const asked = { lastsHours: 1, uses: 5, role: 'guest', ...more };
		const { url } = await this.gets<MadeInvite>('POST', path, asked);
		return url.split('#')[1] ?? '';
	}
}

export async function outcomeOf(response: Response): Promise<number | ProblemCode> {
	if (response.ok) return response.status;
	return ((await response.json()) as Problem).type.replace('urn:tidings:problem:', '') as ProblemCode;
}

/** A server on which Anna owns the workspace, Boris, Vera and Dmitro are members of it, and Gleb is a guest. */
export async function startPeopledServer() {
	const server = await startTestServer();
	const join = async (username: string, more: object = {}) => {
		const person = {
			email: `${username}@example.org`,
			username,
			displayName: username,
			password: 'correct horse',
			...more
		};
		const response = await server.send('/api/v1/auth/register', { body: person });
		expect(response.status).toBe(201);
		return new Somebody(server, (await response.clone().json()) as Account, cookieOf(response));
	};
	const anna = await join('anna');
	const [boris, vera, dmitro] = [await join('boris'), await join('vera'), await join('dmitro')];
	const gleb = await join('gleb', { invite: await anna.invites() });
	const nobody = new Somebody(server, { id: newId(), username: 'nobody' } as Account, '');
	return { server, join, anna, boris, vera, dmitro, gleb, nobody };
}

/** Puts messages into a room that nobody has written in, as if they had come by a socket. Answers with their ids. */
export async function write({ storage }: TestServer, roomId: string, messages: Message[]): Promise<string[]> {
	const doc = new Y.Doc();
	const entries = messages.map((message, index) => ({ id: newId(), at: 1_000 + index, message }));
	doc.transact(() => {
		entries.forEach(({ id, message }) => doc.getMap(SEGMENT_ROOTS.messages).set(id, message));
		doc.getArray(SEGMENT_ROOTS.timeline).insert(
			0,
			entries.map(({ id, at }) => ({ id, at }))
		);
	});
	await storage.appendCommit({
		document: segmentName(roomId, 0),
		base: 0,
		update: Y.encodeStateAsUpdate(doc),
		claims: [],
		messages: entries.map(({ id, at, message }, index) => {
			return { id, roomId, seq: index + 1, author: message.author, value: JSON.stringify(message), receivedAt: at };
		})
	});
	return entries.map(({ id }) => id);
}

type PeopledServer = Awaited<ReturnType<typeof startPeopledServer>>;

/** A private room of Boris's with Vera and Dmitro, in which Boris and Dmitro have each said something: Dmitro `theirWords`. */
export async function aTalk({ server, boris, vera, dmitro }: PeopledServer, theirWords: string) {
	const { id } = await boris.makes({ kind: 'private', members: [vera.id, dmitro.id] });
	const [his, theirs] = await write(server, id, [
		{ author: boris.id, body: 'good morning', createdAt: 1 },
		{ author: dmitro.id, body: theirWords, createdAt: 2 }
	]);
	const on = (message: string | undefined, act: string) => `rooms/${id}/messages/${message}/${act}`;
	return { id, his, theirs, on };
}
