import { uint32 } from 'lib0/random';
import * as Y from 'yjs';
import { parseDocumentName, type DocumentName } from '../../src/lib/protocol/document-name.ts';
import { UPDATE_MAX_BYTES } from '../../src/lib/protocol/limits.ts';
import {
	SERVER_OWNER,
	type ClientIdClaim,
	type Commit,
	type LoggedMessage,
	type StoredDocument
} from '../storage/storage.ts';
import { checkStructs } from './check-structs.ts';
import { checkTransaction } from './check-transaction.ts';
import { rulesFor } from './rules.ts';
import { sequence } from './sequence.ts';
import { ACCEPTED, Refusal, verdictOf, type Verdict } from './verdict.ts';

/**
 * The client id of everything this process writes. One for its whole life, so that timeline entries in a row merge into
 * one item; a new one at each start, so that a restored backup never reuses a clock that clients have already seen.
 */
const PROCESS_CLIENT_ID = uint32();

/** How a live document makes a commit durable. */
export type Append = (commit: Commit) => Promise<void>;

/** Told of every commit once it is durable, in order. */
export type Committed = (document: string, update: Uint8Array, version: number) => void;

/**
 * One document in memory: what is stored plus the commits in flight. Everything that changes it is a {@link Commit},
 * and nobody hears of a change before its commit is durable (I1).
 */
export class LiveDocument {
	readonly name: string;
	readonly doc = new Y.Doc();
	/** Set once memory may differ from the store; the owner then loads the document anew. */
	dropped = false;
	/** The newest version that listeners have been told of. */
	announced: number;
	#kind: DocumentName;
	#version: number;
	#owners = new Map<number, string>();
	/** Claims that the next commit takes along. */
	#unstoredClaims: ClientIdClaim[] = [];
	#append: Append;
	#committed: Committed;
	#settled: Promise<boolean> = Promise.resolve(true);

	constructor(name: string, stored: StoredDocument, append: Append, committed: Committed) {
		const kind = parseDocumentName(name);
		if (kind === undefined) throw new Error(`not a document name: ${name}`);
		this.name = name;
		this.#kind = kind;
		this.#version = stored.version;
		this.#append = append;
		this.#committed = committed;
		this.doc.transact(() => stored.updates.forEach((update) => Y.applyUpdate(this.doc, update)));
		if (isPending(this.doc)) throw new Error(`${name} is stored with a gap in it`);
		for (const { clientId, owner } of stored.claims) this.#owners.set(clientId, owner);
		this.announced = stored.version;
		this.doc.clientID = this.#freeClientId();
	}

	/** The version that memory holds; durable once {@link settled} resolves. */
	get version(): number {
		return this.#version;
	}

	ownerOf(clientId: number): string | undefined {
		return clientId === this.doc.clientID ? SERVER_OWNER : this.#owners.get(clientId);
	}

	/** Resolves when every commit made so far has become durable (true) or one has failed (false). */
	settled(): Promise<boolean> {
		return this.#settled;
	}

	/**
	 * An account's update: check, apply, check, sequence, commit. Settles once the outcome is final; outcomes settle in
	 * the order of the calls. Never throws: what is wrong with an update is its verdict.
	 */
	async receive(update: Uint8Array, sender: string, now: number): Promise<Verdict> {
		const before = this.settled();
		let commit: Commit | undefined;
		try {
			commit = this.#take(update, sender, now);
		} catch (error) {
			await before;
			return verdictOf(error);
		}
		// With nothing new in it there is no commit; but what it repeats may still be on its way to the disk.
		const stored = commit === undefined ? this.settled() : this.commit(commit, this.#append(commit));
		if (await stored) return ACCEPTED;
		return { accepted: false, code: 'storage-unavailable', detail: 'not stored' };
	}

	/**
	 * A change by the server itself, as a commit that is in memory already and must now be stored: hand it to the
	 * store, then to {@link commit} with the store's promise.
	 */
	write(change: (doc: Y.Doc) => void): Commit | undefined {
		return this.#transact(() => {
			change(this.doc);
			return [];
		});
	}

	/** Waits for a commit's storage; then tells everyone (true), or drops the document because it failed (false). */
	commit(commit: Commit, stored: Promise<void>): Promise<boolean> {
		const done = stored.then(
			() => {
				this.announced = commit.version;
				this.#committed(this.name, commit.update, commit.version);
				return true;
			},
			() => {
				this.dropped = true;
				return false;
			}
		);
		// A full queue refuses a commit at once, while those before it are still on their way.
		this.#settled = Promise.all([this.#settled, done]).then((outcomes) => outcomes.every(Boolean));
		return done;
	}

	/** The process's own client id; another where an account took it first, which nothing but chance could do. */
	#freeClientId(): number {
		let clientId = PROCESS_CLIENT_ID;
		while (this.#owners.get(clientId) !== undefined && this.#owners.get(clientId) !== SERVER_OWNER) clientId = uint32();
		return clientId;
	}

	#take(update: Uint8Array, sender: string, now: number): Commit | undefined {
		if (update.byteLength > UPDATE_MAX_BYTES) throw new Refusal('too-large', `${update.byteLength} bytes`);
		const rules = rulesFor(this.#kind, sender);
		const writers = checkStructs(update, this, sender, rules);
		return this.#transact((transaction) => {
			Y.applyUpdate(this.doc, update);
			// Applying made the transaction a remote one, and Yjs gives up its client id when a remote transaction
			// advances it. Here it advances by the timeline, so every message would cost one more client id for ever.
			transaction.local = true;
			const changes = checkTransaction(transaction, writers, rules);
			for (const client of writers) this.#claim(client, sender, transaction);
			return this.#kind.kind === 'segment' ? sequence(this.doc, this.#kind, changes, now) : [];
		});
	}

	/** Gives a client id to the account that first writes under it (I4); a struct that was not integrated claims nothing. */
	#claim(clientId: number, owner: string, transaction: Y.Transaction): void {
		const before = transaction.beforeState.get(clientId) ?? 0;
		if (this.#owners.has(clientId) || Y.getState(this.doc.store, clientId) <= before) return;
		this.#owners.set(clientId, owner);
		this.#unstoredClaims.push({ clientId, owner });
	}

	/** Runs a change as one Yjs transaction and makes a commit of the update it emits; undefined if it changed nothing. */
	#transact(change: (transaction: Y.Transaction) => LoggedMessage[]): Commit | undefined {
		if (this.dropped) throw new Error('a dropped document is not to be used');
		let messages: LoggedMessage[] = [];
		let emitted: Uint8Array | undefined;
		const keep = (update: Uint8Array) => (emitted = update);
		this.doc.on('update', keep);
		try {
			this.doc.transact((transaction) => {
				messages = change(transaction);
				this.#claim(this.doc.clientID, SERVER_OWNER, transaction);
			});
		} catch (error) {
			// Yjs cannot take back what a transaction has done.
			this.dropped = true;
			throw error;
		} finally {
			this.doc.off('update', keep);
		}
		if (emitted === undefined) return undefined;
		const claims = this.#unstoredClaims.splice(0);
		return { document: this.name, version: ++this.#version, update: emitted, claims, messages };
	}
}

function isPending(doc: Y.Doc): boolean {
	return doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
}
