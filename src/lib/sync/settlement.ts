import { headName, parseDocumentName, segmentName } from '../protocol/document-name.ts';
import { SEGMENT_ROOTS, segmentInfo } from '../protocol/message.ts';
import { currentSegmentOf } from './current-segment.ts';
import type { DocumentSet } from './document-set.ts';
import type { OpenDocument } from './open-document.ts';
import type { Outbox, OutboxEntry } from './outbox.ts';
import { receiptOf } from './receipt.ts';
import { isOpened, putMessage, sequencedIn } from './segment-state.ts';

/** The link, as far as settling needs it. */
export interface SettlementLink {
	/** Whether a document is in step on this connection, with everything known to the server or on its way. */
	isLive(document: string): boolean;
	/** Brings a document up to date, unless that has happened on this connection; it is settled again afterwards. */
	want(document: string): void;
	/** As {@link want}, also where it is up to date but not open for writing. */
	sync(document: string): void;
	/** Whether the server has accepted everything that a document holds. */
	hasAll(document: string): boolean;
	/** Whether a message is to be deleted: it is not sent. */
	isWithdrawn(messageId: string): boolean;
	/** The server has a message with the words that it had before they were changed here: these become an edit. */
	overtaken(entry: OutboxEntry): Promise<void>;
	/** The outbox has been told what the server has. */
	settled(change: Promise<boolean>): Promise<void>;
}

/**
 * Pays what the outbox owes to a document that is in step with the server: what its segment lacks is written into it, each
 * message as one update (D6); what a closed segment will never take moves to the room's current one (D10).
 *
 * Nothing here waits for the network. Where something must be synced first, it is asked for, and the settlement runs again
 * when it has come; so it may run at any time, and a crash at any point leaves what the next run begins with.
 */
export class Settlement {
	#documents: DocumentSet;
	#outbox: Outbox;
	#link: SettlementLink;
	/** Documents whose settlement is under way, and whether something has happened since it began. */
	#running = new Map<string, { again: boolean }>();

	constructor(documents: DocumentSet, outbox: Outbox, link: SettlementLink) {
		this.#documents = documents;
		this.#outbox = outbox;
		this.#link = link;
	}

	async settle(document: string): Promise<void> {
		const running = this.#running.get(document);
		if (running !== undefined) return void (running.again = true);
		const run = { again: true };
		this.#running.set(document, run);
		while (run.again && this.#link.isLive(document)) {
			run.again = false;
			await this.#settleOnce(document);
		}
		this.#running.delete(document);
	}

	async #settleOnce(document: string): Promise<void> {
		const opened = this.#documents.peek(document);
		const owed = this.#outbox.owedTo(document);
		if (opened === undefined || owed.length === 0) return;
		const sequenced = sequencedIn(opened.doc);
		const arrived = owed.filter(({ id }) => sequenced.has(id));
		for (const entry of arrived) if (receiptOf(entry, opened.doc) === 'changed') await this.#link.overtaken(entry);
		const ids = arrived.map(({ id }) => id);
		await this.#link.settled(this.#outbox.receive(ids, opened.doc, this.#link.hasAll(document)));
		const missing = owed.filter(({ id }) => !sequenced.has(id) && !this.#link.isWithdrawn(id));
		if (missing.length === 0) return;
		const opens = isOpened(document, opened.doc);
		if (!opens || segmentInfo(opened.doc).closed) await this.#move(document, missing, opens);
		else for (const { id } of missing) await this.#replay(opened, id);
	}

	async #replay(opened: OpenDocument, id: string): Promise<void> {
		const entry = this.#owed(id, opened.name);
		if (entry === undefined || opened.doc.getMap(SEGMENT_ROOTS.messages).has(id)) return;
		await this.#documents.write(opened.name, putMessage(entry.id, entry.message), entry).catch(() => undefined);
	}

	/**
	 * A closed segment's messages move on. Those of one that a restored server has not opened move back: sent there, they were
	 * refused at once and again, until the server hung up on the device for good.
	 */
	async #move(document: string, entries: OutboxEntry[], wasOpened: boolean): Promise<void> {
		const from = parseDocumentName(document);
		if (from?.kind !== 'segment') return;
		const current = await currentSegmentOf(this.#documents, from.roomId);
		// The head's news of the current segment has not come yet: when it does, this runs again.
		if (wasOpened ? current <= from.segment : current >= from.segment) return this.#link.want(headName(from.roomId));
		const target = segmentName(from.roomId, current);
		// In step first: what was sent from here in an earlier life may be in its timeline already.
		if (!this.#link.isLive(target)) return this.#link.sync(target);
		for (const { id } of entries) {
			const entry = this.#owed(id, document);
			if (entry !== undefined) await this.#moveOne(entry, target);
		}
	}

	/** An entry as it is now: it may have been confirmed, or have come back, changed or been deleted, while others were written. */
	#owed(id: string, document: string): OutboxEntry | undefined {
		const entry = this.#outbox.get(id);
		const owes = entry?.document === document && entry.returned === undefined && !this.#link.isWithdrawn(id);
		return owes ? entry : undefined;
	}

	/** Same id, new place: the entry changes in one transaction with the update that carries it (D10). */
	async #moveOne(entry: OutboxEntry, target: string): Promise<void> {
		const doc = this.#documents.peek(target)?.doc;
		if (doc === undefined) return;
		const moved = { ...entry, document: target };
		try {
			if (doc.getMap(SEGMENT_ROOTS.messages).has(entry.id)) return await this.#outbox.rewrite(moved);
			this.#outbox.show(moved);
			await this.#documents.write(target, putMessage(moved.id, moved.message), moved);
			this.#outbox.stored(moved.id);
		} catch {
			// The disk failed, so it is in memory alone, and on its way. The disk has the entry at its old place.
		}
	}
}
