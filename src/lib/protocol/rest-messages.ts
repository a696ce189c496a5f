import * as z from 'zod/mini';
import { idSchema, timeSchema } from './document-schemas.ts';
import { HISTORY_PAGE_MAX, SEARCH_MAX_CHARS } from './limits.ts';

/** A number in a query string. */
const wholeNumber = z.pipe(z.string().check(z.regex(/^\d{1,15}$/)), z.transform(Number));

const seqInQuery = z.optional(wholeNumber);
const timeInQuery = z.optional(z.pipe(wholeNumber, timeSchema));

/**
 * `GET /api/v1/rooms/:id/messages`, for members: the newest, or those before, after or around one place, which is a sequence or
 * a time (ms since the Unix epoch). A time stands for the first message that was received then or later. One place at most.
 */
export const historySchema = z.strictObject({
	before: seqInQuery,
	after: seqInQuery,
	around: seqInQuery,
	beforeTime: timeInQuery,
	afterTime: timeInQuery,
	aroundTime: timeInQuery,
	limit: z.optional(z.pipe(wholeNumber, z.int().check(z.minimum(1), z.maximum(HISTORY_PAGE_MAX))))
});
export type HistoryRequest = z.infer<typeof historySchema>;

/** A message as the room's log has it: its newest version, and the server's word on it. Times are ms since the Unix epoch. */
export interface HistoryMessage {
	id: string;
	/** Its place in the room; the same for as long as the room lives. */
	seq: number;
	/** User id. */
	author: string;
	/** Plain text; empty where it was deleted. */
	body: string;
	/** User ids of those whom the text names. */
	mentions: string[];
	/** The server's clock when it was first received. */
	receivedAt: number;
	/** Its writer's clock when it was composed. */
	createdAt: number;
	/** Its writer's clock when the text was last changed; null where it never was, and where it was deleted. */
	editedAt: number | null;
	/** How many texts it has had, {@link VERSIONS_COUNTED_MAX} at most; 0 where it was deleted. */
	versions: number;
	/** Who took it away (user id), and when (the server's clock). */
	deleted: { by: string; at: number } | null;
}

/** A piece of a room's history, in the room's order. */
export interface HistoryPage {
	messages: HistoryMessage[];
	/** What to send as `before` for what came before these; null where there is nothing. */
	before: number | null;
	/** What to send as `after` for what came after them; null where there is nothing yet. */
	after: number | null;
}

/** `GET /api/v1/rooms/:id/export?format=`, by those who keep order in the room, and in a direct room by either of the two. */
export const EXPORT_FORMATS = ['json', 'markdown', 'html'] as const;
export type ExportFormatName = (typeof EXPORT_FORMATS)[number];
export const exportSchema = z.strictObject({ format: z.enum(EXPORT_FORMATS) });

/**
 * `GET /api/v1/search`: messages in rooms that one may read, which have every word of `q`, or what stands there between quotation
 * marks. Any part of a word counts from three letters on, shorter ones where a word begins; in scripts without spaces any
 * character does. Case and accents make no difference. Needs a word or one of `room`, `from` and `has` to look for.
 */
export const searchSchema = z.strictObject({
	q: z.optional(z.string().check(z.maxLength(SEARCH_MAX_CHARS))),
	room: z.optional(idSchema),
	/** User id of the author. */
	from: z.optional(idSchema),
	/** When it was received, ms since the Unix epoch: before then; then or later. */
	before: timeInQuery,
	after: timeInQuery,
	has: z.optional(z.literal('link')),
	/** {@link SearchPage.cursor} of the answer before this one. */
	cursor: seqInQuery
});
export type SearchRequest = z.infer<typeof searchSchema>;

/** A message that was found, and the part of it that shows why. */
export interface SearchResult {
	roomId: string;
	id: string;
	seq: number;
	/** User id. */
	author: string;
	receivedAt: number;
	editedAt: number | null;
	/** Part of the text, {@link SNIPPET_MAX_CHARS} at most; plain text, like the whole. */
	snippet: string;
	/** Where in the text the snippet begins, in UTF-16 code units. */
	snippetStart: number;
	/** Where in the snippet what was looked for stands, in UTF-16 code units: in order, apart from each other. */
	hits: { start: number; end: number }[];
}

/** Everything that is found has every word, so the newest come first. */
export interface SearchPage {
	results: SearchResult[];
	/** How to go on; null at the end. There may be more, also where an answer has few results or none. */
	cursor: number | null;
	/** False while the server still indexes what was there before it could search: older messages may be missing. */
	complete: boolean;
}
