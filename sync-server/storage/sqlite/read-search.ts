import type { Database } from 'better-sqlite3';
import type { Message } from '../../../src/lib/protocol/message.ts';
import type { MatchingMessage, SearchAsk, SearchFound } from '../search-store.ts';
import { idGram, MARKS } from './search-grams.ts';
import { hasTerms, hitsIn, termsOf, type Term } from './search-query.ts';
import { statement } from './statement.ts';

/**
 * Characters of what the index offers that are read for one answer: some tens of milliseconds in which nobody else is served.
 * Where that is not enough, because most of it is in rooms that the account is not in, or has the pieces of a word and not
 * the word, the answer says how to go on. Of characters and not of messages: two thousand of the longest held the server up
 * for seconds.
 */
const READ_MAX_CHARS = 500_000;

/** What a message counts for at least, in characters: finding it in the log costs about as much as reading so many. */
const MESSAGE_MIN_CHARS = 250;

interface Row {
	entry: number;
	/** Null where the account may not see it: membership and blocks as they are at this moment. */
	value: string | null;
	id: string;
	roomId: string;
	seq: number;
	author: string;
	receivedAt: number;
}

/** The newest first, and of each whether the account may see it. */
export const FIND = `
	SELECT message_search.rowid AS entry, newest.value, newest.message_id AS id, first.room_id AS roomId, first.seq,
		newest.author, first.received_at AS receivedAt
	FROM message_search
	CROSS JOIN message_log AS first ON first.entry = message_search.rowid
	LEFT JOIN memberships AS own ON own.room_id = first.room_id AND own.user_id = @userId
	LEFT JOIN message_log AS newest ON newest.entry = CASE
			WHEN own.user_id IS NOT NULL AND first.received_at >= @after AND first.received_at < @before THEN
				(SELECT entry FROM message_log WHERE room_id = first.room_id AND seq = first.seq ORDER BY entry DESC LIMIT 1)
		END
		AND NOT EXISTS (SELECT 1 FROM blocks WHERE blocks.user_id = @userId AND blocks.blocked_id = newest.author)
	WHERE message_search MATCH @match AND message_search.rowid < @below
	ORDER BY message_search.rowid DESC`;

/** Messages that have every term, the newest first. */
export function search(db: Database, ask: SearchAsk): SearchFound {
	const terms = termsOf(ask.text);
	const match = matchOf(terms, ask);
	const complete = statement<{ below: number }>(db, 'SELECT below FROM search_backlog').get()?.below === 1;
	if (match === undefined) return { messages: [], below: null, complete };
	const { userId, after = 0, before = Number.MAX_SAFE_INTEGER, below = Number.MAX_SAFE_INTEGER } = ask;
	const messages: MatchingMessage[] = [];
	let read = 0;
	for (const row of statement<Row>(db, FIND).iterate({ userId, after, before, below, match })) {
		const found = foundIn(row, terms);
		if (found !== undefined) messages.push(found);
		read += Math.max(MESSAGE_MIN_CHARS, row.value?.length ?? 0);
		if (messages.length === ask.limit || read >= READ_MAX_CHARS) return { messages, below: row.entry, complete };
	}
	return { messages, below: null, complete };
}

/** Each token in quotation marks, which no token has, so that nothing is taken for FTS5's query language. */
function matchOf(terms: Term[], { roomId, from, hasLink }: SearchAsk): string | undefined {
	const grams = new Set(terms.flatMap((term) => term.grams));
	if (terms.length > 0 && grams.size === 0) return undefined;
	if (roomId !== undefined) grams.add(idGram(MARKS.room, roomId));
	if (from !== undefined) grams.add(idGram(MARKS.author, from));
	if (hasLink) grams.add(MARKS.link);
	return grams.size === 0 ? undefined : [...grams].map((gram) => `"${gram}"`).join(' ');
}

/** The index says where something may be; the text, whether it is. */
function foundIn({ value, entry: _entry, ...place }: Row, terms: Term[]): MatchingMessage | undefined {
	if (value === null) return undefined;
	const { body = '', editedAt = null } = JSON.parse(value) as Partial<Message>;
	return hasTerms(body, terms) ? { ...place, body, editedAt, hits: hitsIn(body, terms) } : undefined;
}
