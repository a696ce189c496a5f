import { ObservableV2 } from 'lib0/observable';
import { CLOSE, mayReconnect } from '../protocol/close-codes.ts';
import { PROTOCOL_VERSION, type ClientHello, type ServerHello } from '../protocol/control.ts';
import { decodeFrame, encodeFrame, type Frame } from '../protocol/frames.ts';
import type { ConnectionState } from '../room/model.ts';

/** The first wait before connecting again, in ms; each failure doubles it. */
const RETRY_FIRST_MS = 500;
/** The longest wait, in ms: someone who looks at the screen after an outage waits no longer than this. */
const RETRY_MAX_MS = 15_000;
/** Silence after which a heartbeat is sent, in ms. */
const QUIET_MS = 12_000;
/** Silence after which the connection is taken for dead, in ms: a heartbeat and a slow radio's answer. */
const DEAD_MS = QUIET_MS + 8_000;
/** A connection attempt that has not become a hello by then is given up, in ms. */
const HELLO_TIMEOUT_MS = 10_000;

interface SyncSocketEvents {
	state: (state: ConnectionState) => void;
	/** Every frame after the server's hello. */
	frame: (frame: Frame) => void;
	/** The server has said hello: a new connection begins. */
	connected: (hello: ServerHello) => void;
}

/** The device's one socket: connects, says hello, notices death, tries again. */
export class SyncSocket extends ObservableV2<SyncSocketEvents> {
	#url: string;
	#userId: string;
	#history: () => Promise<ClientHello['history']>;
	#state: ConnectionState = { kind: 'connecting' };
	#socket: WebSocket | undefined;
	#failures = 0;
	#connectedAt = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#lastHeard = 0;
	#stopped = false;

	/** `history` says what the device has seen of the server's (H1). */
	constructor(url: string, userId: string, history: () => Promise<ClientHello['history']>) {
		super();
		this.#url = url;
		this.#userId = userId;
		this.#history = history;
	}

	get state(): ConnectionState {
		return this.#state;
	}

	/** Connects now, whatever the wait and whatever the server last said. */
	resume(): void {
		this.#stopped = false;
		this.#connect();
	}

	#connect(): void {
		if (this.#stopped || this.#socket !== undefined) return;
		clearTimeout(this.#timer);
		const socket = new WebSocket(this.#url);
		socket.binaryType = 'arraybuffer';
		this.#socket = socket;
		socket.onopen = () => void this.#greet(socket);
		socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.#receive(new Uint8Array(data));
		socket.onclose = ({ code }) => this.#closed(socket, code);
		this.#timer = setTimeout(() => this.#giveUp(), HELLO_TIMEOUT_MS);
	}

	async #greet(socket: WebSocket): Promise<void> {
		const history = await this.#history();
		if (socket !== this.#socket) return;
		this.#send({ kind: 'client-hello', protocol: PROTOCOL_VERSION, ...(history && { history }) });
	}

	/** Sends a frame; drops it when there is no connection, for the next one begins with a sync. */
	send(frame: Frame): void {
		if (this.#state.kind === 'online') this.#send(frame);
	}

	stop(): void {
		this.#stopped = true;
		clearTimeout(this.#timer);
		const socket = this.#socket;
		this.#socket = undefined;
		socket?.close();
		this.destroy();
	}

	#send(frame: Frame): void {
		if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(encodeFrame(frame) as Uint8Array<ArrayBuffer>);
	}

	#receive(bytes: Uint8Array): void {
		this.#lastHeard = Date.now();
		let frame: Frame;
		try {
			frame = decodeFrame(bytes);
		} catch {
			// A proxy's error page, or a server newer than its version says: the next connection may fare better.
			return this.#giveUp();
		}
		if (frame.kind === 'heartbeat') return;
		if (frame.kind !== 'server-hello') return this.emit('frame', [frame]);
		// Somebody else has signed in on this device: their rooms must not come in here, nor ours go out under their name.
		if (frame.userId !== this.#userId) return this.#giveUp(CLOSE.noSession);
		clearTimeout(this.#timer);
		this.#connectedAt = Date.now();
		this.#watch();
		this.#become({ kind: 'online' });
		this.emit('connected', [frame]);
	}

	/** A pulled cable closes nothing: only silence tells. */
	#watch(): void {
		this.#timer = setTimeout(() => {
			// Only a connection that has lasted counts: a server that greets and hangs up must not be called at full speed.
			if (Date.now() - this.#connectedAt > RETRY_MAX_MS) this.#failures = 0;
			const silence = Date.now() - this.#lastHeard;
			if (silence >= DEAD_MS) return this.#giveUp();
			if (silence >= QUIET_MS) this.#send({ kind: 'heartbeat' });
			this.#watch();
		}, QUIET_MS / 3);
	}

	#giveUp(code = 1006): void {
		const socket = this.#socket;
		if (socket === undefined) return;
		// The close handshake of a dead link takes minutes, so its end is not waited for.
		socket.onclose = null;
		socket.onmessage = null;
		socket.close();
		this.#closed(socket, code);
	}

	#closed(socket: WebSocket, code: number): void {
		if (socket !== this.#socket) return;
		this.#socket = undefined;
		clearTimeout(this.#timer);
		this.#failures++;
		if (!mayReconnect(code)) this.#stopped = true;
		if (code === CLOSE.noSession) return this.#become({ kind: 'signed-out' });
		if (code === CLOSE.wrongVersion || code === CLOSE.badFrame) return this.#become({ kind: 'outdated' });
		this.#become({ kind: 'offline' });
		if (this.#stopped) return;
		this.#timer = setTimeout(() => this.#connect(), this.#wait());
	}

	/** Doubles at each failure; a random half keeps a whole team from coming back in the same instant. */
	#wait(): number {
		const full = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** (this.#failures - 1));
		return full / 2 + (Math.random() * full) / 2;
	}

	#become(state: ConnectionState): void {
		if (state.kind === this.#state.kind) return;
		this.#state = state;
		this.emit('state', [state]);
	}
}
