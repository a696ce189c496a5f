import { readUpTo } from '../sync/summarise.ts';
import type { AccountState } from './account-state.svelte.ts';
import type { HeadView } from './head-view.ts';
import type { TimelineMessage } from './model.ts';
import { readByIn, seqOf } from './read-by.ts';

/**
 * How long after a room has opened what was missed while this device was away may still come in, in ms. What comes later
 * is read as it comes, and gets no divider.
 */
const OPENING_MS = 3_000;

/** What reading needs to know of its room. */
interface ReadRoom {
	readonly id: string;
	readonly head: HeadView | undefined;
	readonly messages: readonly TimelineMessage[];
}

/** How far a room on the screen has been read, here and by the others. */
export class RoomReading {
	#account: AccountState;
	#room: ReadRoom;
	/**
	 * Up to where it had been read when it was opened; null for somebody who has never read in it, undefined until the
	 * personal document has been read from the device.
	 */
	#from = $state.raw<number | null | undefined>(undefined);
	/** No divider, or none any more. */
	#over = $state(false);
	/** The person has marked it unread: what is on the screen is not read for that. */
	#held = false;
	/** The mark that was last looked at. */
	#seen = '';
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(account: AccountState, room: ReadRoom) {
		this.#account = account;
		this.#room = room;
		account.engine.personal.on('change', this.#follow);
		this.#follow();
		this.#timer = setTimeout(this.#settle, OPENING_MS);
	}

	readonly divider: number | undefined = $derived.by(() => {
		const from = this.#from;
		if (from === undefined || this.#over) return undefined;
		const first = this.#room.messages.find((message) => this.#isUnread(message, from));
		return first === undefined ? undefined : seqOf(first);
	});

	readonly unread: number = $derived.by(() => {
		const mark = this.#account.mark(this.#room.id);
		const from = mark === undefined ? null : readUpTo(mark);
		return this.#room.messages.filter((message) => this.#isUnread(message, from)).length;
	});

	readonly readBy: ReadonlyMap<string, string[]> = $derived.by(() => {
		return readByIn(this.#room.head, this.#room.messages, this.#account.userId);
	});

	/** Tells the server, where it is news. */
	markRead(seq: number): void {
		const { seq: read = 0, unreadFrom = Infinity } = this.#account.mark(this.#room.id) ?? {};
		if (this.#held || (seq <= read && seq < unreadFrom)) return;
		void this.#account.engine.run({ kind: 'read', roomId: this.#room.id, seq });
	}

	markUnreadFrom(seq: number): void {
		this.#held = true;
		this.#over = false;
		this.#from = seq - 1;
		void this.#account.engine.run({ kind: 'unread', roomId: this.#room.id, seq });
	}

	clearDivider(): void {
		this.#over = true;
		this.#held = false;
	}

	close(): void {
		clearTimeout(this.#timer);
		this.#account.engine.personal.off('change', this.#follow);
	}

	/** Takes the mark at opening; after that, what other devices of this account have read. */
	#follow = (): void => {
		const { personal, commands } = this.#account.engine;
		if (!personal.loaded) return;
		const { id } = this.#room;
		const mark = personal.mark(id);
		const seen = JSON.stringify(mark);
		if (this.#from === undefined) {
			const known = this.#account.mark(id);
			this.#from = known === undefined ? null : readUpTo(known);
		} else if (seen !== this.#seen && mark !== undefined) {
			const { seq, unreadFrom } = mark;
			if (unreadFrom !== undefined && unreadFrom !== commands.reads.unreadFrom(id)) this.#from = unreadFrom - 1;
			else if (unreadFrom === undefined && seq > Math.max(this.#from ?? 0, commands.reads.of(id))) this.#from = seq;
		}
		this.#seen = seen;
	};

	/** Nothing was unread when the room was opened: what comes from now on is read as it comes. */
	#settle = (): void => {
		if (this.#account.engine.connection.kind === 'connecting') this.#timer = setTimeout(this.#settle, OPENING_MS);
		else if (this.divider === undefined) this.#over = true;
	};

	/** `from` is null for somebody who has never read here: to them, what was said before they joined is not unread. */
	#isUnread(message: TimelineMessage, from: number | null): boolean {
		const { delivery, mine, blocked, deletedBy } = message;
		if (mine || blocked || deletedBy !== undefined || delivery.kind !== 'sent') return false;
		if (from !== null) return delivery.seq > from;
		return delivery.at >= (this.#room.head?.members.get(this.#account.userId)?.joinedAt ?? 0);
	}
}
