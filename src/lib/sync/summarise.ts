import type * as Y from 'yjs';
import { plainText } from '../markdown/plain-text.ts';
import { SEGMENT_ROOTS, segmentInfo, type Message, type TimelineEntry } from '../protocol/message.ts';
import type { ReadMark } from '../protocol/personal.ts';
import type { RoomDigest } from './summaries.ts';

/** Unread messages that are counted: one more than the 999 above which a list says "999+", so that counting has an end. */
export const UNREAD_MAX = 1_000;

/** Characters of a message in its room's row: one line of a wide screen. */
const PREVIEW_CHARS = 200;

/** For whom, and from where on, messages are counted. */
export interface Counting {
	userId: string;
	/** Every message to somebody in a direct room names them. */
	direct: boolean;
	mark: ReadMark | undefined;
	/** The server's clock when the account joined: what was said before is not unread to somebody without a mark. */
	joinedAt: number;
	blocked: ReadonlySet<string>;
}

/** The last sequence that counts as read. */
export function readUpTo(mark: ReadMark | undefined): number {
	return Math.min(mark?.seq ?? 0, (mark?.unreadFrom ?? Infinity) - 1);
}

/** Counts messages after the mark, from the newest back; give it segment after segment, newest first. */
export class UnreadCount {
	unread = 0;
	mentions = 0;
	#counting: Counting;

	constructor(counting: Counting) {
		this.#counting = counting;
	}

	/** Counts one segment. Returns whether there may be more in an older one. */
	add(segment: Y.Doc): boolean {
		const { mark, joinedAt } = this.#counting;
		const messages = segment.getMap<Message>(SEGMENT_ROOTS.messages);
		const entries = segment.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline).toArray();
		const { firstSeq } = segmentInfo(segment);
		for (let index = entries.length - 1; index >= 0; index--) {
			const entry = entries[index];
			if (entry === undefined) continue;
			if (firstSeq + index <= readUpTo(mark) || (mark === undefined && entry.at < joinedAt)) return false;
			this.#count(messages.get(entry.id));
			if (this.unread >= UNREAD_MAX) return false;
		}
		return firstSeq - 1 > readUpTo(mark);
	}

	#count(message: Message | undefined): void {
		if (message === undefined || message.deleted !== undefined) return;
		const { userId, direct, blocked } = this.#counting;
		if (message.author === userId || blocked.has(message.author)) return;
		this.unread++;
		if (direct || message.mentions?.includes(userId) === true) this.mentions++;
	}
}

/** The newest message of a segment, as far as the server has sequenced it; undefined where there is none. */
export function lastOf(segment: Y.Doc): (RoomDigest['last'] & { seq: number }) | undefined {
	const timeline = segment.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline);
	const { length } = timeline;
	const entry = length === 0 ? undefined : timeline.get(length - 1);
	const message = entry && segment.getMap<Message>(SEGMENT_ROOTS.messages).get(entry.id);
	if (entry === undefined || message === undefined) return undefined;
	const { author, body, deleted } = message;
	const seq = segmentInfo(segment).firstSeq + length - 1;
	return { id: entry.id, seq, author, text: previewOf(body), at: entry.at, ...(deleted && { deleted: true as const }) };
}

/** One line of a message, without its Markdown. */
export function previewOf(body: string): string {
	return plainText(body.slice(0, 2 * PREVIEW_CHARS))
		.replace(/\s+/gu, ' ')
		.trim()
		.slice(0, PREVIEW_CHARS);
}
