import type * as Y from 'yjs';
import { parseDocumentName } from '../protocol/document-name.ts';
import { SEGMENT_ROOTS, segmentInfo, type Message, type TimelineEntry } from '../protocol/message.ts';

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
