import type * as Y from 'yjs';
import { parseDocumentName } from '../protocol/document-name.ts';
import { SEGMENT_ROOTS, segmentInfo, type Message, type TimelineEntry } from '../protocol/message.ts';
import type { OutboxEntry } from './outbox.ts';

/** Ids of the messages that the server has put into a segment's timeline. */
export function sequencedIn(segment: Y.Doc): Set<string> {
	const timeline = segment.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline).toArray();
	return new Set(timeline.map(({ id }) => id));
}

/** Whether the server has opened a segment that is in step with it; a restored one may not have come so far. */
export function isOpened(name: string, segment: Y.Doc): boolean {
	const parsed = parseDocumentName(name);
	return parsed?.kind !== 'segment' || parsed.segment === 0 || segment.getMap(SEGMENT_ROOTS.info).has('firstSeq');
}

/**
 * Whether a segment that is in step with the server holds what the server will not take there: a message that was written
 * into it and had not arrived when it was closed (U12), or one for a segment that the server has not opened.
 */
export function holdsUnaccepted(name: string, segment: Y.Doc): boolean {
	if (isOpened(name, segment) && !segmentInfo(segment).closed) return false;
	const messages = segment.getMap<Message>(SEGMENT_ROOTS.messages);
	const sequenced = sequencedIn(segment);
	return [...messages.keys()].some((id) => !sequenced.has(id));
}

/** Puts a message into a segment unless it is there. */
export function putMessage(id: string, message: Message): (segment: Y.Doc) => void {
	return (segment) => {
		const messages = segment.getMap<Message>(SEGMENT_ROOTS.messages);
		if (!messages.has(id)) messages.set(id, message);
	};
}

/** Whether two versions of a message say the same to the same people. */
export function saysTheSame(one: Message, other: Message): boolean {
	return one.body === other.body && (one.mentions ?? []).join() === (other.mentions ?? []).join();
}

/**
 * Whether a segment holds words of `owed` that the server has not taken and is not to be sent any more: their writer has
 * changed them, or taken them back.
 */
export function holdsOvertaken(
	segment: Y.Doc,
	owed: readonly OutboxEntry[],
	isWithdrawn: (messageId: string) => boolean
): boolean {
	const messages = segment.getMap<Message>(SEGMENT_ROOTS.messages);
	const overtaken = owed.filter(({ id, message }) => {
		const held = messages.get(id);
		return held !== undefined && (isWithdrawn(id) || !saysTheSame(held, message));
	});
	if (overtaken.length === 0) return false;
	const sequenced = sequencedIn(segment);
	return overtaken.some(({ id }) => !sequenced.has(id));
}
