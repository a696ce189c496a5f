import { ObservableV2 } from 'lib0/observable';
import type { Closed, Heads, People, ServerHello } from '../protocol/control.ts';
import { headName, parseDocumentName, roomOf } from '../protocol/document-name.ts';
import type { Frame } from '../protocol/frames.ts';
import { SEGMENT_ROOTS, segmentInfo } from '../protocol/message.ts';
import { listedRoot, needOf, orphansAmong } from './compare-heads.ts';
import { currentSegmentOf } from './current-segment.ts';
import type { DocumentSet } from './document-set.ts';
import { NOTHING_BACK } from './document-sync.ts';
import type { HeadsList } from './heads-list.ts';
import type { History } from './history.ts';
import type { LocalStore } from './local-store.ts';
import { OpenSyncs } from './open-syncs.ts';
import type { Outbox, OutboxEntry } from './outbox.ts';
import { consequenceOf } from './refusal.ts';
import { Settlement } from './settlement.ts';
import type { SyncSocket } from './socket.ts';
import type { CopyRow } from './store-schema.ts';

interface LinkEvents {
	/** This connection has heard its heads: everything may be synced. */
	begun: () => void;
	/** Everything that had to be synced has been. */
	idle: () => void;
	/** Which copies are ahead of a restored server has changed (H3). */
	ahead: () => void;
	/** A document is not this account's any more. */
	gone: (document: string) => void;
	/** Presence (P1–P4): for whoever shows it. */
	presence: (frame: Frame & { kind: 'awareness' | 'query-awareness' }) => void;
	/** Who is online (P6). */
	people: (people: People) => void;
}

interface LinkParts {
	socket: SyncSocket;
	documents: DocumentSet;
	outbox: Outbox;
	store: LocalStore;
	heads: HeadsList;
	history: History;
	/** The outbox has been told what the server has: whether that has changed it concerns the other tabs. */
	settled: (change: Promise<boolean>) => Promise<void>;
	/** Whether a message is to be deleted: it is not sent. */
	isWithdrawn: (messageId: string) => boolean;
	/** The server has a message with the words that it had before they were changed here: these become an edit. */
	overtaken: (entry: OutboxEntry) => Promise<void>;
	/** Whether a room is one that this device has asked for and the server may not have made yet. */
	isAwaited: (roomId: string) => boolean;
}

/**
 * The leader's side of the protocol: which documents to sync, whom a frame concerns, what a refusal means. One lives as
 * long as the tab leads; what it knows starts anew with each connection.
 */
export class ServerLink extends ObservableV2<LinkEvents> {
	#parts: LinkParts;
	#syncs: OpenSyncs;
	#settlement: Settlement;
	/** Documents on a screen. */
	#wanted = new Set<string>();
	/** Whether something has been synced since the link was last idle. */
	#working = false;
	/** Rises with each end of a connection. */
	#round = 0;
	/** Resolves when this connection's history has been dealt with. */
	#met: Promise<void> = Promise.resolve();

