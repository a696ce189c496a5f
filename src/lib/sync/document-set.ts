import { ObservableV2 } from 'lib0/observable';
import * as Y from 'yjs';
import { StaleCopyError, type Fact, type LocalStore } from './local-store.ts';
import { OpenDocument, type Origin } from './open-document.ts';
import type { OutboxEntry } from './outbox.ts';
import type { TabChannel, TabMessage } from './tab-channel.ts';

/** Rows of a copy above which it is rewritten as one when it is opened: a day's updates of a busy room. */
const COMPACT_ABOVE_ROWS = 200;

interface DocumentSetEvents {
	/** A person wrote something, at this tab or another: the leader sends it. */
	outgoing: (document: string, update: Uint8Array, entryId: string | undefined) => void;
	/** Message ids that the server has put into a document's timeline. */
	sequenced: (ids: string[]) => void;
}

interface Held {
	opened: OpenDocument;
	ready: Promise<OpenDocument>;
	holders: number;
}

/**
 * The documents of this tab. Keeps each equal to the device's disk and to the other tabs: what is written here is
 * stored here, what another tab wrote is stored there, what the server sent is stored by the leader.
 */
export class DocumentSet extends ObservableV2<DocumentSetEvents> {
	#store: LocalStore;
	#channel: TabChannel;
	#held = new Map<string, Held>();
	/**
	 * Documents of which something did not reach the disk. No version is noted for them any more: the disk would promise
	 * what it lacks, and the next start would not ask for it (D4).
	 */
	#incomplete = new Set<string>();

	constructor(store: LocalStore, channel: TabChannel) {
		super();
		this.#store = store;
		this.#channel = channel;
		channel.on('message', (message) => this.#hear(message));
	}

	/** Opens a document, to be {@link release}d. It is usable at once and filled when its copy has been read. */
	open(name: string): OpenDocument {
		return this.#hold(name).opened;
	}

	/** Opens a document and waits until its copy has been read. */
	openReady(name: string): Promise<OpenDocument> {
		return this.#hold(name).ready;
	}

	/** The document if this tab has it open. */
	peek(name: string): OpenDocument | undefined {
		return this.#held.get(name)?.opened;
	}

	release(name: string): void {
		const held = this.#held.get(name);
		if (held === undefined || --held.holders > 0) return;
		this.#held.delete(name);
		held.opened.destroy();
	}

	/**
	 * Makes a person's change: in the document and on the screen at once; resolves when it is on the disk, with its
	 * outbox entry in the same transaction (D1). Throws {@link StorageFailedError}; the change then is in memory.
	 */
	async write(name: string, change: (doc: Y.Doc) => void, entry?: OutboxEntry): Promise<void> {
		const opened = await this.openReady(name);
		try {
			await this.#writeOnce(opened, change, entry);
		} finally {
			this.release(name);
		}
	}

	/**
	 * An update from the server, with the version it makes where the copy is in step. Only the leader calls it. A document
	 * that nobody looks at goes to the disk as it is, without a Y.Doc.
	 */
	async receive(name: string, update: Uint8Array, version: number | undefined): Promise<void> {
		if (!this.#held.has(name)) await this.#storeUnseen(name, update, version);
		// Also where it was opened while the update was on its way to the disk, and may have been read without it.
		const held = this.#held.get(name);
		if (held === undefined) return;
		const opened = held.opened.loaded ? held.opened : await held.ready;
		const before = opened.version;
		opened.apply(update, { from: 'server', version });
		if (opened.version > before) await this.#noteVersion(opened);
	}

	/**
	 * Empties a document whose copy the server will not take; `givenBack` is noted in the same transaction. Every tab
	 * starts again from an empty document.
	 */
	async drop(name: string, givenBack: OutboxEntry[], fact?: Fact): Promise<void> {
		const opened = this.peek(name);
		const epoch = await this.#store.drop(name, givenBack, fact).catch(() => (opened?.epoch ?? 0) + 1);
		opened?.fill({ epoch, version: 0, updates: [] });
		this.#channel.post({ kind: 'dropped', document: name, epoch });
	}

	#hold(name: string): Held {
		const held = this.#held.get(name);
		if (held !== undefined) {
			held.holders++;
			return held;
		}
		const opened = new OpenDocument(name);
		opened.on('update', (update, origin) => this.#spread(opened, update, origin));
		opened.on('sequenced', (ids) => this.emit('sequenced', [ids]));
		const made = { opened, holders: 1, ready: this.#fill(opened).then(() => opened) };
		this.#held.set(name, made);
		return made;
	}

	async #fill(opened: OpenDocument): Promise<void> {
		const copy = await this.#store.load(opened.name);
		opened.fill(copy);
		this.#askTabs(opened);
		if (copy.updates.length > COMPACT_ABOVE_ROWS) await this.#store.compact(opened.name, merge).catch(() => undefined);
	}

	#askTabs({ name: document, epoch, doc }: OpenDocument): void {
		this.#channel.post({ kind: 'sync', document, epoch, stateVector: Y.encodeStateVector(doc) });
	}

	async #writeOnce(opened: OpenDocument, change: (doc: Y.Doc) => void, entry?: OutboxEntry): Promise<void> {
		const update = opened.change(change, entry?.id);
		if (update === undefined) return;
		const addition = entry === undefined ? { update } : { update, entry };
		try {
			await this.#store.add(opened.name, opened.epoch, addition);
		} catch (error) {
			if (!(error instanceof StaleCopyError)) {
				this.#incomplete.add(opened.name);
				throw error;
			}
			// Another tab dropped the copy and this one has not heard of it yet.
			opened.fill(await this.#store.load(opened.name));
			await this.#writeOnce(opened, change, entry);
		}
	}

	/** Passes one update on to whoever does not have it yet: disk, other tabs, server. */
	#spread({ name, epoch }: OpenDocument, update: Uint8Array, origin: Origin): void {
		if (origin.from === 'server') {
			this.#store.add(name, epoch, { update }).catch(() => this.#incomplete.add(name));
			this.#tell(name, epoch, update, origin.version);
		}
		if (origin.from === 'here') {
			const { entryId } = origin;
			const made = { kind: 'made', document: name, epoch, update } as const;
			this.#channel.post(entryId === undefined ? made : { ...made, entryId });
			this.emit('outgoing', [name, update, entryId]);
		}
	}

