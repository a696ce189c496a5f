import { uint32 } from 'lib0/random';
import * as Y from 'yjs';
import { parseDocumentName, type DocumentName } from '../../src/lib/protocol/document-name.ts';
import { SEGMENT_ROOTS, type TimelineEntry } from '../../src/lib/protocol/message.ts';
import {
	SERVER_OWNER,
	type ClientIdClaim,
	type Commit,
	type LoggedMessage,
	type StoredDocument
} from '../storage/storage.ts';

/**
 * The client id of everything this process writes. One for its whole life, so that timeline entries in a row merge into
 * one item; a new one at each start, so that a restored backup never reuses a clock that clients have already seen.
 */
const PROCESS_CLIENT_ID = uint32();

/** A Yjs transaction that makes a commit, and the way to claim the client ids that it wrote under. */
export interface Change {
	transaction: Y.Transaction;
	claim: (clientId: number, owner: string) => void;
}

/** The store's version of a document cannot be read: a gap in its updates, or bytes that are no update. */
export class UnreadableDocumentError extends Error {
	override name = 'UnreadableDocumentError';
}

/**
 * One document in memory: what is stored, plus at most one change on its way to the disk. It never goes back: where a
 * change was refused or could not be stored, this object is thrown away and a new one loaded.
 */
export class LoadedDocument {
	readonly name: DocumentName;
	readonly generation: number;
	readonly doc = new Y.Doc();
	/** The newest version that is stored. */
	version: number;
	/** Bytes of all the updates it was made of: what it weighs, or a little more. */
	bytes: number;
	/** Updates since the newest snapshot. */
	tail: number;
	#document: string;
	#owners = new Map<number, string>();
	/** Claims of the change that is being made. */
	#claims: ClientIdClaim[] = [];

	/** Throws {@link UnreadableDocumentError}. */
	constructor(document: string, stored: StoredDocument) {
		const name = parseDocumentName(document);
		if (name === undefined) throw new UnreadableDocumentError(`not a document name: ${document}`);
		this.#document = document;
		this.name = name;
		this.version = stored.version;
		this.generation = stored.generation;
		this.bytes = stored.updates.reduce((sum, { byteLength }) => sum + byteLength, 0);
		this.tail = stored.updates.length;
		this.#fill(stored.updates);
		for (const { clientId, owner } of stored.claims) this.#owners.set(clientId, owner);
		this.doc.clientID = this.#freeClientId();
	}

	ownerOf(clientId: number): string | undefined {
		return clientId === this.doc.clientID ? SERVER_OWNER : this.#owners.get(clientId);
	}

	/** How many client ids its state vector names. */
	get clientIds(): number {
		return this.doc.store.clients.size;
	}

	/** Messages in a segment's timeline. */
	get entries(): number {
		return this.doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline).length;
	}

	/**
	 * Makes a change as one Yjs transaction, and a commit of the update that it emits; undefined if it changed nothing. When
	 * `change` throws, this document has come out of step with the store and is to be thrown away.
	 */
	change(change: (change: Change) => LoggedMessage[]): Commit | undefined {
		let messages: LoggedMessage[] = [];
		let emitted: Uint8Array | undefined;
		const keep = (update: Uint8Array) => (emitted = update);
		this.doc.on('update', keep);
		try {
			this.doc.transact((transaction) => {
				const claim = (clientId: number, owner: string) => this.#claim(clientId, owner, transaction);
				messages = change({ transaction, claim });
				claim(this.doc.clientID, SERVER_OWNER);
			});
		} finally {
			this.doc.off('update', keep);
		}
		if (emitted === undefined) return undefined;
		const claims = this.#claims.splice(0);
		return { document: this.#document, base: this.version, update: emitted, claims, messages };
	}

	/** A commit that {@link change} made is stored, under this version. */
	advance(version: number, { update }: Commit): void {
		this.version = version;
		this.bytes += update.byteLength;
		this.tail++;
	}

	/** Gives a client id to the account that first writes under it (I4); a struct that was not integrated claims nothing. */
	#claim(clientId: number, owner: string, transaction: Y.Transaction): void {
		const before = transaction.beforeState.get(clientId) ?? 0;
		if (this.#owners.has(clientId) || Y.getState(this.doc.store, clientId) <= before) return;
		this.#owners.set(clientId, owner);
		this.#claims.push({ clientId, owner });
	}

	#fill(updates: Uint8Array[]): void {
		try {
			this.doc.transact(() => updates.forEach((update) => Y.applyUpdate(this.doc, update)));
		} catch (cause) {
			throw new UnreadableDocumentError(`${this.#document} is stored with an update that is none`, { cause });
		}
		if (this.doc.store.pendingStructs !== null || this.doc.store.pendingDs !== null) {
			throw new UnreadableDocumentError(`${this.#document} is stored with a gap in it`);
		}
	}

	/** The process's own client id; another where an account took it first, which nothing but chance could do. */
	#freeClientId(): number {
		let clientId = PROCESS_CLIENT_ID;
		while (this.#owners.has(clientId) && this.#owners.get(clientId) !== SERVER_OWNER) clientId = uint32();
		return clientId;
	}
}