	constructor(parts: LinkParts) {
		super();
		this.#parts = parts;
		this.#syncs = new OpenSyncs({ ...parts, onLive: (document) => this.#live(document) });
		this.#settlement = new Settlement(parts.documents, parts.outbox, {
			isLive: (document) => this.#syncs.isLive(document),
			want: (document) => this.want(document),
			sync: (document) => this.sync(document),
			hasAll: (document) => this.#syncs.get(document)?.settled === true,
			isWithdrawn: parts.isWithdrawn,
			overtaken: parts.overtaken,
			settled: parts.settled
		});
		parts.socket.on('connected', (hello) => this.#connected(hello));
		parts.socket.on('frame', (frame) => this.#receive(frame));
		parts.socket.on('state', ({ kind }) => kind !== 'online' && this.#end());
		parts.documents.on('outgoing', this.#forward);
		parts.outbox.on('change', this.settleAll);
	}

	/** This tab leads no longer. */
	stop(): void {
		this.#parts.documents.off('outgoing', this.#forward);
		this.#parts.outbox.off('change', this.settleAll);
		this.#end();
		this.destroy();
	}

	/** Whether there is nothing better to do than to fetch ahead. */
	get idle(): boolean {
		return this.#syncs.online && !this.#syncs.busy;
	}

	/** Copies that a restored server has not lived up to. */
	get ahead(): string[] {
		return [...this.#syncs.ahead];
	}

	/** Whether a document is open here for the server's sake. */
	holds(document: string): boolean {
		return this.#syncs.get(document) !== undefined;
	}

	/**
	 * Whether a message that is written here may still reach the server. One that is to be deleted cannot, once its segment is
	 * in step without it.
	 */
	isOnItsWay(messageId: string): boolean {
		const entry = this.#parts.outbox.get(messageId);
		if (entry === undefined || entry.returned !== undefined) return false;
		const { document } = entry;
		if (!this.#parts.isWithdrawn(messageId) || !this.#syncs.isLive(document)) return true;
		return this.#parts.documents.peek(document)?.doc.getMap(SEGMENT_ROOTS.messages).has(messageId) !== false;
	}

	/** Whether the server has listed a document on this connection, and has not taken it back. */
	lists(document: string): boolean {
		return this.#syncs.listed.has(document) && this.#parts.heads.names.includes(document);
	}

	/** A screen shows a document: brings it up to date, once per connection. */
	want(document: string): void {
		this.#wanted.add(document);
		if (!this.#syncs.fresh.has(document)) this.sync(document);
	}

	/** Opens a document for this connection and brings it up to date. */
	sync(document: string): void {
		this.#working = true;
		this.#syncs.open(document);
	}

	/** A room that was asked for will not be made: what was written in it comes back to its writer. */
	refuseRoom(roomId: string): Promise<void> {
		return this.#giveBack(headName(roomId));
	}

	/** The copy of a document has gone to make room. */
	forgotten(document: string): void {
		this.#syncs.fresh.delete(document);
	}

	#connected(hello: ServerHello): void {
		this.#syncs.ahead.clear();
		if (hello.lost) this.#syncs.doubt();
		this.#met = this.#parts.history.meet(hello);
	}

	/** Forgets what the last connection had come to. */
	#end(): void {
		this.#round++;
		this.#syncs.end();
		this.#wanted.clear();
	}

	#receive(frame: Frame): void {
		switch (frame.kind) {
			case 'heads':
				return void this.#compare(frame);
			case 'sync-part':
				return this.#syncs.get(frame.document)?.receivePart(frame.part);
			case 'sync-step-2':
				return frame.at && this.#syncs.get(frame.document)?.receiveStep2(frame.update, frame.at);
			case 'sync-step-1':
				return void this.#syncs.get(frame.document)?.answer(frame.stateVector);
			case 'update':
				return void (frame.step && this.#update(frame.document, frame.update, frame.step));
			case 'ack':
				this.#syncs.get(frame.document)?.acknowledge(frame.ordinal);
				void this.#settlement.settle(frame.document);
				return this.#rest();
			case 'reject':
				return this.#rejected(frame.document, frame.ordinal, frame.code);
			case 'closed':
				return void this.#closed(frame.document, frame.reason);
			case 'awareness':
			case 'query-awareness':
				return this.emit('presence', [frame]);
			case 'people':
				return this.emit('people', [frame]);
			default:
			// What a newer server may add.
		}
	}

	/** C3, D4: syncs what differs, what was current when this device was last here, what is owed and what is on a screen. */
	async #compare(heads: Heads): Promise<void> {
		const round = this.#round;
		await this.#met;
		const { store, outbox, history, heads: list } = this.#parts;
		const [copies] = await Promise.all([store.copies(), outbox.load()]);
		if (round !== this.#round) return;
		const before = list.names;
		list.update(heads, !heads.complete || history.lost);
		for (const { name } of heads.documents) this.#syncs.listed.add(name);
		this.#syncs.begun = true;
		this.#working = true;
		if (heads.complete && !history.lost) this.#giveUp(before, copies);
		for (const head of heads.documents) if (!this.holds(head.name)) this.#compareOne(head, copies.get(head.name));
		for (const name of list.names) if (!this.#syncs.listed.has(name)) this.sync(name);
		this.settleAll();
		for (const document of this.#wanted) this.want(document);
		this.emit('begun', []);
		this.#rest();
	}

	#compareOne(head: Heads['documents'][number], copy: CopyRow | undefined): void {
		const { documents, outbox, history } = this.#parts;
		const opened = documents.peek(head.name);
		// What this tab holds may be behind the disk, where another tab led before; or ahead, of another history.
		const version = Math.min(copy?.version ?? 0, opened?.version ?? Infinity);
		if (opened !== undefined) opened.version = version;
		const owed = outbox.owedTo(head.name).length > 0;
		const need = needOf(head, { copy, version, owed, lost: history.lost });
		if (need === 'nothing') this.#syncs.fresh.add(head.name);
		else this.#syncs.open(head.name, need === 'renew' ? NOTHING_BACK : undefined);
	}

	/** What is not for this account any more: once listed, still on this device, or owed something. */
	#giveUp(before: string[], copies: Map<string, CopyRow>): void {
		const here = [...copies.values()].filter(({ bytes, version }) => bytes > 0 || version > 0);
		const owed = this.#parts.outbox.entries.filter(({ returned }) => returned === undefined);
		const all = [...before, ...here.map(({ name }) => name), ...owed.map(({ document }) => document)];
		for (const name of orphansAmong(all, this.#syncs.listed)) {
			const parsed = parseDocumentName(name);
			const room = parsed && roomOf(parsed);
			// The server cannot list what it has not been asked for yet: what is written there waits with it.
			if (room === undefined || !this.#parts.isAwaited(room)) void this.#giveBack(name);
		}
	}

	async #update(document: string, update: Uint8Array, step: { base: number; version: number }): Promise<void> {
		const { history, documents } = this.#parts;
		// Until a lost history has been dealt with, versions say nothing; and everything is compared after that.
		if (this.#syncs.ahead.has(document) || (history.lost && !this.#syncs.begun)) return;
		if (step.base === 0) this.#parts.heads.add(document);
		const sync = this.#syncs.get(document);
		if (sync !== undefined) {
			await sync.receive(update, step);
			// A message that has arrived with words that were changed on their way is owed an edit.
			if (this.#parts.outbox.owedTo(document).length > 0) void this.#settlement.settle(document);
		}
		// A restored server may have begun another document under this name: its news is not for this copy.
		else if (history.doubts.has(document)) this.sync(document);
		else {
			const outcome = await documents.receive(document, update, step);
			if (outcome === 'gap' || (outcome === 'unwanted' && (await this.#isCurrent(document)))) this.sync(document);
		}
		// The news of a room's next segment: what the closed one did not take can move there.
		if (parseDocumentName(document)?.kind === 'head') this.settleAll();
	}

	/** Whether every device of a member has this document; older segments come when they are wanted. */
	async #isCurrent(document: string): Promise<boolean> {
		const parsed = parseDocumentName(document);
		if (parsed?.kind !== 'segment') return true;
		return parsed.segment >= (await currentSegmentOf(this.#parts.documents, parsed.roomId));
	}

	async #live(document: string): Promise<void> {
		const opened = this.#parts.documents.peek(document);
		const closed = opened !== undefined && segmentInfo(opened.doc).closed;
		if (closed && !this.#syncs.listed.has(document)) this.#parts.heads.remove(document);
		await this.#settlement.settle(document);
		this.settleAll();
		this.#rest();
	}

	/** Pays what is owed: here since it was written, by other tabs, or by a leader before this one. */
	settleAll = (): void => {
		if (!this.#syncs.online) return;
		const { outbox } = this.#parts;
		const owed = outbox.entries.filter(({ id, returned }) => returned === undefined && outbox.isStored(id));
		for (const document of new Set(owed.map((entry) => entry.document))) {
			if (this.holds(document)) void this.#settlement.settle(document);
			else this.sync(document);
		}
	};

	/** Something has come to an end: closes what nobody needs, and goes on with what can wait. */
	#rest(): void {
		this.#syncs.closeIdle();
		if (!this.idle || this.#syncs.openDoubted() || !this.#working) return;
		this.#working = false;
		this.emit('idle', []);
	}

	#forward = (document: string, update: Uint8Array, entryId: string | undefined): void => {
		const sync = this.#syncs.get(document);
		if (sync === undefined) this.sync(document);
		else sync.forward(update, entryId);
	};

	#rejected(document: string, ordinal: number, code: string): void {
		const sync = this.#syncs.get(document);
		if (sync?.phase !== 'live') return;
		const { outbox, settled } = this.#parts;
		const consequence = consequenceOf(code, outbox.get(sync.entryOf(ordinal) ?? ''), sync.resyncs);
		if (consequence.kind === 'pause') return sync.pause();
		if (consequence.kind === 'resync') return sync.resync();
		const { returned, done } = consequence;
		if (done !== undefined) void settled(outbox.confirm([done.id]));
		const givenBack = () => {
			const entry = outbox.get(returned?.entry.id ?? '');
			return entry === undefined || returned === undefined ? [] : outbox.returning([entry], returned.code);
		};
		sync.renew({ givenBack });
	}

	async #closed(document: string, reason: Closed['reason']): Promise<void> {
		const sync = this.#syncs.get(document);
		const { history, store } = this.#parts;
		switch (reason) {
			case 'no-document':
				// Of a room's segments only the current one is listed: one who is removed must not keep the older ones as ahead (I6).
				if (history.lost && !this.#syncs.listed.has(listedRoot(document))) return this.#keep(document);
				return this.#giveBack(document);
			case 'renew': {
				// A restored server that begins a new generation tells everyone to renew, also those whose copy may hold what it has
				// lost: that is compared, and offered, first (H3).
				if (history.doubts.has(document) && sync?.phase !== 'healing') {
					return sync === undefined ? this.sync(document) : sync.start();
				}
				if (sync !== undefined) return sync.renew();
				const copy = (await store.copies()).get(document);
				// Of an old segment that is not on this device there is nothing to renew.
				return copy === undefined || copy.bytes === 0 ? undefined : this.#syncs.open(document, NOTHING_BACK);
			}
			case 'ahead':
				if (history.healing && sync?.phase === 'syncing') return sync.heal();
				return this.#keep(document);
			case 'unavailable':
				sync?.pause();
				return this.#rest();
			default:
				throw reason satisfies never;
		}
	}

	/** H3: the copy stays as it is, and what is written into it waits. */
	#keep(document: string): void {
		this.#syncs.close(document);
		this.#syncs.ahead.add(document);
		this.emit('ahead', []);
		this.#rest();
	}

	/** D9: it is not ours any more, a room as a whole. What was not sent comes back to its writer; the copy goes. */
	async #giveBack(document: string): Promise<void> {
		const { store, outbox, heads, documents, history } = this.#parts;
		const owed = outbox.entries.map((entry) => entry.document);
		const all = [document, ...(await store.copies()).keys(), ...owed];
		for (const name of new Set(all.filter((name) => name === document || isPartOf(name, document)))) {
			this.#syncs.close(name);
			this.#syncs.fresh.delete(name);
			if (this.#syncs.ahead.delete(name)) this.emit('ahead', []);
			heads.remove(name);
			await documents.drop(name, outbox.returning(outbox.owedTo(name), 'no-access'));
			await history.reconciled(name);
		}
		this.emit('gone', [document]);
		this.#rest();
	}
}

/** Whether a document is a segment of the room whose head is `head`. */
function isPartOf(document: string, head: string): boolean {
	const parsed = parseDocumentName(document);
	return parsed?.kind === 'segment' && headName(parsed.roomId) === head;
}
