import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { segmentInfo } from '../../src/lib/protocol/message.ts';
import type { RoomStore } from '../storage/room-store.ts';
import type { Documents } from './documents.ts';
import { UnreadableDocumentError } from './loaded-document.ts';

/** A segment and the sequences in it: from `first` to the one before `next`. */
export interface Span {
	segment: number;
	first: number;
	next: number;
}

/**
 * The segment that holds a sequence, found by halves: a room of years opens ten of its thousand. Undefined where none
 * does, or what must be read to find it cannot be read.
 */
export async function spanOf(
	{ documents, store }: { documents: Documents; store: Pick<RoomStore, 'currentSegment'> },
	roomId: string,
	seq: number
): Promise<Span | undefined> {
	let [low, high] = [0, await store.currentSegment(roomId)];
	while (low <= high) {
		const segment = Math.floor((low + high) / 2);
		let span: Span;
		try {
			span = await documents.read(segmentName(roomId, segment), ({ doc, entries }) => {
				const { firstSeq } = segmentInfo(doc);
				return { segment, first: firstSeq, next: firstSeq + entries };
			});
		} catch (error) {
			// A damaged segment must not keep back what is to be found elsewhere.
			if (error instanceof UnreadableDocumentError) return undefined;
			throw error;
		}
		if (seq < span.first) high = segment - 1;
		else if (seq >= span.next) low = segment + 1;
		else return span;
	}
	return undefined;
}
