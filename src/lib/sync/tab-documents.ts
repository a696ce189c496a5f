import * as Y from 'yjs';
import type { OpenDocument } from './open-document.ts';
import type { OutboxEntry } from './outbox.ts';
import type { TabChannel, TabMessage } from './tab-channel.ts';

/** This tab's documents, as its side of the channel needs them. */
interface Held {
	names(): string[];
	peek(document: string): OpenDocument | undefined;
	/** Resolves when the document's copy has been read; undefined for one that this tab does not hold. */
	ready(document: string): Promise<OpenDocument> | undefined;
	/** A person wrote something in another tab. */
	made(document: string, update: Uint8Array, entry: OutboxEntry | undefined): void;
	/** Another tab has replaced the copy. */
	replaced(document: string): void;
}

/** An update that another tab tells of, with the outbox entry that it carries. */
interface Told {
	document: string;
	epoch: number;
	update: Uint8Array;
	entry?: OutboxEntry;
}

/** Keeps this tab's documents equal to those of the other tabs, and knows which ones those have open. */
export class TabDocuments {
	#channel: TabChannel;
	#held: Held;
	/** What each other tab has open. A tab that crashed stays in it until another leads: then too much is kept, not too little. */
	#elsewhere = new Map<string, Set<string>>();

	constructor(channel: TabChannel, held: Held) {
		this.#channel = channel;
		this.#held = held;
		channel.on('message', (message) => this.#hear(message));
	}

	/** How many other tabs have a document open. */
	holders(document: string): number {
		return [...this.#elsewhere.values()].filter((documents) => documents.has(document)).length;
	}

	/** Asks every tab what it has open: for the leader, which has not listened from their beginning. */
	askOpen(): void {
		this.#elsewhere.clear();
		this.#channel.post({ kind: 'ask-open' });
	}

	/** A document was opened here: asks the other tabs for what it lacks. */
	opened({ name: document, epoch, doc }: OpenDocument): void {
		const { tab } = this.#channel;
		this.#channel.post({ kind: 'sync', tab, document, epoch, stateVector: Y.encodeStateVector(doc) });
	}

	released(document: string): void {
		this.#channel.post({ kind: 'released', tab: this.#channel.tab, document });
	}

	/** This tab goes: it has nothing open any more. */
	leave(): void {
		this.#channel.post({ kind: 'open', tab: this.#channel.tab, documents: [] });
	}

	/** Tells the other tabs what a person made here. */
	tellMade(document: string, epoch: number, update: Uint8Array, entry: OutboxEntry | undefined): void {
		this.#channel.post({ kind: 'made', document, epoch, update, ...(entry && { entry }) });
	}

	/** Tells the other tabs what this one has from elsewhere. */
	tellKnown(document: string, epoch: number, update: Uint8Array): void {
		this.#channel.post({ kind: 'known', document, epoch, update });
	}

	tellReplaced(document: string, epoch: number): void {
		this.#channel.post({ kind: 'replaced', document, epoch });
	}

	#hear(message: TabMessage): void {
		switch (message.kind) {
			case 'made':
				return void this.#hearMade(message);
			case 'known':
				return this.#apply(message);
			case 'sync':
				this.#openIn(message.tab).add(message.document);
				return this.#answer(message);
			case 'released':
				return void this.#openIn(message.tab).delete(message.document);
			case 'open':
				return void this.#elsewhere.set(message.tab, new Set(message.documents));
			case 'ask-open':
				return this.#channel.post({ kind: 'open', tab: this.#channel.tab, documents: this.#held.names() });
			case 'replaced':
				return this.#held.replaced(message.document);
			default:
			// The other messages are the engine's.
		}
	}

	/** What a person wrote in another tab. An update of another epoch is not for this copy, nor for the server. */
	async #hearMade(message: TabMessage & { kind: 'made' }): Promise<void> {
		const { document, epoch, update, entry } = message;
		const opened = await this.#held.ready(document);
		this.#apply(message);
		if (opened !== undefined && opened.epoch !== epoch) return;
		this.#held.made(document, update, entry);
		// The leader opens it now, and may read the disk before the other tab's write is there.
		if (opened !== undefined) return;
		await this.#held.ready(document);
		this.#apply(message);
	}

	#apply({ document, epoch, update, entry }: Told): void {
		const opened = this.#held.peek(document);
		if (opened?.loaded === true && opened.epoch === epoch)
			opened.apply(update, { from: 'tab', ...(entry && { entry }) });
	}

	#answer({ document, epoch, stateVector }: TabMessage & { kind: 'sync' }): void {
		const opened = this.#held.peek(document);
		if (opened?.loaded !== true || opened.epoch !== epoch) return;
		this.tellKnown(document, epoch, Y.encodeStateAsUpdate(opened.doc, stateVector));
	}

	#openIn(tab: string): Set<string> {
		const documents = this.#elsewhere.get(tab) ?? new Set();
		this.#elsewhere.set(tab, documents);
		return documents;
	}
}
