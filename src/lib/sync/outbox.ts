import { ObservableV2 } from 'lib0/observable';
import type * as Y from 'yjs';
import { newId } from '../protocol/ids.ts';
import type { Message } from '../protocol/message.ts';
import type { RejectCode } from '../protocol/reject-codes.ts';
import { amendedAfter, withNewestWords } from './amended.ts';
import type { LocalStore } from './local-store.ts';
import { receiptOf } from './receipt.ts';

/** Why something came back: the server refused it, or the room is no longer this account's. */
export type ReturnCode = RejectCode | 'no-access';

/** One message that is written here and not known to be on the server. */
export interface OutboxEntry {
	/** The message's id. */
	id: string;
	roomId: string;
	/** The segment it was written into. */
	document: string;
	message: Message;
	/**
	 * When its words were last changed while it was here, by this device's clock; rises with each change. The words it had before
	 * may be on their way: where the server has those, these become an edit.
	 */
	amended?: number;
	/** Set once it has come back: it then waits for its writer, who sends it again or discards it. */
	returned?: ReturnCode;
}

interface OutboxEvents {
	/** Entries were added, changed or removed. */
	change: () => void;
}

/**
 * What this device still owes the server, mirrored in memory from the local store. The authority on what is unsent: a
 * document's copy may be replaced at any time and is filled again from here (D6).
 */
export class Outbox extends ObservableV2<OutboxEvents> {
	#store: LocalStore;
	#entries = new Map<string, OutboxEntry>();
	/** Entries that are not on the disk yet, or never will be: reading it again must not lose them. */
	#unstored = new Map<string, OutboxEntry>();
	/** Entries whose removal is under way: reading the disk in the meantime must not bring them back. */
	#removing = new Set<string>();
	/** Entries that were removed before their own write was done: it brings them back to the disk. */
	#overtaken = new Set<string>();

	constructor(store: LocalStore) {
		super();
		this.#store = store;
	}

	/** Reads the entries from the disk; again whenever another tab has changed them. */
	async load(): Promise<void> {
		const stored = await this.#store.outbox();
		const kept = stored.filter(({ id }) => !this.#removing.has(id));
		this.#entries = new Map(kept.map((entry) => [entry.id, entry]));
		for (const entry of this.#unstored.values()) {
			this.#entries.set(entry.id, withNewestWords(entry, this.#entries.get(entry.id)));
		}
		this.emit('change', []);
	}

	/** All entries, oldest first: ids are UUIDv7, which sort by the time they were made. */
	get entries(): OutboxEntry[] {
		return [...this.#entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
	}

	get(id: string): OutboxEntry | undefined {
		return this.#entries.get(id);
	}

	/** Entries of a document that are still to be sent, oldest first. */
	owedTo(document: string): OutboxEntry[] {
		return this.entries.filter((entry) => entry.document === document && entry.returned === undefined);
	}

	/** Shows an entry whose write to the disk is under way. */
	show(entry: OutboxEntry): void {
		this.#entries.set(entry.id, entry);
		this.#unstored.set(entry.id, entry);
		this.#overtaken.delete(entry.id);
		this.emit('change', []);
	}

	/** Whether an entry is on the disk; one that is not is still being written by whoever shows it. */
	isStored(id: string): boolean {
		return this.#entries.has(id) && !this.#unstored.has(id);
	}

	/** The entry's write has reached the disk. */
	stored(id: string): void {
		this.#unstored.delete(id);
		// A message that is sent again may be in the timeline already, and is then confirmed before it is written: left on the
		// disk, it was owed for ever (D2).
		if (this.#overtaken.delete(id)) void this.discard(id);
	}

	/** Changes the words of a message that is not known to be on the server, nor has come back. */
	async amend(id: string, words: Pick<Message, 'body' | 'mentions'>): Promise<void> {
		const entry = this.#entries.get(id);
		if (entry === undefined) return;
		const { author, createdAt } = entry.message;
		await this.rewrite({ ...entry, message: { author, createdAt, ...words }, amended: amendedAfter(entry) });
	}

	/** Writes an entry that has changed, where no update of a document goes with it. */
	async rewrite(entry: OutboxEntry): Promise<void> {
		this.show(entry);
		await this.#store.add(entry.document, undefined, { entry });
		this.stored(entry.id);
	}

	/**
	 * Deals with what stands in a segment's timeline. Ours is removed (D2). Where somebody else's message has the id, ours was
	 * never received: it comes back under an id that nobody has. Where that cannot be told, it is ours if the server has
	 * `accepted` all that the copy holds. Resolves with whether anything has changed.
	 */
	async receive(ids: string[], segment: Y.Doc, accepted = false): Promise<boolean> {
		const here = ids.flatMap((id) => this.#entries.get(id) ?? []);
		const receipts = new Map(here.map((entry) => [entry, receiptOf(entry, segment)]));
		const all = (receipt: string) => here.filter((entry) => receipts.get(entry) === receipt);
		// The words of one that was changed on its way are not there yet: whoever leads makes an edit of them.
		const ours = [...all('ours'), ...(accepted ? all('unclear') : [])];
		const theirs = all('theirs').filter(({ id }) => this.isStored(id));
		for (const entry of theirs) await this.#rename(entry);
		return (await this.confirm(ours.map(({ id }) => id))) || theirs.length > 0;
	}

	/** Removes what the server has (D2). Resolves with whether there was anything to remove. */
	async confirm(ids: Iterable<string>): Promise<boolean> {
		const known = [...ids].flatMap((id) => this.#entries.get(id) ?? []);
		if (known.length === 0) return false;
		// What another tab has made of one meanwhile is not what the server has.
		await this.#remove(
			known.map(({ id }) => id),
			known
		);
		return true;
	}

	/** Forgets an entry: one that has come back, or was deleted before it was sent. */
	async discard(id: string): Promise<void> {
		await this.#remove([id]);
	}

	/** The entries as they come back to their writer, for the transaction that replaces or drops their document. */
	returning(entries: OutboxEntry[], code: ReturnCode): OutboxEntry[] {
		const returned = entries.map((entry) => ({ ...entry, returned: code }));
		returned.forEach((entry) => this.#entries.set(entry.id, entry));
		this.emit('change', []);
		return returned;
	}

	/** Once, whichever tab is the first: each would make another id, and the text would come back for each of them. */
	async #rename(entry: OutboxEntry): Promise<void> {
		const renamed: OutboxEntry = { ...entry, id: newId(), returned: 'not-yours' };
		await this.#store.replaceEntry(entry.id, renamed).catch(() => undefined);
		await this.load();
	}

	/** `known`: only those whose words on the disk are these. */
	async #remove(ids: string[], known?: OutboxEntry[]): Promise<void> {
		for (const id of ids) {
			this.#entries.delete(id);
			if (this.#unstored.delete(id)) this.#overtaken.add(id);
			this.#removing.add(id);
		}
		this.emit('change', []);
		// A failure leaves the entries on the disk; they are confirmed again at the next start.
		const left = await this.#store.deleteEntries(ids, known).catch(() => []);
		ids.forEach((id) => this.#removing.delete(id));
		if (left.length > 0) await this.load();
	}
}
