import { ObservableV2 } from 'lib0/observable';
import * as Y from 'yjs';
import {
	LEADER_FACT,
	StaleCopyError,
	type Addition,
	type LocalCopy,
	type Outcome,
	type Place,
	type Rescue
} from './copies.ts';
import type { LocalStore } from './local-store.ts';
import { lackingIn, merge } from './merge.ts';
import { OpenDocument, type Origin } from './open-document.ts';
import type { OutboxEntry } from './outbox.ts';
import type { TabChannel } from './tab-channel.ts';
import { TabDocuments } from './tab-documents.ts';

/** Rows of a copy above which it is rewritten as one when it is opened: a day's updates of a busy room. */
const COMPACT_ABOVE_ROWS = 200;

interface DocumentSetEvents {
	/** A person wrote something, at this tab or another: the leader sends it. */
	outgoing: (document: string, update: Uint8Array, entryId: string | undefined) => void;
	/** A document on this device, or its version, is not what it was, whether or not this tab has it open. */
	changed: (document: string) => void;
	/** Message ids that the server has put into the timeline of a segment. */
	sequenced: (ids: string[], segment: Y.Doc) => void;
	/** An outbox entry that another tab wrote has reached the disk from here. */
	owed: () => void;
}

type Change = (doc: Y.Doc) => void;

/** A change of another document that reaches the disk with a message or not at all. */
export interface AlongChange {
	document: string;
	change: Change;
}

/** What goes to the disk with a change. */
interface More {
	entry?: OutboxEntry | undefined;
	along?: (() => Addition['along']) | undefined;
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
	#tabs: TabDocuments;
	/** This tab's name among the others. */
	#tab: string;
	#held = new Map<string, Held>();
	/** Documents of which something did not reach the disk: it must not promise a version that it lacks (D4). */
	#incomplete = new Set<string>();
	/** Whether this tab leads, or has led. */
	#leads = false;

	constructor(store: LocalStore, channel: TabChannel) {
		super();
		this.#store = store;
		this.#tab = channel.tab;
		this.#tabs = new TabDocuments(channel, {
			names: () => [...this.#held.keys()],
			peek: (name) => this.peek(name),
			ready: (name) => this.#held.get(name)?.ready,
			made: (name, update, entry) => this.emit('outgoing', [name, update, entry?.id]),
			replaced: (name) => void this.#refill(name)
		});
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

