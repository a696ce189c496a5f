import type { WebSocket } from 'uWebSockets.js';
import { CLOSE, type CloseCode } from '../../src/lib/protocol/close-codes.ts';
import { REJECT, type RejectCode } from '../../src/lib/protocol/reject-codes.ts';
import type { Grants } from '../access/access.ts';
import type { AccountLimits } from '../access/account-limits.ts';
import { FRAMES_IN_FLIGHT_MAX } from './socket-limits.ts';

/** A socket that may stay: whose it is, and the one document it is for where it came to the stock endpoint. */
export interface Admitted {
	admitted: true;
	sessionId: string;
	userId: string;
	/** When the session ends, ms since the Unix epoch. */
	expiresAt: number;
	document: string | undefined;
	/** Where it comes from, as the limits per address count it. */
	address: string;
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
	/** A document has begun a new generation: the peer's copy is of the last one. */
	rebased(peer: Peer, document: string): void;
	/** The socket has closed. */
	gone(peer: Peer): void;
}

/** What every peer shares with the others. */
export interface PeerDeps {
	limits: AccountLimits;
	/** A frame's work failed because the store cannot be read. */
	report: (error: unknown) => void;
}

/**
 * What somebody may not write at the moment. An honest device that was offline may bring a day's words into a room that is
 * archived by now; they are refused before anything is applied, so each costs no more than an update.
 */
const OUT_OF_TURN: ReadonlySet<RejectCode> = new Set(['read-only', 'room-archived', 'slow-mode', 'blocked']);

/** One open socket of a signed-in account. Safe to use after the socket has closed: it then does nothing. */
export class Peer {
	readonly sessionId: string;
	readonly userId: string;
	readonly grants: Grants;
	readonly dialect: Dialect;
	/** When the session ends, ms since the Unix epoch. */
	expiresAt: number;
	readonly address: string;
	#inFlight = 0;
	#deps: PeerDeps;
	#socket: Socket | undefined;
	#onDrained: (() => void) | undefined;

	constructor(socket: Socket, arrival: Admitted, dialect: Dialect, deps: PeerDeps) {
		this.#socket = socket;
		this.#deps = deps;
		this.address = arrival.address;
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

	get open(): boolean {
		return this.#socket !== undefined;
	}

	/** Bytes that were sent and have not left this machine. */
	get waitingBytes(): number {
		return this.#socket?.getBufferedAmount() ?? 0;
	}

	send(frame: Uint8Array): void {
		this.#socket?.send(frame, true);
	}

	/** Resolves when some of what is waiting has left, or the socket has closed. */
	drained(): Promise<void> {
		if (this.#socket === undefined) return Promise.resolve();
		return new Promise((resolve) => (this.#onDrained = resolve));
	}

	/** uWebSockets.js says that some of what was waiting has left. */
	drain(): void {
		this.#onDrained?.();
		this.#onDrained = undefined;
	}

	/** Whether it was not subscribed before. */
	subscribe(topic: string): boolean {
		if (this.#socket === undefined || this.#socket.isSubscribed(topic)) return false;
		return this.#socket.subscribe(topic);
	}

	unsubscribe(topic: string): void {
		this.#socket?.unsubscribe(topic);
	}

	close(code: CloseCode, reason = ''): void {
		const socket = this.#socket;
		this.#socket = undefined;
		socket?.end(code, reason);
		this.drain();
	}

	/** The socket has closed: uWebSockets.js throws at every later touch of it. */
	gone(): void {
		this.#socket = undefined;
		this.drain();
		this.dialect.gone(this);
	}

	/**
	 * Runs a frame's asynchronous work and bounds how much of it one peer may have waiting (I9). Work fails only when the
	 * store cannot be read; the peer then comes back later.
	 */
	track(work: Promise<void>): void {
		if (++this.#inFlight > FRAMES_IN_FLIGHT_MAX) this.close(CLOSE.rateLimited);
		work
			.catch((error: unknown) => {
				this.#deps.report(error);
				this.close(CLOSE.storageUnavailable);
			})
			.finally(() => this.#inFlight--);
	}

	/** Counts an update that was refused for what it is; closes an account's sockets that keep sending such. */
	countRefusal(code: RejectCode): void {
		if (REJECT[code] === 'retry' || OUT_OF_TURN.has(code)) return;
		const { refusals } = this.#deps.limits;
		refusals.use(this.userId, 1);
		if (!refusals.has(this.userId)) this.close(CLOSE.rateLimited);
	}
}
