import { ObservableV2 } from 'lib0/observable';
import { newId } from '../protocol/ids.ts';
import type { QueuedCommand } from '../commands/command.ts';
import type { People } from '../protocol/control.ts';
import type { ConnectionState } from '../room/model.ts';
import type { OutboxEntry } from './outbox.ts';
import type { RoomDigest } from './summaries.ts';

/** How much of the device the documents may take and do take, in bytes. */
export interface Budget {
	limit: number;
	used: number;
}

/** What the tabs of one account tell each other. Documents are named with their epoch: other epochs do not mix. */
export type TabMessage =
	/** A change that a person made in the sending tab, which stores it: the leader sends it to the server. */
	| { kind: 'made'; document: string; epoch: number; update: Uint8Array; entry?: OutboxEntry }
	/** A change that the sending tab has from elsewhere: nothing is owed to anyone. */
	| { kind: 'known'; document: string; epoch: number; update: Uint8Array }
	/** The sender has opened a document and may lack what other tabs hold. */
	| { kind: 'sync'; tab: string; document: string; epoch: number; stateVector: Uint8Array }
	/** The sender has closed a document. */
	| { kind: 'released'; tab: string; document: string }
	/** Everything that the sender has open. */
	| { kind: 'open'; tab: string; documents: string[] }
	/** Say what you have open. */
	| { kind: 'ask-open' }
	/** The document's copy was replaced or dropped; `epoch` is the new one. */
	| { kind: 'replaced'; document: string; epoch: number }
	| { kind: 'outbox-changed' }
	/** From the leader: how it stands with the server, which documents there are, and what they take. */
	| { kind: 'status'; connection: ConnectionState; heads: string[]; ahead: string[]; budget: Budget }
	/** To the leader: say how things stand. */
	| { kind: 'ask-status' }
	/** To the leader: try to connect now. */
	| { kind: 'connect' }
	/** To the leader: this document is on screen, bring it up to date. */
	| { kind: 'want'; document: string }
	/** To the leader: the person has chosen how much of the device the documents may take. */
	| { kind: 'budget-set' }
	/** To the leader: these rooms are on the sender's screen, in these its person is writing, and whether they do anything. */
	| { kind: 'shows'; tab: string; rooms: string[]; typing: string[]; idle: boolean }
	/** From a new leader: say what you show. */
	| { kind: 'ask-shown' }
	/** From the leader: who is in which room now. */
	| { kind: 'present'; rooms: [room: string, users: [user: string, typing: boolean][]][] }
	/** From the leader: who is online, as the server has said (P6). */
	| { kind: 'people'; people: People['people'] }
	/** Commands were given, replaced, refused or forgotten: read them again. */
	| { kind: 'commands-changed' }
	/** From the leader: a command is on its way, or has been carried out. */
	| { kind: 'command-sent' | 'command-done'; queued: QueuedCommand }
	/** From the leader: how it stands with these rooms, and which ones are no more. */
	| { kind: 'summaries'; rows: RoomDigest[]; gone: string[] }
	| { kind: 'signed-out' };

/** The BroadcastChannel between the tabs of one account. */
export class TabChannel extends ObservableV2<{ message: (message: TabMessage) => void }> {
	/** This tab's name among them. */
	readonly tab = newId();
	#channel: BroadcastChannel;
	#closed = false;

	constructor(userId: string) {
		super();
		this.#channel = new BroadcastChannel(`tidings-${userId}`);
		this.#channel.onmessage = (event: MessageEvent<TabMessage>) => this.emit('message', [event.data]);
	}

	/** Tells the other tabs; after {@link close} nobody, for a write may finish later than its account signs out. */
	post(message: TabMessage): void {
		if (!this.#closed) this.#channel.postMessage(message);
	}

	close(): void {
		this.#closed = true;
		this.destroy();
		this.#channel.close();
	}
}
