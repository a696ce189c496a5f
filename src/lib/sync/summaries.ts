import { ObservableV2 } from 'lib0/observable';
import type { LocalStore } from './local-store.ts';
import type { TabChannel } from './tab-channel.ts';

/** What a room's row in the list needs to know of its messages, without opening them. */
export interface RoomDigest {
	roomId: string;
	/** Which segment was the current one, and which version of it has been looked at. */
	segment: number;
	version: number;
	/** The last sequence that counted as read; absent where this account had never read in the room. */
	readUpTo?: number;
	/** Sequence of the newest message; 0 for none. */
	lastSeq: number;
	/** Messages of others after that, and those that name this account; at most {@link UNREAD_MAX}. */
	unread: number;
	mentions: number;
	/** Set where an older segment that may hold more of them is not on this device. */
	partial?: true;
	/** The newest message; `at` by the server's clock, ms since the Unix epoch. */
	last?: { id: string; author: string; text: string; at: number; deleted?: true };
}

/**
 * One small row for each room, so that a list of 300 rooms opens without opening 300 segments. The tab that leads keeps the
 * rows; every tab reads them at its start and follows.
 */
export class Summaries extends ObservableV2<{ change: () => void }> {
	#store: LocalStore;
	#channel: TabChannel;
	#rows = new Map<string, RoomDigest>();

	constructor(store: LocalStore, channel: TabChannel) {
		super();
		this.#store = store;
		this.#channel = channel;
		channel.on('message', (message) => message.kind === 'summaries' && this.#become(message.rows, message.gone));
	}

	async load(): Promise<void> {
		const stored = await this.#store.rows('summaries');
		this.#rows = new Map([...stored.map((row) => [row.roomId, row] as const), ...this.#rows]);
		this.emit('change', []);
	}

	of(roomId: string): RoomDigest | undefined {
		return this.#rows.get(roomId);
	}

	get rooms(): string[] {
		return [...this.#rows.keys()];
	}

	/** For the leader: how it stands with these rooms now, and which ones are no more. */
	put(rows: RoomDigest[], gone: string[] = []): void {
		if (rows.length === 0 && gone.length === 0) return;
		this.#become(rows, gone);
		// What does not reach the disk is counted again at the next start.
		this.#store.changeRows('summaries', rows, gone).catch(() => undefined);
		this.#channel.post({ kind: 'summaries', rows, gone });
	}

	#become(rows: RoomDigest[], gone: string[]): void {
		for (const row of rows) this.#rows.set(row.roomId, row);
		for (const roomId of gone) this.#rows.delete(roomId);
		this.emit('change', []);
	}
}
