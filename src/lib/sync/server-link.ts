import * as Y from 'yjs';
import type { Heads } from '../protocol/control.ts';
import { headName, parseDocumentName } from '../protocol/document-name.ts';
import type { Frame } from '../protocol/frames.ts';
import { UPDATE_MAX_BYTES } from '../protocol/limits.ts';
import { SEGMENT_ROOTS, type Message } from '../protocol/message.ts';
import { isRejectCode, REJECT, type RejectCode } from '../protocol/reject-codes.ts';
import type { DocumentSet } from './document-set.ts';
import { DraftRescue } from './draft-rescue.ts';
import type { LocalStore } from './local-store.ts';
import type { Outbox } from './outbox.ts';
import type { SyncSocket } from './socket.ts';

/** Wait before an update that the server could not store is offered again, in ms. */
const RETRY_MS = 3_000;

/** How one document stands on the present connection. */
type Progress =
	/** Step 1 is on its way; what is written meanwhile goes with the step 2 that answers the server's. */
	| { phase: 'syncing'; resyncs: number }
	/** In step. `sent` counts updates since step 1; `entries` says which outbox entry went as which of them. */
	| { phase: 'live'; sent: number; entries: Map<number, string>; resyncs: number };

/** Keeps the list of documents that this account may read. */
export interface HeadsKeeper {
	/** Takes in what the server said and returns the documents that were ours and are not any more. */
	update(heads: Heads): string[];
	remove(document: string): void;
}

/**
 * The leader's side of the protocol: which documents to sync, what to send, what a refusal means. One lives as long as
 * the tab leads; its progress starts anew with each connection.
 */
export class ServerLink {
	#socket: SyncSocket;
	#documents: DocumentSet;
	#outbox: Outbox;
	#store: LocalStore;
	#heads: HeadsKeeper;
	#progress = new Map<string, Progress>();
	/** Documents that were as new as the server's when this connection began, and so need no sync. */
	#current = new Set<string>();
	#drafts: DraftRescue;
	/** Whether this connection has heard its heads, and may sync. */
	#begun = false;
	#timers = new Set<ReturnType<typeof setTimeout>>();

