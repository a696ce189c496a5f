import type * as Y from 'yjs';
import type * as z from 'zod/mini';
import type { messageSchema } from './document-schemas.ts';

/** A message as it stands in the document: as its author wrote it, or what the server has left of it. */
export interface Message extends z.infer<typeof messageSchema> {
	/**
	 * Written by the server only: the message was deleted, by whom (user id) and when (its clock). The body is empty then, and
	 * nothing is ever written under the key again.
	 */
	deleted?: { by: string; at: number };
}

/** An entry of a segment's `timeline` root: the server's receipt for one message, in the room's order. */
export interface TimelineEntry {
	/** The message's id. */
	id: string;
	/** The server's clock when it was received, in milliseconds since the Unix epoch. */
	at: number;
	/**
	 * The server's proof that it has received exactly this message: what a restored server asks for before it takes a
	 * message back from a device that is not its author's (H5). Absent on entries older than the proofs.
	 */
	proof?: string;
}

/** Root names of a segment document. */
export const SEGMENT_ROOTS = { messages: 'messages', timeline: 'timeline', info: 'info' } as const;

/** The keys of a segment's `info` root. */
interface SegmentInfo {
	/** Sequence of its first timeline entry; absent in a room's first segment, where it is {@link FIRST_SEQ}. */
	firstSeq: number;
	/** The server's clock when it stopped taking new messages; absent while it takes them. */
	closedAt: number;
}

/** Sequences start at 1, so that 0 can stand for "nothing yet". */
const FIRST_SEQ = 1;

/** What a segment says about itself. */
export function segmentInfo(segment: Y.Doc): { firstSeq: number; closed: boolean } {
	const info = segment.getMap<SegmentInfo[keyof SegmentInfo]>(SEGMENT_ROOTS.info);
	return { firstSeq: info.get('firstSeq') ?? FIRST_SEQ, closed: info.has('closedAt') };
}
