import type { HttpRequest, HttpResponse, TemplatedApp, WebSocketBehavior } from 'uWebSockets.js';
import type { Link } from '../browser/link.ts';
import type { Actor } from '../time/scheduler.ts';
import type { Witness } from '../checks/witness.ts';

type Behaviour = WebSocketBehavior<unknown>;

/** The one origin whose pages may connect. */
export const ORIGIN = 'http://sim';

/** One open socket as uWebSockets.js hands it to the server. Every touch of a closed one throws, as there. */
class ServerSocket {
	readonly topics = new Set<string>();
	readonly userId: string;
	#link: Link;
	#data: unknown;
	#witness: Witness;
	#closed: ((socket: ServerSocket) => void) | undefined;

	constructor(link: Link, data: unknown, witness: Witness, closed: (socket: ServerSocket) => void) {
		this.#link = link;
		this.userId = link.userId;
		this.#data = data;
		this.#witness = witness;
		this.#closed = closed;
	}

	getUserData(): unknown {
		return this.#data;
	}

	getBufferedAmount(): number {
		return this.#touch(0);
	}

	send(frame: Uint8Array): number {
		this.#touch(undefined);
		this.#witness.sending(this, frame);
		this.#link.send('client', frame);
		return 1;
	}

	subscribe(topic: string): boolean {
		this.#touch(undefined).topics.add(topic);
		return true;
	}

	unsubscribe(topic: string): boolean {
		return this.#touch(undefined).topics.delete(topic);
	}

	isSubscribed(topic: string): boolean {
		return this.#touch(undefined).topics.has(topic);
	}

	end(code = 1000): void {
		this.#touch(undefined);
		this.#link.close('server', code);
		this.gone();
	}

	/** It has closed, from whichever side. */
	gone(): void {
		const closed = this.#closed;
		this.#closed = undefined;
		closed?.(this);
	}

	#touch(value: undefined): this;
	#touch<T>(value: T): T;
	#touch(value: unknown): unknown {
		if (this.#closed === undefined) throw new Error('Invalid access of closed uWS.WebSocket/SSLWebSocket.');
		return value ?? this;
	}
}

/** As much of a uWebSockets.js app as the server's door knows: upgrade, topics, frames. */
export class SimApp {
	readonly #actor: Actor;
	readonly #witness: Witness;
	readonly #sockets = new Set<ServerSocket>();
	#behaviour: Behaviour | undefined;

	constructor(actor: Actor, witness: Witness) {
		this.#actor = actor;
		this.#witness = witness;
	}

	/** What the server takes for the app. */
	get asApp(): TemplatedApp {
		return this as unknown as TemplatedApp;
	}

	ws(pattern: string, behaviour: Behaviour): void {
		if (pattern === '/sync') this.#behaviour = behaviour;
	}

	publish(topic: string, frame: Uint8Array): boolean {
		for (const socket of [...this.#sockets]) if (socket.topics.has(topic)) socket.send(frame);
		return true;
	}

	numSubscribers(topic: string): number {
		return [...this.#sockets].filter(({ topics }) => topics.has(topic)).length;
	}

	/** A request to upgrade has arrived. */
	upgrade(link: Link): void {
		const headers: Record<string, string> = { origin: ORIGIN, cookie: link.userId };
		const request = { getHeader: (name: string) => headers[name] ?? '' };
		const response = {
			getRemoteAddressAsText: () => new TextEncoder().encode('10.0.0.1').buffer,
			onAborted: () => undefined,
			cork: (use: () => void) => use(),
			upgrade: (data: unknown) => this.#open(link, data)
		};
		void this.#behaviour?.upgrade?.(response as unknown as HttpResponse, request as unknown as HttpRequest, {});
	}

	#open(link: Link, data: unknown): void {
		const socket = new ServerSocket(link, data, this.#witness, (closed) => {
			this.#sockets.delete(closed);
			void this.#behaviour?.close?.(closed as never, 1000, new ArrayBuffer());
		});
		this.#sockets.add(socket);
		link.attach('server', {
			actor: this.#actor,
			hear: (bytes) => {
				if (!this.#sockets.has(socket)) return;
				this.#witness.heard(socket, bytes);
				void this.#behaviour?.message?.(socket as never, bytes.buffer as ArrayBuffer, true);
			},
			closed: () => socket.gone()
		});
		link.open();
		void this.#behaviour?.open?.(socket as never);
	}
}
