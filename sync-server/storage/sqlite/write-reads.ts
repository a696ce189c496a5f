import type { Database } from 'better-sqlite3';
import type { ReadMark } from '../../../src/lib/protocol/personal.ts';
import type { ReadPlace } from '../people-store.ts';
import type { Commit } from '../storage.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';
import { appendCommits } from './write-commits.ts';

interface ReadWrite {
	place: ReadPlace;
	mark: ReadMark;
	at: number;
	commits: Commit[];
}

/** The changes of how far people have read. */
export const readWrites = {
	'write-read-mark': (db: Database, { place, mark, at, commits }: ReadWrite, { version }: Turn) => {
		statement(
			db,
			`INSERT INTO reads (user_id, room_id, seq, marked_seq, mark, at)
			VALUES (@userId, @roomId, @seq, @unreadFrom, @marking, @at)
			ON CONFLICT (user_id, room_id) DO UPDATE
			SET seq = max(seq, excluded.seq), marked_seq = excluded.marked_seq, mark = excluded.mark, at = excluded.at`
		).run({ ...place, seq: mark.seq, unreadFrom: mark.unreadFrom ?? null, marking: mark.marking ?? 0, at });
		return appendCommits(db, commits, version);
	},
	'delete-read-mark': (
		db: Database,
		{ place, commits }: { place: ReadPlace; commits: Commit[] },
		{ version }: Turn
	) => {
		statement(db, 'DELETE FROM reads WHERE user_id = @userId AND room_id = @roomId').run(place);
		return appendCommits(db, commits, version);
	}
};