	constructor(parts: {
		socket: SyncSocket;
		documents: DocumentSet;
		outbox: Outbox;
		store: LocalStore;
		heads: HeadsKeeper;
	}) {
		this.#socket = parts.socket;
		this.#documents = parts.documents;
		this.#outbox = parts.outbox;
		this.#store = parts.store;
		this.#heads = parts.heads;
		this.#drafts = new DraftRescue(parts.store);
		parts.socket.on('connected', () => this.#end());
		parts.socket.on('frame', (frame) => this.#receive(frame));
		parts.documents.on('outgoing', this.#forward);
		parts.outbox.on('change', this.#sendOwed);
	}

	/** This tab leads no longer. */
	stop(): void {
		this.#documents.off('outgoing', this.#forward);
		this.#outbox.off('change', this.#sendOwed);
		this.#end();
	}

	/** Brings a document up to date on this connection, whatever its version. */
	async sync(document: string, resyncs = 0): Promise<void> {
		if (this.#socket.state.kind !== 'online' || !this.#begun) return;
		const known = this.#progress.has(document);
		const progress: Progress = { phase: 'syncing', resyncs };
		this.#progress.set(document, progress);
		// Held open for as long as the connection lasts: a document that was written to is written to again.
		const opened = await this.#documents.openReady(document);
		if (known) this.#documents.release(document);
		// Another sync has begun, or another connection. Two step 1s would start the server's count twice (C4).
		if (this.#progress.get(document) !== progress) return;
		this.#socket.send({ kind: 'sync-step-1', document, stateVector: Y.encodeStateVector(opened.doc) });
	}

	/** Forgets what the last connection had come to. */
	#end(): void {
		this.#begun = false;
		this.#timers.forEach(clearTimeout);
		this.#timers.clear();
		for (const document of this.#progress.keys()) this.#documents.release(document);
		this.#progress.clear();
		this.#current.clear();
	}

	/** Sends what other tabs have put into the outbox, or a leader before this one. What is in the document has been sent. */
	#sendOwed = (): void => {
		const stored = this.#outbox.entries.filter(
			({ id, returned }) => returned === undefined && this.#outbox.isStored(id)
		);
		for (const document of new Set(stored.map((entry) => entry.document))) {
			const progress = this.#progress.get(document);
			if (progress === undefined) void this.sync(document);
			else if (progress.phase === 'live') void this.#replay(document);
		}
	};

	#receive(frame: Frame): void {
		switch (frame.kind) {
			case 'heads':
				return void this.#compare(frame);
			case 'sync-step-1':
				return void this.#answer(frame.document, frame.stateVector);
			case 'sync-step-2':
				return void this.#documents.receive(frame.document, frame.update, frame.version);
			case 'update': {
				const version = this.#inStep(frame.document) ? frame.version : undefined;
				return void this.#documents.receive(frame.document, frame.update, version);
			}
			case 'ack':
				return this.#acknowledged(frame.document, frame.ordinal);
			case 'reject':
				return void this.#rejected(frame.document, frame.ordinal, frame.code);
			case 'closed':
				return void this.#giveBack(frame.document);
			default:
			// Presence and what a newer server may add: nothing to do yet.
		}
	}

	/** C3, D4: syncs what differs, what is owed, and the personal document, whose drafts no outbox counts. */
	async #compare(heads: Heads): Promise<void> {
		const gone = this.#heads.update(heads);
		this.#begun = true;
		const [mine] = await Promise.all([this.#store.versions(), this.#outbox.load()]);
		for (const document of heads.complete ? this.#orphans(heads, gone, mine) : gone) void this.#giveBack(document);
		for (const { name, version } of heads.documents) {
			// What this tab holds may be behind the disk, where another tab led before.
			const held = Math.min(mine.get(name) ?? 0, this.#documents.peek(name)?.version ?? Infinity);
			const personal = parseDocumentName(name)?.kind === 'personal';
			if (this.#progress.has(name)) continue;
			if (held !== version || personal || this.#outbox.owedTo(name).length > 0) void this.sync(name);
			else this.#current.add(name);
		}
	}

	/** Documents that are not for this account any more: once listed, still on this device, or owed something. */
	#orphans(heads: Heads, gone: string[], mine: Map<string, number>): Set<string> {
		const copies = [...mine].filter(([, version]) => version > 0).map(([name]) => name);
		const owed = this.#outbox.entries.filter(({ returned }) => returned === undefined).map(({ document }) => document);
		const orphans = new Set([...gone, ...copies, ...owed]);
		const listed = new Set(heads.documents.map(({ name }) => name));
		for (const name of orphans) {
			const parsed = parseDocumentName(name);
			// Of a room's segments only the current one is listed; the others are ours as long as the room is.
			const root = parsed?.kind === 'segment' ? headName(parsed.roomId) : name;
			if (listed.has(root)) orphans.delete(name);
		}
		return orphans;
	}

	/**
	 * Whether the copy holds everything up to the frame that arrives now. While it does not, the frame's version must not
	 * be noted: after a crash the copy would pass for complete and the gap would stay (D4).
	 */
	#inStep(document: string): boolean {
		const progress = this.#progress.get(document);
		return progress === undefined ? this.#current.has(document) : progress.phase === 'live';
	}

	/** Answers the server's step 1 with everything it lacks, then adds what the outbox holds and the document does not. */
	async #answer(document: string, stateVector: Uint8Array): Promise<void> {
		const progress = this.#progress.get(document);
		const opened = this.#documents.peek(document);
		if (progress === undefined || opened === undefined) return;
		const update = Y.encodeStateAsUpdate(opened.doc, stateVector);
		if (update.byteLength > UPDATE_MAX_BYTES) return this.#renew(document);
		this.#progress.set(document, { phase: 'live', sent: 1, entries: new Map(), resyncs: progress.resyncs });
		this.#socket.send({ kind: 'sync-step-2', document, update });
		await this.#drafts.restore(document, this.#documents);
		await this.#replay(document);
	}

	/** Writes again every owed message that the document lacks, each as one update (D6). */
	async #replay(document: string): Promise<void> {
		for (const entry of this.#outbox.owedTo(document)) {
			const change = (doc: Y.Doc) => {
				const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
				if (!messages.has(entry.id)) messages.set(entry.id, entry.message);
			};
			await this.#documents.write(document, change, entry).catch(() => undefined);
		}
	}

	#forward = (document: string, update: Uint8Array, entryId: string | undefined): void => {
		const progress = this.#progress.get(document);
		if (progress === undefined) return void this.sync(document);
		if (progress.phase === 'syncing') return;
		progress.sent++;
		if (entryId !== undefined) progress.entries.set(progress.sent, entryId);
		this.#socket.send({ kind: 'update', document, update });
	};

	#acknowledged(document: string, ordinal: number): void {
		const progress = this.#progress.get(document);
		if (progress?.phase !== 'live') return;
		progress.resyncs = 0;
		for (const sent of progress.entries.keys()) if (sent <= ordinal) progress.entries.delete(sent);
	}

	async #rejected(document: string, ordinal: number, code: string): Promise<void> {
		const progress = this.#progress.get(document);
		if (progress?.phase !== 'live') return;
		const known: RejectCode = isRejectCode(code) ? code : 'malformed';
		const outcome = REJECT[known];
		if (outcome === 'retry') return this.#later(document);
		if (outcome === 'resync' && progress.resyncs === 0) return this.sync(document, 1);
		const entry = this.#outbox.get(progress.entries.get(ordinal) ?? '');
		await this.#renew(document, entry === undefined ? [] : this.#outbox.returning([entry], known));
	}

	#later(document: string): void {
		this.#progress.set(document, { phase: 'syncing', resyncs: 0 });
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			void this.sync(document);
		}, RETRY_MS);
		this.#timers.add(timer);
	}

	/** D6: an empty copy, filled again from the server, then the outbox. */
	async #renew(document: string, givenBack: ReturnType<Outbox['returning']> = []): Promise<void> {
		this.#progress.set(document, { phase: 'syncing', resyncs: 0 });
		const drafts = await this.#drafts.take(document, this.#documents.peek(document)?.doc);
		await this.#documents.drop(document, givenBack, drafts);
		await this.sync(document);
	}

	/** D9: the room is not ours any more. What was not sent comes back to its writer; the copy goes. */
	async #giveBack(document: string): Promise<void> {
		if (this.#progress.delete(document)) this.#documents.release(document);
		this.#current.delete(document);
		this.#heads.remove(document);
		await this.#documents.drop(document, this.#outbox.returning(this.#outbox.owedTo(document), 'no-access'));
	}
}
