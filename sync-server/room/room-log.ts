import type { HistoryPage, HistoryRequest } from '../../src/lib/protocol/rest-messages.ts';
import type { LogStore } from '../storage/log-store.ts';
import { RefusedError, type RoomStore } from '../storage/storage.ts';

/** Messages in one answer where none other number is asked for: a screen of a desktop. */
export const HISTORY_PAGE = 50;

/** Beyond every sequence. */
const END = Number.MAX_SAFE_INTEGER;

/** A cut between two messages of a room, and how many are wanted on either side of it. */
interface Cut {
	/** Of the first message behind the cut. */
	seq: number;
	earlier: number;
	later: number;
}

/** What was said in a room, for its members. Commands throw RefusedError with why they are not carried out. */
export class RoomLog {
	#store: LogStore & Pick<RoomStore, 'findMembership'>;

	constructor(store: LogStore & Pick<RoomStore, 'findMembership'>) {
		this.#store = store;
	}

	/**
	 * A piece of the history. Who may read it is who may read it at the socket (N2): members, also in a public room, and
	 * nobody else learns whether there is such a room.
	 */
	async page(userId: string, roomId: string, request: HistoryRequest): Promise<HistoryPage> {
		if ((await this.#store.findMembership(roomId, userId)) === undefined) throw new RefusedError('not-found');
		const { seq, ...wanted } = await this.#cutOf(roomId, request);
		// One more than is wanted on either side: it says whether there is a way on.
		const earlier = await this.#store.messagesBefore(roomId, seq, wanted.earlier + 1);
		const later = await this.#store.messagesAfter(roomId, seq - 1, wanted.later + 1);
		const [hasEarlier, hasLater] = [earlier.length > wanted.earlier, later.length > wanted.later];
		const messages = [...earlier.slice(hasEarlier ? 1 : 0), ...later.slice(0, wanted.later)];
		return {
			messages,
			before: hasEarlier ? (messages[0]?.seq ?? seq) : null,
			after: hasLater ? (messages.at(-1)?.seq ?? seq - 1) : null
		};
	}

	/** What was received at the very moment that a time names belongs to what follows it. */
	async #cutOf(roomId: string, request: HistoryRequest): Promise<Cut> {
		const { before, after, around, beforeTime, afterTime, aroundTime, limit = HISTORY_PAGE } = request;
		const at = beforeTime ?? afterTime ?? aroundTime;
		const seqAt = at === undefined ? undefined : await this.#store.sequenceAt(roomId, at);
		const [isAround, isAfter] = [around ?? aroundTime, after ?? afterTime].map((place) => place !== undefined);
		const seq = before ?? around ?? (after === undefined ? seqAt : after + 1) ?? END;
		const later = isAround ? Math.ceil(limit / 2) : isAfter ? limit : 0;
		return { seq, earlier: limit - later, later };
	}
}
