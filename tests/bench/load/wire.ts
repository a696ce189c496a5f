import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { clientFrame, FrameReader } from './frame-reader.ts';

/** One read of any socket of this thread. Shared, because each read is worked through before the next begins. */
const READ_BUFFER = Buffer.alloc(256 * 1024);

const HEADER_END = '\r\n\r\n';

export interface WireOptions {
	port: number;
	path: string;
	headers?: Record<string, string>;
}

/**
 * A WebSocket client with nothing to it: the `ws` package spends more on a frame than a server does on sending one, and
 * would measure itself. Reads into one buffer; cuts frames only for those who ask for them.
 */
export class Wire {
	/** Bytes received since the last {@link resetCount}. */
	bytes = 0;
	#socket: Socket;
	#reader: FrameReader | undefined;
	#waiting = new Set<(payload: Buffer) => boolean>();
	#head: string | undefined = '';

	private constructor({ port, path, headers = {} }: WireOptions) {
		this.#reader = new FrameReader((payload) => this.#offer(payload));
		const callback = (count: number, buffer: Uint8Array) => {
			this.#receive(Buffer.from(buffer.buffer, buffer.byteOffset, count));
			return true;
		};
		this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: READ_BUFFER, callback } });
		this.#socket.on('error', () => this.#socket.destroy());
		const key = randomBytes(16).toString('base64');
		const upgrade = { upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-version': '13' };
		const all = { host: `localhost:${port}`, ...upgrade, 'sec-websocket-key': key, ...headers };
		const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
		this.#socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
	}

	/** Resolves once the server has switched to WebSocket. */
	static async open(options: WireOptions): Promise<Wire> {
		const wire = new Wire(options);
		await once(wire.#socket, 'upgraded');
		return wire;
	}

	get closed(): boolean {
		return this.#socket.destroyed || this.#socket.readableEnded;
	}

	send(payload: Uint8Array): void {
		this.#socket.write(clientFrame(payload));
	}

	/** Resolves with what `pick` makes of the first frame that it makes something of. */
	first<T>(pick: (payload: Buffer) => T | undefined): Promise<T> {
		return new Promise((resolve, reject) => {
			this.#socket.once('close', () => reject(new Error('the server closed the socket')));
			this.#waiting.add((payload) => {
				const picked = pick(payload);
				if (picked !== undefined) resolve(picked);
				return picked !== undefined;
			});
		});
	}

	/** From now on every frame goes to `onPayload`, or, without one, frames are not even cut: bytes are counted. */
	listen(onPayload?: (payload: Buffer) => void): void {
		this.bytes = 0;
		this.#reader = onPayload === undefined ? undefined : new FrameReader(onPayload);
	}

	close(): void {
		this.#socket.destroy();
	}

	#offer(payload: Buffer): void {
		for (const take of this.#waiting) if (take(payload)) this.#waiting.delete(take);
	}

	#receive(chunk: Buffer): void {
		if (this.#head !== undefined) return this.#shakeHands(chunk);
		this.bytes += chunk.length;
		this.#reader?.push(chunk);
	}

	#shakeHands(chunk: Buffer): void {
		this.#head += chunk.toString('latin1');
		const end = this.#head?.indexOf(HEADER_END) ?? -1;
		if (end === -1) return;
		const after = Buffer.from(this.#head?.slice(end + HEADER_END.length) ?? '', 'latin1');
		if (this.#head?.startsWith('HTTP/1.1 101') !== true) {
			this.#socket.destroy(new Error(`no upgrade: ${this.#head?.split('\r\n', 1)[0]}`));
			return;
		}
		this.#head = undefined;
		this.#socket.emit('upgraded');
		if (after.length > 0) this.#receive(after);
	}
}
