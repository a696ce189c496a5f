import type { Database } from 'better-sqlite3';
import { VERSIONS_COUNTED_MAX } from '../../../src/lib/protocol/limits.ts';
import type { Message } from '../../../src/lib/protocol/message.ts';
import type { HistoryMessage } from '../../../src/lib/protocol/rest-messages.ts';
import { lastSequence } from './read-reads.ts';
import { statement } from './statement.ts';

interface Row {
	id: string;
	seq: number;
	author: string;
	value: string;
	receivedAt: number;
	versions: number;
}

/** From one sequence to the next by the log's index, whatever the number of versions in between. */
const NEXT = {
	before: `SELECT seq FROM message_log WHERE room_id = @roomId AND seq < page.seq ORDER BY seq DESC LIMIT 1`,
	after: `SELECT seq FROM message_log WHERE room_id = @roomId AND seq > page.seq ORDER BY seq LIMIT 1`
};

/**
 * When a message was received is when its author's first version was: a restored server may have had another's words under
 * the same id before (H5).
 */
const pageFrom = (direction: keyof typeof NEXT) => `
	WITH RECURSIVE page (seq, place) AS (
		SELECT @seq, 0
		UNION ALL SELECT (${NEXT[direction]}), place + 1 FROM page WHERE page.seq IS NOT NULL AND place < @limit
	)
	SELECT newest.message_id AS id, page.seq, newest.author, newest.value,
		(SELECT received_at FROM message_log AS first
			WHERE first.room_id = @roomId AND first.seq = page.seq AND first.author = newest.author
			ORDER BY entry LIMIT 1) AS receivedAt,
		(SELECT count(*) FROM (SELECT 1 FROM message_log AS version
			WHERE version.room_id = @roomId AND version.seq = page.seq AND version.author = newest.author
			LIMIT ${VERSIONS_COUNTED_MAX})) AS versions
	FROM page JOIN message_log AS newest ON newest.entry =
		(SELECT entry FROM message_log WHERE room_id = @roomId AND seq = page.seq ORDER BY entry DESC LIMIT 1)
	WHERE page.place > 0 ORDER BY page.seq`;

/** The statements, by direction. Their plans are what keeps a long room as quick to read as a short one (I8). */
export const LOG_PAGES = { before: pageFrom('before'), after: pageFrom('after') };

/** The place next to `seq` that the log has, and when the first version there was received. */
export const LOG_PLACE = `SELECT seq, received_at AS receivedAt FROM message_log
	WHERE room_id = ? AND seq >= ? ORDER BY seq, entry LIMIT 1`;

export function messagesBefore(db: Database, roomId: string, seq: number, limit: number): HistoryMessage[] {
	return statement<Row>(db, LOG_PAGES.before).all({ roomId, seq, limit }).map(historyMessage);
}

export function messagesAfter(db: Database, roomId: string, seq: number, limit: number): HistoryMessage[] {
	return statement<Row>(db, LOG_PAGES.after).all({ roomId, seq, limit }).map(historyMessage);
}

/** By halves: messages stand in the order in which they came, so an index of times would cost every commit for nothing. */
export function sequenceAt(db: Database, roomId: string, at: number): number {
	const place = statement<{ seq: number; receivedAt: number }>(db, LOG_PLACE);
	let [low, high] = [1, lastSequence(db, roomId) + 1];
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		const found = place.get(roomId, middle);
		if (found === undefined || found.receivedAt >= at) high = middle;
		else low = found.seq + 1;
	}
	return low;
}

function historyMessage({ value, versions, ...row }: Row): HistoryMessage {
	const { body = '', createdAt = 0, editedAt = null, mentions = [], deleted } = JSON.parse(value) as Partial<Message>;
	const words = deleted === undefined ? { body, mentions, editedAt, versions } : NO_WORDS;
	return { ...row, createdAt, ...words, deleted: deleted ?? null };
}

/** What is left of a deleted message's words. */
const NO_WORDS = { body: '', mentions: [], editedAt: null, versions: 0 };
