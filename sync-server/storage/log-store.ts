import type { HistoryMessage } from '../../src/lib/protocol/rest-messages.ts';

/** What was said in rooms, read from the append-only message log: the newest version of each message, at the cost of what is asked for. */
export interface LogStore {
	/** Up to `limit` messages whose sequence is lower, those next to it, in the room's order. */
	messagesBefore(roomId: string, seq: number, limit: number): Promise<HistoryMessage[]>;
	/** Up to `limit` messages whose sequence is higher, those next to it, in the room's order. */
	messagesAfter(roomId: string, seq: number, limit: number): Promise<HistoryMessage[]>;
	/**
	 * Sequence of the first message received at this time or later; one beyond the newest where there is none. Where a healed
	 * room's times go back and forth (H5), a place at which they pass from earlier to later.
	 */
	sequenceAt(roomId: string, at: number): Promise<number>;
}
