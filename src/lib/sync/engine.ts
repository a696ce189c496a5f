import { ObservableV2 } from 'lib0/observable';
import type { Heads } from '../protocol/control.ts';
import { segmentName } from '../protocol/document-name.ts';
import { FIRST_SEGMENT } from '../protocol/head.ts';
import { SEGMENT_ROOTS, type Message } from '../protocol/message.ts';
import type { ConnectionState } from '../room/model.ts';
import { DocumentSet } from './document-set.ts';
import { electLeader, type Election } from './leader.ts';
import { LocalStore, StorageFailedError } from './local-store.ts';
import { Outbox, type OutboxEntry } from './outbox.ts';
import { ServerLink } from './server-link.ts';
import { SyncSocket } from './socket.ts';
import { TabChannel, type TabMessage } from './tab-channel.ts';

const HEADS_FACT = 'heads';

/** How long the leading tab may take to answer another, in ms, before it counts as suspended. */
const LEADER_ANSWER_MS = 3_000;

interface EngineEvents {
	/** The connection, the list of documents or the storage's health changed. */
	change: () => void;
	/** Another tab signed out and is deleting everything here. */
	'signed-out': () => void;
}

/** Everything between one account's screens and the outside: disk, other tabs, server. */
export class SyncEngine extends ObservableV2<EngineEvents> {
	readonly documents: DocumentSet;
	readonly outbox: Outbox;
	/** Names of the documents that this account may read, as the server last said. */
	heads: string[] = [];
	connection: ConnectionState = { kind: 'connecting' };
	/** Set once something could not be written to this device. */
	storageFailed = false;
	#userId: string;
	#url: string;
	#store: LocalStore;
	#channel: TabChannel;
	/** Only in the tab that leads. */
	#socket: SyncSocket | undefined;
	#link: ServerLink | undefined;
	#election: Election | undefined;
	#impatience: ReturnType<typeof setTimeout> | undefined;
	#stopped = false;

	constructor(userId: string, url: string) {
		super();
		this.#userId = userId;
		this.#url = url;
		this.#store = new LocalStore(userId, () => this.#fail());
		this.#channel = new TabChannel(userId);
		this.documents = new DocumentSet(this.#store, this.#channel);
		this.outbox = new Outbox(this.#store);
	}

	/** Reads what is on the device, then joins the other tabs. Resolves when the screen can be drawn, online or not. */
	async start(): Promise<void> {
		const heads = await this.#store.fact(HEADS_FACT);
		if (Array.isArray(heads)) this.heads = heads as string[];
		await this.outbox.load();
		if (this.#stopped) return;
		this.documents.on('sequenced', (ids) => void this.#confirm(ids));
		this.#channel.on('message', (message) => this.#hear(message));
		this.#election = electLeader(this.#userId, { lead: () => this.#lead(), yield: () => this.#yield() });
		this.#askLeader('ask-status');
		await this.#settleOutbox();
	}

	/**
	 * Sends a message: in the room at once, resolved when this device's disk has it (I2). Where the disk fails, only the
	 * server can keep it, so then it resolves when the server has it.
	 */
	async send(roomId: string, id: string, message: Message): Promise<void> {
		const document = segmentName(roomId, FIRST_SEGMENT.segment);
		const entry: OutboxEntry = { id, roomId, document, message };
		this.outbox.show(entry);
		try {
			await this.documents.write(document, (doc) => void doc.getMap(SEGMENT_ROOTS.messages).set(id, message), entry);
			this.outbox.stored(id);
		} catch (error) {
			if (!(error instanceof StorageFailedError)) throw error;
			await this.#settled(id);
		}
		this.#channel.post({ kind: 'outbox-changed' });
	}

	/** Forgets a message that has come back. */
	async discard(id: string): Promise<void> {
		await this.outbox.discard(id);
		this.#channel.post({ kind: 'outbox-changed' });
	}

	/** Connects without waiting: the device has woken or says that it is online, or someone has signed in again. */
	connectNow(): void {
		if (this.#socket === undefined) this.#askLeader('connect');
		else this.#socket.resume();
	}

	/** Tells the other tabs that this account has signed out here. */
	announceSignOut(): void {
		this.#channel.post({ kind: 'signed-out' });
	}

	stop(): void {
		this.#stopped = true;
		clearTimeout(this.#impatience);
		this.#yield();
		this.#election?.stepDown();
		this.#channel.close();
		this.#store.close();
		this.destroy();
	}

	#lead(): void {
		clearTimeout(this.#impatience);
		const socket = new SyncSocket(this.#url, this.#userId);
		this.#socket = socket;
		const { documents, outbox } = this;
		const heads = {
			update: (said: Heads) => this.#updateHeads(said),
			remove: (name: string) => this.#removeHead(name)
		};
		this.#link = new ServerLink({ socket, documents, outbox, store: this.#store, heads });
		socket.on('state', (state) => this.#connectionIs(state));
		this.#connectionIs(socket.state);
		socket.resume();
	}

	#yield(): void {
		this.#socket?.stop();
		this.#link?.stop();
		this.#socket = undefined;
		this.#link = undefined;
	}

	/** Asks the leading tab for something; where it does not answer and this tab is looked at, takes its place. */
	#askLeader(kind: 'ask-status' | 'connect'): void {
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
			case 'dropped':
				// With a dropped copy a message may have come back.
				return void this.outbox.load();
			case 'status':
				clearTimeout(this.#impatience);
				this.connection = message.connection;
				this.heads = message.heads;
				return this.emit('change', []);
			case 'ask-status':
				return this.#tellStatus();
			case 'connect':
				return this.#socket?.resume();
			case 'signed-out':
				return this.emit('signed-out', []);
			default:
			// The other messages are the documents'.
		}
	}

	#connectionIs(state: ConnectionState): void {
		this.connection = state;
		this.#tellStatus();
		this.emit('change', []);
	}

	#tellStatus(): void {
		if (this.#socket === undefined) return;
		this.#channel.post({ kind: 'status', connection: this.connection, heads: this.heads });
	}

	#updateHeads({ documents, complete }: Heads): string[] {
		const names = documents.map(({ name }) => name);
		const gone = complete ? this.heads.filter((name) => !names.includes(name)) : [];
		this.#setHeads(complete ? names : [...new Set([...this.heads, ...names])]);
		return gone;
	}

	#removeHead(name: string): void {
		this.#setHeads(this.heads.filter((head) => head !== name));
	}

	#setHeads(heads: string[]): void {
		this.heads = heads;
		this.#store.setFact(HEADS_FACT, heads).catch(() => undefined);
		this.#tellStatus();
		this.emit('change', []);
	}

	async #confirm(ids: string[]): Promise<void> {
		if (await this.outbox.confirm(ids)) this.#channel.post({ kind: 'outbox-changed' });
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

	#fail(): void {
		if (this.storageFailed) return;
		this.storageFailed = true;
		this.emit('change', []);
	}
}
