import { vi } from 'vitest';
import { segmentName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../protocol/message.ts';
import { SyncEngine } from './engine.ts';
import { LocalStore } from './local-store.ts';
import { textsIn, type TestServer } from './test-server.ts';

/** The client's end of a connection to a {@link TestServer}, in place of the browser's WebSocket. */
export class TestSocket {
	static readonly OPEN = 1;
	static server: TestServer | undefined;
	readyState = 0;
	binaryType = '';
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
	onclose: ((event: { code: number }) => void) | null = null;
	#hear: ((bytes: Uint8Array) => void) | undefined;

	constructor() {
		queueMicrotask(() => {
			if (TestSocket.server === undefined) return this.close();
			this.readyState = TestSocket.OPEN;
			this.#hear = TestSocket.server.accept(this);
			this.onopen?.();
		});
	}

	send(bytes: Uint8Array): void {
		const copy = bytes.slice();
		setImmediate(() => this.readyState === TestSocket.OPEN && this.#hear?.(copy));
	}

	/** Bytes from the server, in order and never at once, as from a network. */
	deliver(bytes: Uint8Array): void {
		const { buffer } = bytes.slice();
		setImmediate(() => this.readyState === TestSocket.OPEN && this.onmessage?.({ data: buffer }));
	}

	close(code = 1000): void {
		if (this.readyState === 3) return;
		this.readyState = 3;
		TestSocket.server?.forget(this);
		queueMicrotask(() => this.onclose?.({ code }));
	}
}

/** Locks of one device (Web Locks, W3C), as far as the election needs them. */
class TestLocks {
	#tails = new Map<string, Promise<unknown>>();

	request(name: string, hold: () => Promise<void>): Promise<void>;
	request(name: string, options: LockOptions, hold: () => Promise<void>): Promise<void>;
	async request(name: string, ...args: [() => Promise<void>] | [LockOptions, () => Promise<void>]): Promise<void> {
		const hold = args.at(-1) as () => Promise<void>;
		const { signal } = args.length === 2 ? args[0] : {};
		const turn = (this.#tails.get(name) ?? Promise.resolve()).then(() => (signal?.aborted ? undefined : hold()));
		this.#tails.set(name, turn);
		await turn;
	}
}

/** A page to which nothing happens from outside. */
const NO_EVENTS = { addEventListener: () => undefined, removeEventListener: () => undefined };

/** Turns of the event loop without a frame: several times what a write to the disk double takes. */
const QUIET_TURNS = 100;

const running = new Set<SyncEngine>();

/** One account's device: any number of tabs, one after the other or at once, over one disk. */
export class TestDevice {
	readonly userId: string;
	readonly server: TestServer;

	constructor(server: TestServer) {
		this.server = server;
		this.userId = server.userId;
		TestSocket.server = server;
		vi.stubGlobal('WebSocket', TestSocket);
		vi.stubGlobal('document', { visibilityState: 'hidden', ...NO_EVENTS });
		for (const [name, listen] of Object.entries(NO_EVENTS)) vi.stubGlobal(name, listen);
		vi.stubGlobal('localStorage', { getItem: () => this.userId, setItem: () => undefined });
		vi.stubGlobal('navigator', { locks: new TestLocks() });
	}

	async openTab(): Promise<SyncEngine> {
		const engine = new SyncEngine(this.userId, 'ws://test/sync');
		running.add(engine);
		await engine.start();
		return engine;
	}

	/** A tab whose connection has said what there is. */
	async openOnline(): Promise<SyncEngine> {
		const engine = await this.openTab();
		await until(() => engine.connection.kind === 'online');
		return engine;
	}

	/** Ends a tab as a crash would: what is not on the disk is gone. */
	crash(engine: SyncEngine): void {
		running.delete(engine);
		engine.stop();
	}

	goOffline(): void {
		TestSocket.server = undefined;
		this.server.disconnect();
	}

	/** The network is back; a tab that is open notices by itself, or by {@link goOnline}. */
	plugIn(): void {
		TestSocket.server = this.server;
	}

	goOnline(engine: SyncEngine): void {
		this.plugIn();
		engine.connectNow();
	}

	/** The disk, as the next start will find it. */
	async disk<T>(read: (store: LocalStore) => Promise<T>): Promise<T> {
		const store = new LocalStore(this.userId, () => undefined);
		const value = await read(store);
		store.close();
		return value;
	}

	async close(): Promise<void> {
		for (const engine of running) engine.stop();
		running.clear();
		vi.unstubAllGlobals();
	}
}

/** Sends a message without waiting for the server. Returns its id. */
export async function send(engine: SyncEngine, roomId: string, author: string, body: string): Promise<string> {
	const id = newId();
	await engine.send(roomId, id, { author, body, createdAt: 1 });
	return id;
}

/** Texts of a segment as the device shows them: those in the timeline, in its order. */
export async function textsOn(engine: SyncEngine, roomId: string, segment: number): Promise<(string | undefined)[]> {
	const opened = await engine.documents.openReady(segmentName(roomId, segment));
	const texts = textsIn(opened.doc);
	engine.documents.release(opened.name);
	return texts;
}

/** Every text that a segment's copy holds, sequenced or not. */
export async function heldOn(engine: SyncEngine, roomId: string, segment: number): Promise<string[]> {
	const opened = await engine.documents.openReady(segmentName(roomId, segment));
	const texts = [...opened.doc.getMap<Message>(SEGMENT_ROOTS.messages).values()].map(({ body }) => body);
	engine.documents.release(opened.name);
	return texts;
}

/** Resolves once it holds; looks again whenever everything else has had its turn. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
	const deadline = Date.now() + 4_000;
	while (!(await holds())) {
		if (Date.now() > deadline) throw new Error(`never: ${holds.toString()}`);
		await new Promise((resolve) => setImmediate(resolve));
	}
}

/** Resolves once everything has happened that happens without another word from outside. */
export async function quiet(server: TestServer): Promise<void> {
	let heard = -1;
	let turns = 0;
	await until(() => {
		turns = server.heard.length === heard ? turns + 1 : 0;
		heard = server.heard.length;
		return turns > QUIET_TURNS;
	});
}
