import { ObservableV2 } from 'lib0/observable';
import * as Y from 'yjs';
import { StaleCopyError, type LocalStore } from './local-store.ts';
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
		if (!this.#held.has(name)) {
			const addition = version === undefined ? { update } : { update, version };
			const epoch = await this.#store.add(name, undefined, addition).catch(() => undefined);
			if (epoch !== undefined) this.#tell(name, epoch, update, version);
		}
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
	async drop(name: string, givenBack: OutboxEntry[]): Promise<void> {
		const opened = this.peek(name);
		const epoch = await this.#store.drop(name, givenBack).catch(() => (opened?.epoch ?? 0) + 1);
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
		const { name: document, epoch, doc } = opened;
		this.#channel.post({ kind: 'sync', document, epoch, stateVector: Y.encodeStateVector(doc) });
		if (copy.updates.length > COMPACT_ABOVE_ROWS) await this.#store.compact(document, merge).catch(() => undefined);
	}

	async #writeOnce(opened: OpenDocument, change: (doc: Y.Doc) => void, entry?: OutboxEntry): Promise<void> {
		const update = opened.change(change, entry?.id);
		if (update === undefined) return;
		const addition = entry === undefined ? { update } : { update, entry };
		try {
			await this.#store.add(opened.name, opened.epoch, addition);
		} catch (error) {
			if (!(error instanceof StaleCopyError)) throw error;
			// Another tab dropped the copy and this one has not heard of it yet.
			opened.fill(await this.#store.load(opened.name));
			await this.#writeOnce(opened, change, entry);
		}
	}

	/** Passes one update on to whoever does not have it yet: disk, other tabs, server. */
	#spread({ name, epoch }: OpenDocument, update: Uint8Array, origin: Origin): void {
		if (origin.from === 'server') {
			this.#store.add(name, epoch, { update }).catch(() => undefined);
			this.#tell(name, epoch, update, origin.version);
		}
		if (origin.from === 'here') {
			const { entryId } = origin;
			const made = { kind: 'made', document: name, epoch, update } as const;
			this.#channel.post(entryId === undefined ? made : { ...made, entryId });
			this.emit('outgoing', [name, update, entryId]);
		}
	}

	/** Notes which version a copy has come to. After its updates, so that the disk never promises what it lacks. */
	async #noteVersion({ name, epoch, version }: OpenDocument): Promise<void> {
		await this.#store.add(name, epoch, { version }).catch(() => undefined);
	}

	#tell(document: string, epoch: number, update: Uint8Array, version: number | undefined): void {
		const known = { kind: 'known', document, epoch, update } as const;
		this.#channel.post(version === undefined ? known : { ...known, version });
	}

	#hear(message: TabMessage): void {
		switch (message.kind) {
			case 'made':
				return this.#hearMade(message);
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
	#hearMade(message: TabMessage & { kind: 'made' }): void {
		const { document, epoch, update, entryId } = message;
		this.#applyFromTab(message);
		const opened = this.peek(document);
		if (opened?.loaded !== true || opened.epoch === epoch) this.emit('outgoing', [document, update, entryId]);
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

	async #refill(document: string): Promise<void> {
		const opened = this.peek(document);
		if (opened?.loaded === true) opened.fill(await this.#store.load(document));
	}
}

function merge(updates: Uint8Array[]): Uint8Array {
	const doc = new Y.Doc();
	doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)));
	return Y.encodeStateAsUpdate(doc);
}
