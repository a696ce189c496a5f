import * as Y from 'yjs';
import type { Heads } from '../protocol/control.ts';
import { parseDocumentName } from '../protocol/document-name.ts';
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
	#drafts = new DraftRescue();

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
		parts.socket.on('connected', () => this.#begin());
		parts.socket.on('frame', (frame) => this.#receive(frame));
		parts.documents.on('outgoing', (document, update, entryId) => this.#forward(document, update, entryId));
	}

	/** Brings a document up to date on this connection, whatever its version. */
	async sync(document: string, resyncs = 0): Promise<void> {
		if (this.#socket.state.kind !== 'online') return;
		const known = this.#progress.has(document);
		this.#progress.set(document, { phase: 'syncing', resyncs });
		// Held open for as long as the connection lasts: a document that was written to is written to again.
		const opened = known ? await this.#reopen(document) : await this.#documents.openReady(document);
		this.#socket.send({ kind: 'sync-step-1', document, stateVector: Y.encodeStateVector(opened.doc) });
	}

	async #reopen(document: string) {
		const opened = await this.#documents.openReady(document);
		this.#documents.release(document);
		return opened;
	}

	#begin(): void {
		for (const document of this.#progress.keys()) this.#documents.release(document);
		this.#progress.clear();
		this.#current.clear();
	}

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
		for (const gone of this.#heads.update(heads)) void this.#giveBack(gone);
		const mine = await this.#store.versions();
		for (const { name, version } of heads.documents) {
			const current = version === (mine.get(name) ?? 0);
			const personal = parseDocumentName(name)?.kind === 'personal';
			if (!current || personal || this.#outbox.owedTo(name).length > 0) void this.sync(name);
			else this.#current.add(name);
		}
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
		await this.#replay(document);
	}

	/** Writes again every owed message that the document lacks, each as one update (D6). */
	async #replay(document: string): Promise<void> {
		await this.#drafts.restore(document, this.#documents);
		for (const entry of this.#outbox.owedTo(document)) {
			const messages = this.#documents.peek(document)?.doc.getMap<Message>(SEGMENT_ROOTS.messages);
			if (messages === undefined || messages.has(entry.id)) continue;
			const change = (doc: Y.Doc) => void doc.getMap(SEGMENT_ROOTS.messages).set(entry.id, entry.message);
			await this.#documents.write(document, change, entry).catch(() => undefined);
		}
	}

	#forward(document: string, update: Uint8Array, entryId: string | undefined): void {
		const progress = this.#progress.get(document);
		if (progress === undefined) return void this.sync(document);
		if (progress.phase === 'syncing') return;
		progress.sent++;
		if (entryId !== undefined) progress.entries.set(progress.sent, entryId);
		this.#socket.send({ kind: 'update', document, update });
	}

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
		setTimeout(() => void this.sync(document), RETRY_MS);
	}

	/** D6: an empty copy, filled again from the server, then the outbox. */
	async #renew(document: string, givenBack: ReturnType<Outbox['returning']> = []): Promise<void> {
		this.#progress.set(document, { phase: 'syncing', resyncs: 0 });
		this.#drafts.take(this.#documents.peek(document));
		await this.#documents.drop(document, givenBack);
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