	/** Stores an update of a document that this tab does not hold. */
	async #storeUnseen(name: string, update: Uint8Array, version: number | undefined): Promise<void> {
		const noted = version === undefined || this.#incomplete.has(name) ? { update } : { update, version };
		try {
			this.#tell(name, await this.#store.add(name, undefined, noted), update, version);
		} catch {
			this.#incomplete.add(name);
			// The other tabs may hold it all the same; without a disk there has never been but one epoch.
			this.#tell(name, 0, update, undefined);
		}
	}

	/** Notes which version a copy has come to. After its updates, so that the disk never promises what it lacks. */
	async #noteVersion({ name, epoch, version }: OpenDocument): Promise<void> {
		if (this.#incomplete.has(name)) return;
		await this.#store.add(name, epoch, { version }).catch(() => undefined);
	}

	#tell(document: string, epoch: number, update: Uint8Array, version: number | undefined): void {
		const known = { kind: 'known', document, epoch, update } as const;
		this.#channel.post(version === undefined ? known : { ...known, version });
	}

	#hear(message: TabMessage): void {
		switch (message.kind) {
			case 'made':
				return void this.#hearMade(message);
			case 'known':
				return this.#applyFromTab(message);
			case 'sync':
				return this.#answerTab(message);
			case 'dropped':
				return void this.#refill(message.document);
			default:
			// The other messages are the engine's.
		}
	}

	/** What a person wrote in another tab. An update of another epoch is not for this copy, nor for the server. */
	async #hearMade(message: TabMessage & { kind: 'made' }): Promise<void> {
		const { document, epoch, update, entryId } = message;
		const opened = await this.#held.get(document)?.ready;
		this.#applyFromTab(message);
		if (opened === undefined || opened.epoch === epoch) this.emit('outgoing', [document, update, entryId]);
	}

	#applyFromTab({ document, epoch, update }: { document: string; epoch: number; update: Uint8Array }): void {
		const opened = this.peek(document);
		if (opened?.loaded === true && opened.epoch === epoch) opened.apply(update, { from: 'tab' });
	}

	#answerTab({ document, epoch, stateVector }: TabMessage & { kind: 'sync' }): void {
		const opened = this.peek(document);
		if (opened?.loaded !== true || opened.epoch !== epoch) return;
		this.#tell(document, epoch, Y.encodeStateAsUpdate(opened.doc, stateVector), undefined);
	}

	/** Another tab has dropped the copy: start again from what the disk has now, and from what the others know by then. */
	async #refill(document: string): Promise<void> {
		const opened = await this.#held.get(document)?.ready;
		if (opened === undefined) return;
		opened.fill(await this.#store.load(document));
		this.#askTabs(opened);
	}
}

function merge(updates: Uint8Array[]): Uint8Array {
	const doc = new Y.Doc();
	doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)));
	return Y.encodeStateAsUpdate(doc);
}
