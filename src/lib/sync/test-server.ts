import * as Y from 'yjs';
import { PROTOCOL_VERSION, type ClientHello } from '../protocol/control.ts';
import { headName, parseDocumentName, segmentName } from '../protocol/document-name.ts';
import { decodeFrame, encodeFrame, type Frame } from '../protocol/frames.ts';
import { HEAD_ROOTS } from '../protocol/head.ts';
import { newId } from '../protocol/ids.ts';
import { SEGMENT_ROOTS, segmentInfo, type Message, type TimelineEntry } from '../protocol/message.ts';
import { PERSONAL_ROOTS } from '../protocol/personal.ts';
import { isOpened } from './segment-state.ts';
import type { TestSocket } from './test-device.ts';

const MAP_ROOTS = [
	...[SEGMENT_ROOTS.messages, SEGMENT_ROOTS.info, HEAD_ROOTS.meta, HEAD_ROOTS.members],
	...Object.values(PERSONAL_ROOTS)
];

interface ServerDocument {
	doc: Y.Doc;
	version: number;
	generation: number;
}

interface Connection {
	socket: TestSocket;
	counters: Map<string, { received: number; refused: boolean }>;
	lost: boolean;
}

/** The rules of PROTOCOL.md that a client can notice, over real frames and without a network. */
export class TestServer {
	readonly userId: string;
	readonly documents = new Map<string, ServerDocument>();
	/** Every frame that a client has sent, in order. */
	readonly heard: Frame[] = [];
	history = newId();
	healing = false;
	/** The piece size of a step 2, in bytes. */
	partBytes = Infinity;
	/** Names that are answered as if they were nobody's. */
	readonly denied = new Set<string>();
	/** Gives the reject code for a message, or nothing. */
	refuses: (message: Message) => string | undefined = () => undefined;
	/** Whether a frame to a client is held back until {@link letGo}. */
	holds: (frame: Frame) => boolean = () => false;
	#held: (() => void)[] = [];
	#connections = new Set<Connection>();
	#version = 0;
	/** How far this server has lived through each history (H2). */
	#lived = new Map<string, number>();

	constructor(userId: string) {
		this.userId = userId;
		this.create(`user/${userId}`, () => undefined);
	}

	/** A room with its head and its first segments, of which the last takes new messages. */
	createRoom(segments = 1, roomId = newId()): string {
		this.create(headName(roomId), (doc) => void doc.getMap(HEAD_ROOTS.meta).set('title', 'General'));
		this.create(segmentName(roomId, 0), () => undefined);
		for (let next = 1; next < segments; next++) this.rollOver(roomId);
		return roomId;
	}

	create(name: string, fill: (doc: Y.Doc) => void): void {
		this.documents.set(name, { doc: new Y.Doc(), version: 0, generation: 0 });
		this.write(name, fill);
	}

	/** Closes a room's current segment and opens the next (N3). */
	rollOver(roomId: string): void {
		const meta = this.doc(headName(roomId)).getMap(HEAD_ROOTS.meta);
		const current = (meta.get('segment') as number | undefined) ?? 0;
		this.write(segmentName(roomId, current), (doc) => void doc.getMap(SEGMENT_ROOTS.info).set('closedAt', 1));
		this.create(segmentName(roomId, current + 1), (doc) => void doc.getMap(SEGMENT_ROOTS.info).set('firstSeq', 1));
		this.write(headName(roomId), (doc) => void doc.getMap(HEAD_ROOTS.meta).set('segment', current + 1));
	}

	/** Someone else says something. Returns the message's id. */
	say(name: string, body: string): string {
		const id = newId();
		this.write(name, (doc) => {
			doc.getMap(SEGMENT_ROOTS.messages).set(id, { author: newId(), body, createdAt: 1 });
			this.#sequence(doc);
		});
		return id;
	}

	/** Commits a change and tells everyone (T1). */
	write(name: string, change: (doc: Y.Doc) => void): void {
		const document = this.#document(name);
		const before = Y.encodeStateVector(document.doc);
		const base = document.version;
		change(document.doc);
		document.version = ++this.#version;
		const update = Y.encodeStateAsUpdate(document.doc, before);
		for (const connection of this.#connections) {
			this.#send(connection, { kind: 'update', document: name, update, step: { base, version: document.version } });
		}
	}

