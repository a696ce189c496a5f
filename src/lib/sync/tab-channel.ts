import { ObservableV2 } from 'lib0/observable';
import type { ConnectionState } from '../room/model.ts';

/** What the tabs of one account tell each other. Documents are named with their epoch: other epochs do not mix. */
export type TabMessage =
	/** A change that a person made in the sending tab, which stores it: the leader sends it to the server. */
	| { kind: 'made'; document: string; epoch: number; update: Uint8Array; entryId?: string }
	/** A change that the sending tab has from elsewhere: nothing is owed to anyone. */
	| { kind: 'known'; document: string; epoch: number; update: Uint8Array; version?: number }
	/** The sender has opened a document and may lack what other tabs hold. */
	| { kind: 'sync'; document: string; epoch: number; stateVector: Uint8Array }
	/** The document's copy was dropped; `epoch` is the new one. */
	| { kind: 'dropped'; document: string; epoch: number }
	| { kind: 'outbox-changed' }
	/** From the leader: how it stands with the server, and which documents there are. */
	| { kind: 'status'; connection: ConnectionState; heads: string[] }
	/** To the leader: say how things stand. */
	| { kind: 'ask-status' }
	/** To the leader: try to connect now. */
	| { kind: 'connect' }
	| { kind: 'signed-out' };

/** The BroadcastChannel between the tabs of one account. */
export class TabChannel extends ObservableV2<{ message: (message: TabMessage) => void }> {
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
