import type { Database } from 'better-sqlite3';
import type { ReadMark } from '../../../src/lib/protocol/personal.ts';
import type { ReadPlace } from '../people-store.ts';
import { statement } from './statement.ts';

export function findReadMark(db: Database, { userId, roomId }: ReadPlace): ReadMark | undefined {
	const row = statement<{ seq: number; unreadFrom: number | null; marking: number }>(
		db,
		'SELECT seq, marked_seq AS unreadFrom, mark AS marking FROM reads WHERE user_id = ? AND room_id = ?'
	).get(userId, roomId);
	if (row === undefined) return undefined;
	const { seq, unreadFrom, marking } = row;
	return { seq, ...(unreadFrom !== null && { unreadFrom }), ...(marking !== 0 && { marking }) };
}

/** From the log, as its index has it: the newest segment may be anywhere but in memory. */
export function lastSequence(db: Database, roomId: string): number {
	const row = statement<{ seq: number | null }>(db, 'SELECT max(seq) AS seq FROM message_log WHERE room_id = ?');
	return row.get(roomId)?.seq ?? 0;
}

export function memberCount(db: Database, roomId: string): number {
	const row = statement<{ members: number }>(db, 'SELECT count(*) AS members FROM memberships WHERE room_id = ?');
	return row.get(roomId)?.members ?? 0;
}
