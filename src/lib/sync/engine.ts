import { ObservableV2 } from 'lib0/observable';
import type * as Y from 'yjs';
import { personalName, segmentName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../protocol/message.ts';
import { UNDO_MS, type Command } from '../commands/command.ts';
import { CommandOutbox } from '../commands/command-outbox.ts';
import { withMarking } from '../commands/with-marking.ts';
import type { ConnectionState } from '../room/model.ts';
import { amendedAfter } from './amended.ts';
import { currentSegmentOf } from './current-segment.ts';
import { DocumentSet, type AlongChange } from './document-set.ts';
import { HeadsList } from './heads-list.ts';
import { electLeader, type Election } from './leader.ts';
import { Leading } from './leading.ts';
import { LocalStore, type StoreTrouble } from './local-store.ts';
import type { Origin } from './open-document.ts';
import { Outbox, type OutboxEntry } from './outbox.ts';
import { unconfirmedIn } from './personal-rescue.ts';
import { PersonalState } from './personal-state.ts';
import { Presence } from './presence.ts';
import { readBudget, writeBudget } from './prefetch.ts';
import { StorageFailedError } from './store-schema.ts';
import { Summaries } from './summaries.ts';
import { TabChannel, type Budget, type TabMessage } from './tab-channel.ts';
import { countUnsent, type Unsent } from './unsent.ts';

/** How long the leading tab may take to answer another, in ms, before it counts as suspended. */
const LEADER_ANSWER_MS = 3_000;

interface EngineEvents {
	/** The connection, the list of documents, the budget or the storage's health changed. */
	change: () => void;
	/** Another tab signed out and is deleting everything here. */
	'signed-out': () => void;
}

/** The edit of a message that was not saved yet. */
export interface EditDraft {
	messageId: string;
	body: string;
}

/** Everything between one account's screens and the outside: disk, other tabs, server. */
export class SyncEngine extends ObservableV2<EngineEvents> {
	readonly documents: DocumentSet;
	readonly outbox: Outbox;
	readonly presence: Presence;
	readonly commands: CommandOutbox;
	readonly summaries: Summaries;
	readonly personal: PersonalState;
	connection: ConnectionState = { kind: 'connecting' };
	/** Set once something could not be written to this device. */
	storageFailed = false;
	/** Names of documents whose copy here holds what a restored server has lost (H3): what is written there waits. */
	ahead: ReadonlySet<string> = new Set();
	/** What the documents may take on this device and what they take. */
	budget: Budget = { limit: 0, used: 0 };
	#userId: string;
	#url: string;
	#store: LocalStore;
	#channel: TabChannel;
	#heads: HeadsList;
	/** Documents on this tab's screen that the leader has been asked for. */
	#wanted = new Set<string>();
	/** Only in the tab that leads. */
	#leading: Leading | undefined;
	#election: Election | undefined;
	#impatience: ReturnType<typeof setTimeout> | undefined;
	#stopped = false;
	/** A newer version of the app has this device's disk: this one only shows what it has read. */
	#outgrown = false;

	constructor(userId: string, url: string) {
		super();
		this.#userId = userId;
		this.#url = url;
		this.#store = new LocalStore(userId, (trouble) => this.#suffer(trouble));
		this.#channel = new TabChannel(userId);
		this.#heads = new HeadsList(this.#store, () => this.#listed());
		this.documents = new DocumentSet(this.#store, this.#channel);
		this.outbox = new Outbox(this.#store);
		this.presence = new Presence(this.#channel);
		this.commands = new CommandOutbox(userId, this.#store, this.#channel, (name, heard) => this.#onNews(name, heard));
		this.summaries = new Summaries(this.#store, this.#channel);
		this.personal = new PersonalState(userId, this.documents);
	}

	/** Names of the documents that this account may read, as the server last said. */
	get heads(): string[] {
		return this.#heads.names;
	}

	/** Reads what is on the device, then joins the other tabs. Resolves when the screen can be drawn, online or not. */
	async start(): Promise<void> {
		await this.#heads.load();
		await this.outbox.load();
		await this.commands.load();
		await this.summaries.load();
		this.budget = await readBudget(this.#store);
		if (this.#stopped || this.#outgrown) return;
		this.documents.on('sequenced', (ids, segment) => void this.#tellChanged(this.outbox.receive(ids, segment)));
		this.documents.on('owed', () => void this.outbox.load());
		this.#channel.on('message', (message) => this.#hear(message));
		this.#election = electLeader(this.#userId, { lead: () => this.#lead(), yield: () => this.#robbed() });
		this.#askLeader('ask-status');
		await this.#settleOutbox();
	}

	/**
	 * Sends a message: in the room at once, resolved when this device's disk has it (I2). Where the disk fails, only the
	 * server can keep it, so then it resolves when the server has it. What it was before, its draft, goes along with it.
	 */
	async send(roomId: string, id: string, message: Message, draft?: AlongChange): Promise<void> {
		const document = segmentName(roomId, await currentSegmentOf(this.documents, roomId));
		const known = this.outbox.get(id);
		// Sent again, it may have other words than another tab knows.
		const entry: OutboxEntry = { id, roomId, document, message, ...(known && { amended: amendedAfter(known) }) };
		this.outbox.show(entry);
		try {
			const change = (doc: Y.Doc) => void doc.getMap(SEGMENT_ROOTS.messages).set(id, message);
			await this.documents.write(document, change, entry, draft);
			this.outbox.stored(id);
		} catch (error) {
			if (!(error instanceof StorageFailedError)) throw error;
			await this.#settled(id);
		}
		this.#channel.post({ kind: 'outbox-changed' });
	}

	/**
	 * Changes the words of an own message: at once on the screen, resolved when this device's disk has it. What has not been sent
	 * is simply another text, and the first one reaches nobody; what has is changed by the server. One that has come back is sent
	 * again with its new words.
	 */
	async edit(roomId: string, messageId: string, words: Pick<Message, 'body' | 'mentions'>): Promise<void> {
		const entry = this.outbox.get(messageId);
		if (entry === undefined) {
			return this.run({ kind: 'edit-message', roomId, messageId, edit: { ...words, editedAt: Date.now() } });
		}
		const { author, createdAt } = entry.message;
		if (entry.returned !== undefined) return this.sendAgain(entry, { author, createdAt, ...words });
		try {
			await this.outbox.amend(messageId, words);
		} catch (error) {
			if (!(error instanceof StorageFailedError)) throw error;
		}
		this.#channel.post({ kind: 'outbox-changed' });
	}

	/** Sends a message again that has come back, as it was or with other words. */
	async sendAgain({ id, roomId, returned, message }: OutboxEntry, changed: Message = message): Promise<void> {
		// Its id is somebody else's message: under that it would be refused for ever.
		const anew = returned === 'not-yours' ? newId() : id;
		await this.send(roomId, anew, changed);
		if (anew !== id) await this.discard(id);
	}

	/**
	 * Deletes an own message, which can be undone for {@link UNDO_MS}: until then nobody else hears of it. What has not been
	 * sent never is.
	 */
	async deleteOwn(roomId: string, messageId: string): Promise<void> {
		await this.run({ kind: 'delete-message', roomId, messageId, undoUntil: Date.now() + UNDO_MS });
	}

	/** Takes the deletion of an own message back. Resolves with false where it is too late. Throws {@link StorageFailedError}. */
	undoDeletion(messageId: string): Promise<boolean> {
		return this.commands.undoDeletion(messageId);
	}

	/**
	 * Asks the server for something, now or when it can be reached: shown at once, resolved when this device's disk has it.
	 * Where the disk fails it is in memory alone, and on its way; that it failed shows as {@link storageFailed}.
	 */
	async run(command: Command): Promise<void> {
		try {
			await this.commands.add(withMarking(command, this.personal, this.commands.shown));
		} catch (error) {
			if (!(error instanceof StorageFailedError)) throw error;
		}
	}

	/** What was being written over a message of a room on this device, when its composer was last open. */
	async editDraft(roomId: string): Promise<EditDraft | undefined> {
		return ((await this.#store.fact(editDraftFact(roomId))) as EditDraft | null) ?? undefined;
	}

	/** Keeps it; undefined forgets it. Throws {@link StorageFailedError}. */
	keepEditDraft(roomId: string, draft: EditDraft | undefined): Promise<void> {
		return this.#store.setFact(editDraftFact(roomId), draft ?? null);
	}

	/** Forgets a message that has come back, or was deleted before it was sent. */
	async discard(id: string): Promise<void> {
		if (this.outbox.get(id) === undefined) return;
		await this.outbox.discard(id);
		this.#channel.post({ kind: 'outbox-changed' });
	}

	/** What signing out would lose. */
	async unsent(): Promise<Unsent> {
		const { name, doc } = await this.documents.openReady(personalName(this.#userId));
		const personal = await unconfirmedIn(this.#store, doc);
		this.documents.release(name);
		return countUnsent(this.outbox.entries, this.commands.waiting, personal);
	}

	/** Whether a room is here only because this device has asked for it. */
	isAwaited(roomId: string): boolean {
		return this.commands.makes(roomId);
	}

	/**
	 * This tab shows a document that the server does not list, an older segment: it is brought up to date once per
	 * connection for as long as it is open here. Does nothing offline.
	 */
	want(document: string): void {
		this.#wanted.add(document);
		this.#askFor(document);
	}

	/** Chooses what the documents may take on this device, in bytes. */
	async setBudget(bytes: number): Promise<void> {
		await writeBudget(this.#store, bytes);
		this.#budgetIs(await readBudget(this.#store));
		if (this.#leading === undefined) this.#channel.post({ kind: 'budget-set' });
		else await this.#leading.prefetch.run();
	}

	/** Connects without waiting: the device has woken or says that it is online, or someone has signed in again. */
	connectNow(): void {
		if (this.#leading === undefined) this.#askLeader('connect');
		else this.#leading.socket.resume();
	}

	/** Tells the other tabs that this account has signed out here. */
	announceSignOut(): void {
		this.#channel.post({ kind: 'signed-out' });
	}

	stop(): void {
		this.#stopped = true;
		this.#withdraw();
		this.documents.leave();
		this.presence.stop();
		this.commands.stop();
		this.personal.stop();
		this.#channel.close();
		this.#store.close();
		this.destroy();
	}

	/** Calls back once, when a document that is open here changes by something that was not done at this tab. */
	#onNews(name: string, heard: () => void): () => void {
		const opened = this.documents.peek(name);
		const hear = (_update: Uint8Array, { from }: Origin) => from !== 'here' && heard();
		opened?.on('update', hear);
		return () => opened?.off('update', hear);
	}

	#listed(): void {
		this.#leading?.followList();
		this.#announce();
	}

	#lead(): void {
		clearTimeout(this.#impatience);
		this.#leading = new Leading({
			url: this.#url,
			userId: this.#userId,
			store: this.#store,
			documents: this.documents,
			outbox: this.outbox,
			commands: this.commands,
			personal: this.personal,
			summaries: this.summaries,
			heads: this.#heads,
			overtaken: (entry) => this.#overtaken(entry),
			discard: (messageId) => this.discard(messageId),
			settled: (change) => this.#tellChanged(change),
			onState: (state) => this.#connectionIs(state),
			onAhead: (documents) => this.#aheadIs(documents),
			onBudget: (budget) => this.#budgetIs(budget)
		});
		this.presence.lead(this.#leading.link, this.#leading.socket);
		this.#announce();
	}

	/** The command first: it is on the disk before the entry is gone, and the same edit twice is one. */
	async #overtaken({ id, roomId, message, amended }: OutboxEntry): Promise<void> {
		const { body, mentions } = message;
		const edit = { body, editedAt: amended ?? Date.now(), ...(mentions && { mentions }) };
		await this.run({ kind: 'edit-message', roomId, messageId: id, edit });
		await this.#tellChanged(this.outbox.confirm([id]));
	}

	#yield(): void {
		this.presence.yield();
		this.#leading?.stop();
		this.#leading = undefined;
	}

	/** Another tab has taken over, and knows how things stand. */
	#robbed(): void {
		this.#yield();
		this.#askLeader('ask-status');
	}

	/** Leads no longer, and does not want to any more. */
	#withdraw(): void {
		clearTimeout(this.#impatience);
		this.#yield();
		this.#election?.stepDown();
	}

	/** Asks the leading tab for something; where it does not answer and this tab is looked at, takes its place. */
	#askLeader(kind: 'ask-status' | 'connect'): void {
		if (this.#stopped || this.#outgrown) return;
		this.#channel.post({ kind });
		if (kind === 'connect') this.#channel.post({ kind: 'ask-status' });
		clearTimeout(this.#impatience);
		this.#impatience = setTimeout(() => {
			if (document.visibilityState === 'visible') this.#election?.seize();
		}, LEADER_ANSWER_MS);
	}

	#hear(message: TabMessage): void {
		switch (message.kind) {
			case 'outbox-changed':
			case 'replaced':
				// With a replaced copy a message may have come back.
				return void this.outbox.load();
			case 'status':
				return this.#follow(message);
			case 'ask-status':
				return this.#tellStatus();
			case 'connect':
				return this.#leading?.socket.resume();
			case 'want':
				return this.#leading?.link.want(message.document);
			case 'budget-set':
				return void this.#leading?.prefetch.run();
			case 'signed-out':
				return this.emit('signed-out', []);
			default:
			// The other messages are the documents' and the presence's.
		}
	}

	/** How the leading tab says things stand. */
	#follow({ connection, heads, ahead, budget }: TabMessage & { kind: 'status' }): void {
		clearTimeout(this.#impatience);
		// One that was suspended while it led speaks for itself until it hears that another tab has taken over.
		if (this.#outgrown || this.#leading !== undefined) return;
		this.#heads.follow(heads);
		this.ahead = new Set(ahead);
		this.budget = budget;
		this.#connectionIs(connection);
	}

	#connectionIs(state: ConnectionState): void {
		const comesUp = state.kind === 'online' && this.connection.kind !== 'online';
		this.connection = state;
		// A new connection knows nothing of what is on the screens.
		if (comesUp) for (const document of this.#wanted) this.#askFor(document);
		this.#announce();
	}

	#askFor(document: string): void {
		if (this.documents.peek(document) === undefined) this.#wanted.delete(document);
		else if (this.#leading === undefined) this.#channel.post({ kind: 'want', document });
		else this.#leading.link.want(document);
	}

	#aheadIs(documents: string[]): void {
		this.ahead = new Set(documents);
		this.#announce();
	}

	#budgetIs(budget: Budget): void {
		if (budget.limit === this.budget.limit && budget.used === this.budget.used) return;
		this.budget = budget;
		this.#announce();
	}

	/** Tells the screens, and as the leader the other tabs. */
	#announce(): void {
		this.#tellStatus();
		this.emit('change', []);
	}

	#tellStatus(): void {
		if (this.#leading === undefined) return;
		const { connection, heads, ahead, budget } = this;
		this.#channel.post({ kind: 'status', connection, heads, ahead: [...ahead], budget });
	}

	/** Tells the other tabs, where the outbox has changed. */
	async #tellChanged(change: Promise<boolean>): Promise<void> {
		if (await change) this.#channel.post({ kind: 'outbox-changed' });
	}

	/** Resolves once the server has a message, or has given it back. */
	#settled(id: string): Promise<void> {
		return new Promise((resolve) => {
			const check = () => {
				const entry = this.outbox.get(id);
				if (entry !== undefined && entry.returned === undefined) return;
				this.outbox.off('change', check);
				resolve();
			};
			this.outbox.on('change', check);
			check();
		});
	}

	/** Opens each document with something owed once: an entry whose receipt reached the disk is done (D2). */
	async #settleOutbox(): Promise<void> {
		for (const document of new Set(this.outbox.entries.map((entry) => entry.document))) {
			await this.documents.openReady(document);
			this.documents.release(document);
		}
	}

	#suffer(trouble: StoreTrouble): void {
		if (trouble === 'failed') {
			if (this.storageFailed) return;
			this.storageFailed = true;
			return this.emit('change', []);
		}
		// Nothing is lost, but nothing can be kept here either until the page is loaded again.
		this.#outgrown = true;
		this.#withdraw();
		this.connection = { kind: 'outdated' };
		this.emit('change', []);
	}
}

/** The fact under which the edit that is being written in a room is kept. On this device only: it is of one screen. */
function editDraftFact(roomId: string): string {
	return `edit/${roomId}`;
}