	/** Writes the same content anew (N5). */
	rebase(name: string): void {
		const { doc, generation } = this.#document(name);
		const fresh = new Y.Doc();
		for (const root of MAP_ROOTS) {
			for (const [key, value] of doc.getMap(root).entries()) fresh.getMap(root).set(key, value);
		}
		fresh.getArray(SEGMENT_ROOTS.timeline).insert(0, timelineIn(doc));
		this.documents.set(name, { doc: fresh, version: ++this.#version, generation: generation + 1 });
	}

	/** A backup of everything, for {@link restore}. */
	backUp(): Map<string, ServerDocument> {
		const copies = [...this.documents].map(([name, { doc, version, generation }]) => {
			const copy = new Y.Doc();
			Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
			return [name, { doc: copy, version, generation }] as const;
		});
		return new Map(copies);
	}

	/** Starts again from a backup: what came after it is lost (H2). */
	restore(backup: Map<string, ServerDocument>): void {
		this.disconnect();
		this.documents.clear();
		for (const [name, document] of backup) this.documents.set(name, document);
		this.#version = Math.max(...[...backup.values()].map(({ version }) => version));
		this.#lived.set(this.history, this.#version);
		this.history = newId();
	}

	doc(name: string): Y.Doc {
		return this.#document(name).doc;
	}

	/** Texts in the order of a segment's timeline. */
	texts(name: string): (string | undefined)[] {
		return textsIn(this.doc(name));
	}

	heardOf(document: string, kind: Frame['kind']): Frame[] {
		return this.heard.filter((frame) => frame.kind === kind && 'document' in frame && frame.document === document);
	}

	/** Says something to every client. */
	tell(frame: Frame): void {
		for (const connection of this.#connections) this.#send(connection, frame);
	}

	/** Sends what was held back. */
	letGo(): void {
		this.holds = () => false;
		this.#held.splice(0).forEach((send) => send());
	}

	disconnect(code = 1006): void {
		for (const { socket } of this.#connections) socket.close(code);
		this.#connections.clear();
		this.#held = [];
	}

	accept(socket: TestSocket): (bytes: Uint8Array) => void {
		const connection: Connection = { socket, counters: new Map(), lost: false };
		this.#connections.add(connection);
		return (bytes) => {
			const frame = decodeFrame(bytes);
			this.heard.push(frame);
			if (this.#connections.has(connection)) this.#receive(connection, frame);
		};
	}

	forget(socket: TestSocket): void {
		for (const connection of this.#connections) if (connection.socket === socket) this.#connections.delete(connection);
	}

	#receive(connection: Connection, frame: Frame): void {
		if (frame.kind === 'client-hello') return this.#greet(connection, frame.history);
		if (!('document' in frame)) return;
		const { document } = frame;
		if (this.denied.has(document) || !(this.documents.has(document) || this.#isOfRoom(document))) {
			return this.#send(connection, { kind: 'closed', document, reason: 'no-document' });
		}
		if (frame.kind === 'sync-step-1') this.#answer(connection, frame);
		if (frame.kind === 'sync-step-2' || frame.kind === 'update') this.#take(connection, document, frame.update);
		if (frame.kind === 'heal') this.#heal(connection, document, frame.update);
	}

	/** Who may read a room may read every segment of it (N2); one that a restored server lacks is an empty one to it. */
	#isOfRoom(name: string): boolean {
		const parsed = parseDocumentName(name);
		const head = parsed?.kind === 'segment' ? headName(parsed.roomId) : '';
		return this.documents.has(head) && !this.denied.has(head) && !this.denied.has(name);
	}

	#greet(connection: Connection, seen: ClientHello['history']): void {
		const { userId, history, healing } = this;
		this.#lived.set(history, Infinity);
		connection.lost = seen !== undefined && (this.#lived.get(seen.id) ?? -1) < seen.version;
		const hello = { protocol: PROTOCOL_VERSION, userId, now: 0, history, lost: connection.lost, healing };
		this.#send(connection, { kind: 'server-hello', ...hello });
		const listed = [...this.documents].filter(([name]) => !this.denied.has(name) && this.#isListed(name));
		const heads = listed.map(([name, { version, generation }]) => ({ name, version, generation }));
		this.#send(connection, { kind: 'heads', documents: heads, complete: true });
	}

	#isListed(name: string): boolean {
		const parsed = parseDocumentName(name);
		if (parsed?.kind !== 'segment') return true;
		return name === this.#currentSegment(name);
	}

	/** The segment that takes new messages, of the room that this one is of. */
	#currentSegment(name: string): string {
		const parsed = parseDocumentName(name);
		if (parsed?.kind !== 'segment') throw new Error(`no segment: ${name}`);
		const meta = this.documents.get(headName(parsed.roomId))?.doc.getMap(HEAD_ROOTS.meta);
		return segmentName(parsed.roomId, (meta?.get('segment') as number | undefined) ?? 0);
	}

	#answer(connection: Connection, frame: Frame & { kind: 'sync-step-1' }): void {
		const { document: name, stateVector, generation } = frame;
		const { doc, ...at } = this.#document(name);
		connection.counters.set(name, { received: 0, refused: false });
		const isOlder = (generation ?? at.generation) < at.generation;
		if (connection.lost && parseDocumentName(name)?.kind === 'segment' && (isOlder || isAhead(stateVector, doc))) {
			return this.#send(connection, { kind: 'closed', document: name, reason: 'ahead' });
		}
		if (generation !== undefined && generation !== at.generation) {
			return this.#send(connection, { kind: 'closed', document: name, reason: 'renew' });
		}
		let update = Y.encodeStateAsUpdate(doc, stateVector);
		while (update.byteLength > this.partBytes) {
			this.#send(connection, { kind: 'sync-part', document: name, part: update.slice(0, this.partBytes) });
			update = update.slice(this.partBytes);
		}
		this.#send(connection, { kind: 'sync-step-2', document: name, update, at });
		this.#send(connection, { kind: 'sync-step-1', document: name, stateVector: Y.encodeStateVector(doc) });
	}

	#take(connection: Connection, name: string, update: Uint8Array): void {
		const counter = connection.counters.get(name);
		if (counter === undefined || counter.refused) return;
		const ordinal = ++counter.received;
		const code = this.#judge(name, update);
		if (code !== undefined) {
			counter.refused = true;
			return this.#send(connection, { kind: 'reject', document: name, ordinal, code });
		}
		if (update.byteLength > 2) {
			this.write(name, (doc) => {
				Y.applyUpdate(doc, update);
				this.#sequence(doc);
			});
		}
		this.#send(connection, { kind: 'ack', document: name, ordinal });
	}

	/** U12, and whatever else the test refuses. */
	#judge(name: string, update: Uint8Array): string | undefined {
		const { doc } = this.#document(name);
		const trial = new Y.Doc();
		Y.applyUpdate(trial, Y.encodeStateAsUpdate(doc));
		Y.applyUpdate(trial, update);
		if (trial.store.pendingStructs !== null) return 'missing-dependencies';
		const known = new Set(timelineIn(doc).map(({ id }) => id));
		if (this.#writesOverOthers(doc, update)) return 'not-yours';
		for (const [id, message] of trial.getMap<Message>(SEGMENT_ROOTS.messages).entries()) {
			if (known.has(id)) continue;
			if (segmentInfo(doc).closed || !isOpened(name, doc)) return 'segment-closed';
			if (this.#isElsewhere(name, id)) return 'already-sent';
			const code = this.refuses(message);
			if (code !== undefined) return code;
		}
		return undefined;
	}

	/** U10. */
	#writesOverOthers(doc: Y.Doc, update: Uint8Array): boolean {
		const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
		return Y.decodeUpdate(update).structs.some(({ id, ...struct }) => {
			const author = messages.get(('parentSub' in struct && struct.parentSub) || '')?.author;
			return author !== undefined && author !== this.userId && id.clock >= Y.getState(doc.store, id.client);
		});
	}

	#isElsewhere(name: string, id: string): boolean {
		return [...this.documents].some(([other, { doc }]) => {
			return other !== name && timelineIn(doc).some((entry) => entry.id === id);
		});
	}

	#heal(connection: Connection, name: string, update: Uint8Array): void {
		const offered = new Y.Doc();
		Y.applyUpdate(offered, update);
		const offeredAsAccepted = new Set(timelineIn(offered).map(({ id }) => id));
		const known = new Set([...this.documents.values()].flatMap(({ doc }) => timelineIn(doc).map(({ id }) => id)));
		this.write(this.documents.has(name) ? name : this.#currentSegment(name), (doc) => {
			const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
			for (const [id, message] of offered.getMap<Message>(SEGMENT_ROOTS.messages).entries()) {
				if (!known.has(id) && offeredAsAccepted.has(id)) messages.set(id, message);
			}
			this.#sequence(doc);
		});
		this.#send(connection, { kind: 'closed', document: name, reason: 'renew' });
	}

	/** T2: puts every message that has no place yet at the end. */
	#sequence(doc: Y.Doc): void {
		const timeline = doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline);
		const known = new Set(timelineIn(doc).map(({ id }) => id));
		const ids = [...doc.getMap(SEGMENT_ROOTS.messages).keys()].filter((id) => !known.has(id)).sort();
		if (ids.length > 0)
			timeline.insert(
				timeline.length,
				ids.map((id) => ({ id, at: 1 }))
			);
	}

	#send(connection: Connection, frame: Frame): void {
		const send = () => connection.socket.deliver(encodeFrame(frame));
		if (this.holds(frame)) this.#held.push(send);
		else send();
	}

	#document(name: string): ServerDocument {
		const document = this.documents.get(name);
		if (document === undefined && !this.#isOfRoom(name)) throw new Error(`no document ${name}`);
		return document ?? { doc: new Y.Doc(), version: 0, generation: 0 };
	}
}

export function textsIn(doc: Y.Doc): (string | undefined)[] {
	const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
	return timelineIn(doc).map(({ id }) => messages.get(id)?.body);
}

function timelineIn(doc: Y.Doc): TimelineEntry[] {
	return doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline).toArray();
}

function isAhead(stateVector: Uint8Array, doc: Y.Doc): boolean {
	const known = Y.decodeStateVector(Y.encodeStateVector(doc));
	return [...Y.decodeStateVector(stateVector)].some(([client, clock]) => clock > (known.get(client) ?? 0));
}
