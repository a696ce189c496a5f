import { WebSocket } from 'ws';
import type { SignedIn } from './people.ts';
import { until } from './until.ts';

/** A socket that says whatever it is given, at `/sync` or, with a document, at `/sync/<document>`. */
export class RawSocket {
	readonly socket: WebSocket;
	/** Every message received, in order. */
	readonly received: Uint8Array[] = [];
	#end: { code: number; reason: string } | undefined;

	private constructor(socket: WebSocket) {
		this.socket = socket;
		socket.on('message', (data: Buffer) => this.received.push(new Uint8Array(data)));
		socket.on('close', (code, reason) => (this.#end = { code, reason: reason.toString() }));
		socket.on('error', () => undefined);
	}

	static async open(this: void, origin: string, person: SignedIn, document?: string): Promise<RawSocket> {
		const path = document === undefined ? '/sync' : `/sync/${document}`;
		const headers = { origin, cookie: person.cookie };
		const raw = new RawSocket(new WebSocket(`${origin.replace('http', 'ws')}${path}`, { headers }));
		await until('the socket opens', () => raw.socket.readyState !== WebSocket.CONNECTING);
		return raw;
	}

	send(bytes: Uint8Array): void {
		this.socket.send(bytes);
	}

	/** Whether the server has ended it. */
	get ended(): boolean {
		return this.#end !== undefined;
	}

	/** How it ended. */
	async closed(): Promise<{ code: number; reason: string }> {
		await until('the socket closes', () => this.#end !== undefined);
		return this.#end ?? { code: 0, reason: '' };
	}

	close(): void {
		this.socket.close();
	}
}
