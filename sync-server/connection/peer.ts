import type { WebSocket } from 'uWebSockets.js';
import { CLOSE, type CloseCode } from '../../src/lib/protocol/close-codes.ts';
import type { Grants } from '../access/access.ts';
import { FRAMES_IN_FLIGHT_MAX, REFUSALS_PER_MINUTE_MAX } from './socket-limits.ts';

/** A socket that may stay: whose it is, and the one document it is for where it came to the stock endpoint. */
export interface Admitted {
	admitted: true;
	sessionId: string;
	userId: string;
	/** When the session ends, ms since the Unix epoch. */
	expiresAt: number;
	document: string | undefined;
	grants: Grants;
}

/** What the upgrade found out about a socket, kept by uWebSockets.js as its user data. */
export type Arrival = { admitted: false; code: CloseCode } | Admitted;

export type Socket = WebSocket<{ arrival: Arrival; peer?: Peer }>;

/** What a peer speaks: many documents under the Tidings protocol, or one under plain y-websocket. */
export interface Dialect {
	/** Called for every binary frame. The bytes are the callee's to keep. */
	receive(peer: Peer, bytes: Uint8Array): void;
	/** The account has gained a room. */
	joined(peer: Peer, roomId: string): void;
	/** The account has lost a room. */
	left(peer: Peer, roomId: string): void;
}

/** One open socket of a signed-in account. Safe to use after the socket has closed: it then does nothing. */
export class Peer {
	readonly sessionId: string;
	readonly userId: string;
	readonly grants: Grants;
	readonly dialect: Dialect;
	/** When the session ends, ms since the Unix epoch. */
	expiresAt: number;
	#inFlight = 0;
	#report: (error: unknown) => void;
	#socket: Socket | undefined;
	#refusals = { minute: 0, count: 0 };

	constructor(socket: Socket, arrival: Admitted, dialect: Dialect, report: (error: unknown) => void) {
		this.#socket = socket;
		this.#report = report;
		this.sessionId = arrival.sessionId;
		this.userId = arrival.userId;
		this.expiresAt = arrival.expiresAt;
		this.grants = arrival.grants;
		this.dialect = dialect;
	}

	/** Whether the session still holds; closes the socket where it does not (S3). A sign-out has closed it already. */
	hasSession(now: number): boolean {
		if (this.expiresAt > now) return true;
		this.close(CLOSE.noSession);
		return false;
	}

	send(frame: Uint8Array): void {
		this.#socket?.send(frame, true);
	}

	subscribe(topic: string): void {
		this.#socket?.subscribe(topic);
	}

	unsubscribe(topic: string): void {
		this.#socket?.unsubscribe(topic);
	}

	close(code: CloseCode, reason = ''): void {
		const socket = this.#socket;
		this.#socket = undefined;
		socket?.end(code, reason);
	}

	/** The socket has closed: uWebSockets.js throws at every later touch of it. */
	gone(): void {
		this.#socket = undefined;
	}

	/**
	 * Runs a frame's asynchronous work and bounds how much of it one peer may have waiting (I9). Work fails only when the
	 * store cannot be read; the peer then comes back later.
	 */
	track(work: Promise<void>): void {
		if (++this.#inFlight > FRAMES_IN_FLIGHT_MAX) this.close(CLOSE.rateLimited);
		work
			.catch((error: unknown) => {
				this.#report(error);
				this.close(CLOSE.storageUnavailable);
			})
			.finally(() => this.#inFlight--);
	}

	/** Counts a refused update; closes a peer that keeps sending them. */
	countRefusal(now: number): void {
		const minute = Math.floor(now / 60_000);
		if (minute !== this.#refusals.minute) this.#refusals = { minute, count: 0 };
		if (++this.#refusals.count > REFUSALS_PER_MINUTE_MAX) this.close(CLOSE.rateLimited);
	}
}
