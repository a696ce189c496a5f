import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { PROTOCOL_VERSION } from '../../src/lib/protocol/control.ts';
import { decodeFrame, encodeFrame, type Frame } from '../../src/lib/protocol/frames.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_ROOTS, type Message, type TimelineEntry } from '../../src/lib/protocol/message.ts';
import type { SignedIn } from './people.ts';
import { until } from './until.ts';

/** What a device remembers of the server's history (H1). */
export interface HistoryPoint {
	id: string;
	version: number;
}

/** A device on the multiplexed socket, as bare as the protocol allows: what a test wants to send, it sends. */
export class SyncClient {
	readonly socket: WebSocket;
	readonly userId: string;
	/** Every frame received so far, in order. */
	readonly frames: Frame[] = [];
	/** The highest ordinal acknowledged, by document. */
	readonly acknowledged = new Map<string, number>();
	/** Set once the socket has closed. */
	closeCode: number | undefined;
	readonly #documents = new Map<string, Y.Doc>();
	/** Pieces of step 2s that are not complete (W6). */
	readonly #parts = new Map<string, Uint8Array[]>();

	private constructor(socket: WebSocket, userId: string) {
		this.socket = socket;
		this.userId = userId;
		socket.binaryType = 'nodebuffer';
		socket.on('message', (data: Buffer) => this.#receive(decodeFrame(new Uint8Array(data))));
		socket.on('close', (code) => (this.closeCode = code));
		socket.on('error', () => undefined);
	}

	/** Opens the socket as the person's browser would, and says nothing yet. */
	static async open(this: void, origin: string, person: SignedIn): Promise<SyncClient> {
		const socket = new WebSocket(`${origin.replace('http', 'ws')}/sync`, {
			headers: { origin, cookie: person.cookie }
		});
		const client = new SyncClient(socket, person.account.id);
		await until('the socket opens', () => socket.readyState !== WebSocket.CONNECTING);
		return client;
	}

	/** Opens the socket and says hello, with what the device remembers of the server's history; resolves with the heads. */
	static async connect(this: void, origin: string, person: SignedIn, history?: HistoryPoint): Promise<SyncClient> {
		const client = await SyncClient.open(origin, person);
		const remembered = history === undefined ? {} : { history };
		client.send({ kind: 'client-hello', protocol: PROTOCOL_VERSION, ...remembered });
		await client.heard('heads');
		return client;
	}

	send(frame: Frame): void {
		this.socket.send(encodeFrame(frame));
	}

	/** The first frame of this kind (and document), from now or before. */
	async heard<K extends Frame['kind']>(kind: K, document?: string): Promise<Frame & { kind: K }> {
		let found: Frame | undefined;
		await until(`a ${kind} arrives`, () => {
			if (this.closeCode !== undefined) throw new Error(`the socket closed with ${this.closeCode}`);
			found = this.frames.find((frame) => frame.kind === kind && (!document || documentOf(frame) === document));
			return found !== undefined;
		});
		return found as Frame & { kind: K };
	}

	/** Forgets the frames heard so far. */
	forget(): void {
		this.frames.length = 0;
	}

	/** Syncs a document and keeps it current; resolves when both sides hold the same. */
	async sync(document: string, doc = new Y.Doc()): Promise<Y.Doc> {
		this.#documents.set(document, doc);
		this.send({ kind: 'sync-step-1', document, stateVector: Y.encodeStateVector(doc) });
		const { stateVector } = await this.heard('sync-step-1', document);
		this.send({ kind: 'sync-step-2', document, update: Y.encodeStateAsUpdate(doc, stateVector) });
		await this.heard('ack', document);
		return doc;
	}

	/** Writes a message into a synced document and sends the update. Resolves with its id at once. */
	say(document: string, body: string): string {
		const doc = this.#documents.get(document) ?? new Y.Doc();
		const id = newId();
		const message: Message = { author: this.userId, body, createdAt: Date.now() };
		const before = Y.encodeStateVector(doc);
		doc.getMap(SEGMENT_ROOTS.messages).set(id, message);
		this.send({ kind: 'update', document, update: Y.encodeStateAsUpdate(doc, before) });
		return id;
	}

	async closed(): Promise<number> {
		await until('the socket closes', () => this.closeCode !== undefined);
		return this.closeCode ?? 0;
	}

	close(): void {
		this.socket.close();
	}

	#receive(frame: Frame): void {
		if (frame.kind === 'sync-part') {
			this.#parts.set(frame.document, [...(this.#parts.get(frame.document) ?? []), frame.part]);
		}
		if (frame.kind === 'sync-step-2') {
			frame.update = new Uint8Array(Buffer.concat([...(this.#parts.get(frame.document) ?? []), frame.update]));
			this.#parts.delete(frame.document);
		}
		if (frame.kind === 'sync-step-2' || frame.kind === 'update') {
			const doc = this.#documents.get(frame.document);
			if (doc !== undefined) Y.applyUpdate(doc, frame.update);
		}
		if (frame.kind === 'ack') this.acknowledged.set(frame.document, frame.ordinal);
		this.frames.push(frame);
	}
}

/** Message ids in the order the server gave them. */
export function timelineOf(doc: Y.Doc): string[] {
	return doc
		.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline)
		.toArray()
		.map(({ id }) => id);
}

/** Message texts in the order the server gave them. */
export function textsOf(doc: Y.Doc): (string | undefined)[] {
	const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
	return timelineOf(doc).map((id) => messages.get(id)?.body);
}

function documentOf(frame: Frame): string | undefined {
	return 'document' in frame ? frame.document : undefined;
}
