import { ObservableV2 } from 'lib0/observable';
import * as Y from 'yjs';
import { SEGMENT_ROOTS, type TimelineEntry } from '../protocol/message.ts';
import type { LocalCopy, Place } from './copies.ts';
import type { OutboxEntry } from './outbox.ts';

/** Where a change of a document came from. Every transaction carries one as its origin. */
export type Origin =
	/** A person at this tab, or at another. `entry` is what the outbox holds of the update, where it carries a message. */
	| { from: 'here' | 'tab'; entry?: OutboxEntry }
	/** `at` is where the document stands with it. */
	| { from: 'server'; at: Place }
	| { from: 'store' };

interface OpenDocumentEvents {
	/** The content changed, or was read, or was replaced. */
	change: () => void;
	/** One update, with its origin. Not emitted for what is read from the store. */
	update: (update: Uint8Array, origin: Origin) => void;
	/** Message ids that the server has put into the timeline of this segment. */
	sequenced: (ids: string[], segment: Y.Doc) => void;
}

/**
 * A document in this tab: a Y.Doc, which is replaced when its copy is. Listen here, not on the Y.Doc.
 */
export class OpenDocument extends ObservableV2<OpenDocumentEvents> {
	readonly name: string;
	/** False until the copy on this device has been read. */
	loaded = false;
	epoch = 0;
	/** The server's version that the content includes. Kept by the leading tab only. */
	version = 0;
	generation = 0;
	#doc = new Y.Doc();

	constructor(name: string) {
		super();
		this.name = name;
		this.#listen();
	}

	get doc(): Y.Doc {
		return this.#doc;
	}

	/** Whether there is nothing in it, from nobody. */
	get empty(): boolean {
		return this.#doc.store.clients.size === 0;
	}

	/**
	 * Fills the document with its copy from the device, or in place of what it held. Then under a new client id: the
	 * clock of the old one may have gone further than the new content knows (U5).
	 */
	fill(copy: LocalCopy): void {
		if (this.loaded) {
			this.#doc.destroy();
			this.#doc = new Y.Doc();
			this.#listen();
		}
		this.epoch = copy.epoch;
		this.version = copy.version;
		this.generation = copy.generation;
		this.loaded = true;
		const origin: Origin = { from: 'store' };
		this.#doc.transact(() => copy.updates.forEach((update) => Y.applyUpdate(this.#doc, update)), origin);
		this.emit('change', []);
	}

	/** Makes a change of a person at this tab and returns its update; undefined when it changed nothing. */
	change(change: (doc: Y.Doc) => void, entry?: OutboxEntry): Uint8Array | undefined {
		const origin: Origin = { from: 'here', ...(entry && { entry }) };
		return this.#updateOf(() => this.#doc.transact(() => change(this.#doc), origin));
	}

	/** Applies an update that came from outside. Returns whether it changed anything. */
	apply(update: Uint8Array, origin: Origin): boolean {
		if (origin.from === 'server') {
			this.version = origin.at.version;
			this.generation = origin.at.generation;
		}
		return this.#updateOf(() => Y.applyUpdate(this.#doc, update, origin)) !== undefined;
	}

	override destroy(): void {
		super.destroy();
		this.#doc.destroy();
	}

	#updateOf(transact: () => void): Uint8Array | undefined {
		let update: Uint8Array | undefined;
		const keep = (bytes: Uint8Array) => (update = bytes);
		this.#doc.on('update', keep);
		transact();
		this.#doc.off('update', keep);
		return update;
	}

	#listen(): void {
		const doc = this.#doc;
		doc.on('update', (update: Uint8Array, origin: Origin) => {
			if (origin.from !== 'store') this.emit('update', [update, origin]);
			this.emit('change', []);
		});
		doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline).observe((event) => {
			const added = event.changes.delta.flatMap(({ insert }) => (insert as TimelineEntry[] | undefined) ?? []);
			this.emit('sequenced', [added.map(({ id }) => id), doc]);
		});
	}
}
