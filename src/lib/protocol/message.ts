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
}

/** Root names of a segment document. */
export const SEGMENT_ROOTS = { messages: 'messages', timeline: 'timeline' } as const;
