import type { Entrance, Payload } from '../targets/target.ts';

/** Opcodes of RFC 6455 §5.2. */
const TEXT = 1;
const BINARY = 2;

const READY = { open: 0, prefix: 1, message: 2 };

/** What the load generator tells (news.c). `at` is in microseconds, on the clock of the stamps. */
export type News =
	| { kind: 'ready'; client: number; at: number }
	| { kind: 'frame'; client: number; at: number; payload: Buffer }
	| { kind: 'closed'; client: number }
	| { kind: 'report'; json: string };

/** A record of commands.c: its length, a letter, a body. */
export function command(letter: string, ...body: (Uint8Array | number[])[]): Buffer {
	const parts = body.map((part) => (part instanceof Uint8Array ? part : u32(...part)));
	const length = 1 + parts.reduce((sum, part) => sum + part.length, 0);
	return Buffer.concat([u32(length), Buffer.from(letter), ...parts]);
}

export interface Opening {
	port: number;
	entrance: Entrance;
	/** Pass on what has no message in it. */
	talks: boolean;
	/** Which of the load's writers it is; -1 for none. */
	writer: number;
}

export function openCommand({ port, entrance, talks, writer }: Opening): Buffer {
	const { ready, opening } = entrance;
	const head = Buffer.alloc(12);
	head.writeUInt16LE(port, 0);
	head.writeUInt8(talks ? 1 : 0, 2);
	head.writeInt32LE(writer, 3);
	head.writeUInt8(ready === 'open' ? READY.open : 'prefix' in ready ? READY.prefix : READY.message, 7);
	head.writeUInt32LE(ready !== 'open' && 'message' in ready ? ready.message : 0, 8);
	const prefix = ready !== 'open' && 'prefix' in ready ? ready.prefix : new Uint8Array();
	const frames = Buffer.concat(opening.map(frame));
	return command('o', head, ...[prefix, request(port, entrance), frames].flatMap((run) => [[run.length], run]));
}

export function sendCommand(client: number, payload: Payload): Buffer {
	const bytes = Buffer.from(payload as Uint8Array);
	return command('s', [client], Buffer.from([typeof payload === 'string' ? TEXT : BINARY]), bytes);
}

function frame(payload: Payload): Buffer {
	const bytes = Buffer.from(payload as Uint8Array);
	return Buffer.concat([u32(bytes.length), Buffer.from([typeof payload === 'string' ? TEXT : BINARY]), bytes]);
}

/** The key is a fixed one: what a server makes of it is no part of what is measured. */
function request(port: number, { path, headers = {} }: Entrance): Buffer {
	const upgrade = { upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-version': '13' };
	const all = { host: `localhost:${port}`, ...upgrade, 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', ...headers };
	const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
	return Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
}

function u32(...values: number[]): Buffer {
	const bytes = Buffer.alloc(4 * values.length);
	values.forEach((value, index) => bytes.writeUInt32LE(value, 4 * index));
	return bytes;
}

/** Finds the records of news.c in what comes through the pipe. */
export class NewsReader {
	#rest: Buffer = Buffer.alloc(0);

	*read(chunk: Buffer): Generator<News> {
		const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
		let at = 0;
		while (bytes.length - at >= 4 && bytes.length - at >= 4 + bytes.readUInt32LE(at)) {
			const end = at + 4 + bytes.readUInt32LE(at);
			yield newsOf(bytes.toString('latin1', at + 4, at + 5), bytes.subarray(at + 5, end));
			at = end;
		}
		this.#rest = bytes.subarray(at);
	}
}

function newsOf(letter: string, body: Buffer): News {
	if (letter === 'j') return { kind: 'report', json: body.toString() };
	const client = body.readUInt32LE(0);
	if (letter === 'x') return { kind: 'closed', client };
	const at = Number(body.readBigUInt64LE(4));
	return letter === 'r' ? { kind: 'ready', client, at } : { kind: 'frame', client, at, payload: body.subarray(12) };
}