	/** How many hold a document open, in this tab and the others. */
	holders(name: string): number {
		return (this.#held.get(name)?.holders ?? 0) + this.#tabs.holders(name);
	}

	release(name: string): void {
		const held = this.#held.get(name);
		if (held === undefined || --held.holders > 0) return;
		this.#held.delete(name);
		held.opened.destroy();
		this.#tabs.released(name);
	}

	/** This tab has become the leader. */
	lead(): void {
		this.#leads = true;
		// Before anything is sent: one that was suspended while it led, and wakes, finds on the disk that it leads no longer.
		this.#store.setFact(LEADER_FACT, this.#tab).catch(() => undefined);
		this.#tabs.askOpen();
		for (const { opened } of this.#held.values()) if (opened.loaded) void this.#keepHeard(opened);
	}

	/** This tab goes. */
	leave(): void {
		this.#tabs.leave();
	}

	/**
	 * Makes a person's change: in the document and on the screen at once; resolves when it is on the disk, with its
	 * outbox entry and what is changed along with it in the same transaction (D1). Throws {@link StorageFailedError}; the
	 * change then is in memory.
	 */
	async write(name: string, change: Change, entry?: OutboxEntry, along?: AlongChange): Promise<void> {
		const opened = await this.openReady(name);
		const other = along && (await this.openReady(along.document));
		try {
			await this.#writeOnce(opened, change, { entry, along: along && other && onceAlong(other, along) });
		} finally {
			this.release(name);
			if (along) this.release(along.document);
		}
	}

	/**
	 * An update from the server, with the version that it was made from and the one it makes. Only the leader calls it. A
	 * document that nobody looks at goes to the disk as it is, without a Y.Doc. Where the copy lacks what it was made from,
	 * nothing happens and the answer says so (D4).
	 */
	async receive(name: string, update: Uint8Array, step: { base: number; version: number }): Promise<Outcome> {
		const outcome = this.#held.has(name) ? 'stored' : await this.#storeUnseen(name, update, step);
		// Also where it was opened while the update was on its way to the disk, and may have been read without it.
		const opened = this.peek(name);
		if (opened === undefined) return outcome;
		if (opened.loaded) return this.#follow(opened, update, step);
		// Held until then: closed meanwhile, it would take the update and pass it on to nobody.
		try {
			return await this.#follow(await this.openReady(name), update, step);
		} finally {
			this.release(name);
		}
	}

	/** A step 2 for a document that is open here: with it, the copy holds everything up to `at`. */
	async complete(name: string, update: Uint8Array, { version, generation }: Place): Promise<void> {
		const opened = await this.#held.get(name)?.ready;
		if (opened === undefined) return;
		await this.#apply(opened, update, { version: Math.max(version, opened.version), generation });
	}

	/**
	 * Puts the server's copy in place of one that it will not take, in every tab; what comes back to the writer and what is
	 * rescued are noted in the same transaction (D6, D10). The old copy stays on the screen until then.
	 */
	async replace(
		name: string,
		update: Uint8Array,
		at: Place,
		{ givenBack, rescue }: { givenBack: OutboxEntry[]; rescue?: Rescue | undefined }
	): Promise<void> {
		const rescued = rescue === undefined ? undefined : this.#withMemory(name, rescue);
		this.#incomplete.delete(name);
		const replacing = this.#store.replace(name, update, at, { givenBack, rescue: rescued });
		await this.#becomes(name, replacing, { ...at, updates: [update] });
	}

	/** Empties a document that is no longer this account's; `givenBack` is noted in the same transaction (D9). */
	async drop(name: string, givenBack: OutboxEntry[]): Promise<void> {
		await this.#becomes(name, this.#store.drop(name, givenBack), { version: 0, generation: 0, updates: [] });
	}

	/** Frees the space of copies that nobody has open and the server can give again. */
	async forget(names: string[]): Promise<void> {
		const epochs = await this.#store.forget(names);
		names.forEach((name, index) => this.#tabs.tellReplaced(name, epochs[index] ?? 0));
	}

	/** Takes back what all copies say of their versions, and notes a fact with it: the server has lost its memory (H2). */
	async forgetVersions(fact: { name: string; value: unknown }): Promise<void> {
		for (const { opened } of this.#held.values()) opened.version = 0;
		await this.#store.forgetVersions(undefined, fact).catch(() => undefined);
	}

	#hold(name: string): Held {
		const held = this.#held.get(name);
		if (held !== undefined) {
			held.holders++;
			return held;
		}
		const opened = new OpenDocument(name);
		opened.on('update', (update, origin) => this.#spread(opened, update, origin));
		opened.on('sequenced', (ids, segment) => this.emit('sequenced', [ids, segment]));
		const made = { opened, holders: 1, ready: this.#fill(opened).then(() => opened) };
		this.#held.set(name, made);
		return made;
	}

	async #fill(opened: OpenDocument): Promise<void> {
		// From here on it is what the disk has.
		this.#incomplete.delete(opened.name);
		const copy = await this.#store.load(opened.name);
		opened.fill(copy);
		this.#tabs.opened(opened);
		if (copy.updates.length > COMPACT_ABOVE_ROWS) await this.#store.compact(opened.name, merge).catch(() => undefined);
	}

	/**
	 * Stores what this tab has heard of and the disk has not: a tab that led told of it and died before its write was done. The
	 * server would not send it again to the copy in memory, and the disk would promise it (D4).
	 */
	async #keepHeard(opened: OpenDocument): Promise<void> {
		const { name, epoch, doc } = opened;
		this.#incomplete.add(name);
		const { updates } = await this.#store.load(name);
		// Closed, or replaced: whoever fills it again begins with what the disk has.
		if (this.peek(name) !== opened || opened.epoch !== epoch) return;
		this.#incomplete.delete(name);
		const update = lackingIn(updates, doc);
		if (update === undefined) return;
		// It may be a person's words, which the server has not heard: only a sync can tell.
		opened.version = 0;
		this.#store.forgetVersions([name]).catch(() => undefined);
		this.#store.add(name, epoch, { update }).catch(() => this.#lacks(name));
	}

	/** The copy was replaced: starts again from what the disk has now, and from what the other tabs know by then. */
	async #refill(name: string): Promise<void> {
		const opened = await this.#held.get(name)?.ready;
		if (opened === undefined) return;
		const copy = await this.#store.load(name);
		// Somebody was faster: what has been applied since must not vanish from the screen.
		if (copy.epoch === opened.epoch) return;
		this.#incomplete.delete(name);
		opened.fill(copy);
		this.#tabs.opened(opened);
	}

	/** Fills the document with its new copy here and in the other tabs; where the disk fails, in memory. */
	async #becomes(name: string, replacing: Promise<number>, copy: Omit<LocalCopy, 'epoch'>): Promise<void> {
		const epoch = await replacing.catch(() => {
			this.#incomplete.add(name);
			return (this.peek(name)?.epoch ?? 0) + 1;
		});
		const opened = await this.#held.get(name)?.ready;
		if (opened !== undefined && opened.epoch !== epoch) opened.fill({ epoch, ...copy });
		this.emit('changed', [name]);
		this.#tabs.tellReplaced(name, epoch);
	}

	async #writeOnce(opened: OpenDocument, change: Change, more: More): Promise<void> {
		const { entry, along } = more;
		const update = opened.change(change, entry);
		if (update === undefined) return;
		// After it, so that a server that takes no more than the first of the two has the message.
		const other = along?.();
		try {
			await this.#store.add(opened.name, opened.epoch, {
				update,
				...(entry && { entry }),
				...(other && { along: other })
			});
		} catch (error) {
			if (!(error instanceof StaleCopyError)) {
				this.#lacks(opened.name);
				if (other) this.#lacks(other.document);
				throw error;
			}
			// Another tab replaced the copy and this one has not heard of it yet.
			await this.#refill(opened.name);
			await this.#writeOnce(opened, change, more);
		}
	}

	async #follow(opened: OpenDocument, update: Uint8Array, step: { base: number; version: number }): Promise<Outcome> {
		if (step.base > opened.version) return 'gap';
		if (step.version <= opened.version) return 'known';
		await this.#apply(opened, update, { version: step.version, generation: opened.generation });
		return 'stored';
	}

	async #apply(opened: OpenDocument, update: Uint8Array, at: Place): Promise<void> {
		if (opened.apply(update, { from: 'server', at })) return;
		this.emit('changed', [opened.name]);
		if (this.#incomplete.has(opened.name)) return;
		await this.#store.add(opened.name, opened.epoch, { at }).catch(() => undefined);
	}

	/** Passes one update on to whoever does not have it yet: disk, other tabs, server. */
	#spread({ name, epoch }: OpenDocument, update: Uint8Array, origin: Origin): void {
		this.emit('changed', [name]);
		if (origin.from === 'server') {
			const addition = this.#incomplete.has(name) ? { update } : { update, at: origin.at };
			this.#store.add(name, epoch, addition).catch(() => this.#lacks(name));
			this.#tabs.tellKnown(name, epoch, update);
		}
		if (origin.from === 'tab' && this.#leads) void this.#storeForTab(name, epoch, update, origin.entry);
		if (origin.from === 'here') {
			this.#tabs.tellMade(name, epoch, update, origin.entry);
			this.emit('outgoing', [name, update, origin.entry?.id]);
		}
	}

	/**
	 * The tab that made it may die before its own write is done; what the server confirms then would be missing on this disk
	 * alone, under a version that promises it (D4). The same with its entry: a message that was here and owed by nobody stayed
	 * on this device for ever. Not where another tab has come to lead while this one was suspended: of what it hears when it
	 * wakes, the server may have had everything for hours, and the entry that it brought back was owed for ever.
	 */
	async #storeForTab(name: string, epoch: number, update: Uint8Array, entry: OutboxEntry | undefined): Promise<void> {
		try {
			const addition = { update, leader: this.#tab, ...(entry && { entry }) };
			const { outcome } = await this.#store.add(name, epoch, addition);
			if (outcome === 'stored' && entry !== undefined) this.emit('owed', []);
		} catch {
			this.#lacks(name);
		}
	}

	/** Stores an update of a document that this tab does not hold. */
	async #storeUnseen(name: string, update: Uint8Array, step: { base: number; version: number }): Promise<Outcome> {
		try {
			const { epoch, outcome } = await this.#store.add(name, undefined, { update, step });
			if (outcome === 'stored') this.#tabs.tellKnown(name, epoch, update);
			if (outcome === 'stored') this.emit('changed', [name]);
			return outcome;
		} catch {
			this.#lacks(name);
			return 'gap';
		}
	}

	/** Something of a document did not reach the disk. A later write may have, and promised it: that is taken back. */
	#lacks(name: string): void {
		this.#incomplete.add(name);
		this.#store.forgetVersions([name]).catch(() => undefined);
	}

	/** What is in memory is rescued as well: on a disk that failed for a moment it may be missing. */
	#withMemory(name: string, { collect, ...facts }: Rescue): Rescue {
		return {
			...facts,
			collect: (updates, ...values) => {
				const doc = this.peek(name)?.doc;
				return collect(doc === undefined ? updates : [...updates, Y.encodeStateAsUpdate(doc)], ...values);
			}
		};
	}
}

/** Makes the change when it is first called. A message whose copy turns out to be stale is written again; this is not. */
function onceAlong(opened: OpenDocument, { document, change }: AlongChange): () => Addition['along'] {
	let update: Uint8Array | undefined;
	return () => {
		update ??= opened.change(change);
		return update && { document, update };
	};
}
