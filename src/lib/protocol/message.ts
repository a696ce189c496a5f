import type * as Y from 'yjs';
import * as z from 'zod/mini';
import { idSchema } from './ids.ts';
import { MESSAGE_BODY_MAX_CHARS } from './limits.ts';

/** Milliseconds since the Unix epoch, within what a JavaScript Date can hold (ECMA-262 §21.4.1.1). */
export const timeSchema = z.int().check(z.minimum(0), z.maximum(8.64e15));

/** A value of a segment's `messages` root. The key is the message's id. */
export const messageSchema = z.strictObject({
	/** User id of the writer. The server refuses any but the session's own (I5). */
	author: idSchema,
	/** Plain text, never blank. */
	body: z.string().check(z.maxLength(MESSAGE_BODY_MAX_CHARS), z.regex(/\S/)),
	/** The writer's clock when it was composed: shown as "written …", never used for order (I7). */
	createdAt: timeSchema,
	/** The writer's clock when the text was last changed; absent on a first version. */
	editedAt: z.optional(timeSchema)
});
export type Message = z.infer<typeof messageSchema>;

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
