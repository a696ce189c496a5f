import { parseDocumentName, roomOf } from '../protocol/document-name.ts';
import { listedRoot } from './compare-heads.ts';
import type { DocumentSet } from './document-set.ts';
import { DocumentSync, type Renewal } from './document-sync.ts';
import type { History } from './history.ts';
import type { LocalStore } from './local-store.ts';
import type { Outbox } from './outbox.ts';
import { PersonalRescue } from './personal-rescue.ts';
import { holdsOvertaken } from './segment-state.ts';
import type { SyncSocket } from './socket.ts';

interface OpenSyncsParts {
	socket: SyncSocket;
	documents: DocumentSet;
	outbox: Outbox;
	store: LocalStore;
	history: History;
	/** Whether a room is one that this device has asked for and the server may not have made yet. */
	isAwaited: (roomId: string) => boolean;
	/** Whether a message is to be deleted: it is not sent. */
	isWithdrawn: (messageId: string) => boolean;
	/** A document has come into step with the server. */
	onLive: (document: string) => Promise<void>;
}

/** The documents that are open for the present connection, and what it has made known of the others. */
export class OpenSyncs {
	/** Copies that a restored server has not lived up to: kept as they are on this connection (H3). */
	readonly ahead = new Set<string>();
	/** Documents that are as new as the server's, or have been on this connection and hear every update since. */
	readonly fresh = new Set<string>();
	/** What the server has listed on this connection. */
	readonly listed = new Set<string>();
	/** Whether this connection has heard its heads, and may sync. */
	begun = false;
	#parts: OpenSyncsParts;
	#personal: PersonalRescue;
	#syncs = new Map<string, DocumentSync>();

	constructor(parts: OpenSyncsParts) {
		this.#parts = parts;
		this.#personal = new PersonalRescue(parts.store);
	}

	get online(): boolean {
		return this.begun && this.#parts.socket.state.kind === 'online';
	}

	/** Whether the answer to a step 1 is awaited. */
	get busy(): boolean {
		return [...this.#syncs.values()].some((sync) => sync.busy);
	}

	get(document: string): DocumentSync | undefined {
		return this.#syncs.get(document);
	}

	isLive(document: string): boolean {
		return this.#syncs.get(document)?.phase === 'live';
	}

	/**
	 * Opens a document for this connection and brings it up to date; with a renewal, in place of its copy. One that is open
	 * already is in step, or will be.
	 */
	open(document: string, renewal?: Renewal): void {
		if (!this.online || !this.#mayAsk(document) || this.#syncs.has(document)) return;
		const { documents, socket, outbox, isWithdrawn } = this.#parts;
		const sync = new DocumentSync(document, {
			documents,
			send: (frame) => socket.send(frame),
			rescueFrom: (name) => this.#personal.from(name),
			holdsOvertaken: (name, doc) => holdsOvertaken(doc, outbox.owedTo(name), isWithdrawn),
			onLive: () => void this.#live(document),
			onSettled: (doc) => this.#personal.confirmed(document, doc)
		});
		this.#syncs.set(document, sync);
		sync.start(renewal);
	}

	/** Begins to compare the next copy that a restored server may have lost something of. Returns whether there was one. */
	openDoubted(): boolean {
		const doubts = [...this.#parts.history.doubts];
		const next = doubts.find((name) => this.#mayAsk(name) && !this.#syncs.has(name));
		if (next === undefined || !this.online) return false;
		this.open(next);
		return true;
	}

	close(document: string): void {
		this.#syncs.get(document)?.end();
		this.#syncs.delete(document);
	}

	/** Closes what nobody needs open: a device in 300 rooms must not hold 900 documents. */
	closeIdle(): void {
		const { outbox, documents } = this.#parts;
		const owing = new Set(outbox.entries.filter(({ returned }) => returned === undefined).map(({ roomId }) => roomId));
		for (const [name, sync] of this.#syncs) {
			const parsed = parseDocumentName(name);
			const owes = parsed !== undefined && 'roomId' in parsed && owing.has(parsed.roomId);
			if (sync.settled && !owes && documents.holders(name) === 1) this.close(name);
		}
	}

	/** The server that this connection leads to has lost its memory (H2). */
	doubt(): void {
		this.#personal.doubt();
	}

	/** The connection has ended. Which copies are ahead is shown until the next one says. */
	end(): void {
		this.begun = false;
		for (const sync of this.#syncs.values()) sync.end();
		this.#syncs.clear();
		this.fresh.clear();
		this.listed.clear();
	}

	/** A restored server calls a room that it has lost unknown, which must not cost it its copies here (H3). */
	#mayAsk(document: string): boolean {
		if (this.ahead.has(document)) return false;
		const parsed = parseDocumentName(document);
		const room = parsed && roomOf(parsed);
		// Asked too early, the server says that there is no such room, and what is written there would come back.
		if (room !== undefined && this.#parts.isAwaited(room)) return false;
		return !this.#parts.history.lost || this.listed.has(listedRoot(document));
	}

	async #live(document: string): Promise<void> {
		const { history, documents, onLive } = this.#parts;
		this.fresh.add(document);
		void history.reconciled(document);
		await this.#personal.restore(document, documents);
		await onLive(document);
	}
}
