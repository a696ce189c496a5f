import type { Database } from 'better-sqlite3';
import type { Message } from '../../../src/lib/protocol/message.ts';
import type { LoggedMessage } from '../storage.ts';
import { foldText } from './search-fold.ts';
import { gramsOf, idGram, MARKS } from './search-grams.ts';
import { statement } from './statement.ts';

/** Entries of the log that are indexed in one go when an older store is opened: some milliseconds of the writer's thread. */
const BACKLOG_STEP = 50;

const LINK = /https?:\/\/\S/i;

/** A message, and what it says now. */
type Version = Pick<LoggedMessage, 'roomId' | 'seq' | 'author' | 'value'>;

/** Brings the index up to what has just been logged. Of several versions of a message the last counts. */
export function indexLogged(db: Database, messages: LoggedMessage[]): void {
	const newest = new Map(messages.map((message) => [`${message.roomId}/${message.seq}`, message]));
	for (const message of newest.values()) indexVersion(db, firstEntry(db, message), message);
}

/** Indexes some more of what was there before the index, from the newest back. Answers whether there is still more. */
export function indexBacklog(db: Database): boolean {
	const below = statement<{ below: number }>(db, 'SELECT below FROM search_backlog').get()?.below ?? 1;
	const from = Math.max(1, below - BACKLOG_STEP);
	const entries = statement<Version & { entry: number }>(
		db,
		`SELECT log.entry, log.room_id AS roomId, log.seq, newest.author, newest.value FROM message_log AS log
		JOIN message_log AS newest ON newest.entry = (
			SELECT entry FROM message_log WHERE room_id = log.room_id AND seq = log.seq ORDER BY entry DESC LIMIT 1
		)
		WHERE log.entry >= ? AND log.entry < ?`
	).all(from, below);
	for (const { entry, ...version } of entries) {
		if (firstEntry(db, version) === entry) indexVersion(db, entry, version);
	}
	statement(db, 'UPDATE search_backlog SET below = ?').run(from);
	return from > 1;
}

function firstEntry(db: Database, { roomId, seq }: Pick<Version, 'roomId' | 'seq'>): number {
	const sql = 'SELECT entry FROM message_log WHERE room_id = ? AND seq = ? ORDER BY entry LIMIT 1';
	return statement<{ entry: number }>(db, sql).get(roomId, seq)?.entry ?? 0;
}

/** A message that is edited is found by its new words only, and one that is deleted is not found. */
function indexVersion(db: Database, entry: number, { roomId, author, value }: Version): void {
	const { body = '', deleted } = JSON.parse(value) as Partial<Message>;
	if (deleted !== undefined) {
		statement(db, 'DELETE FROM message_search WHERE rowid = ?').run(entry);
		return;
	}
	const facts = [idGram(MARKS.room, roomId), idGram(MARKS.author, author), ...(LINK.test(body) ? [MARKS.link] : [])];
	const grams = [...gramsOf(foldText(body)), ...facts].join(' ');
	statement(db, 'INSERT OR REPLACE INTO message_search (rowid, grams) VALUES (?, ?)').run(entry, grams);
}
