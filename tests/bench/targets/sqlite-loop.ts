import { mkdtempSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { BUNDLES } from '../bundles.ts';
import { nowUs } from '../load/stamp.ts';

/** A row as long as a message. */
const ROW_BYTES = 200;

/** Between commits, in milliseconds: messages too leave the disk time to fall asleep, and waking it is part of the price. */
const PAUSE_MS = 1;

/**
 * What the disk asks for durability: rows inserted one by one, each a transaction with `synchronous=FULL`, on the disk
 * that the server's store is on. Resolves with what each commit took, in microseconds.
 */
export async function measureCommits(warmUp: number, rows: number): Promise<Float64Array> {
	const folder = mkdtempSync(`${BUNDLES}sqlite-`);
	const db = new Sqlite(`${folder}/rows.db`);
	try {
		db.pragma('journal_mode = WAL');
		db.pragma('synchronous = FULL');
		db.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, data BLOB NOT NULL)');
		const insert = db.prepare('INSERT INTO rows (data) VALUES (?)');
		const row = Buffer.alloc(ROW_BYTES, 'x');
		const took: number[] = [];
		while (took.length < warmUp + rows) {
			const startUs = nowUs();
			insert.run(row);
			took.push(nowUs() - startUs);
			await pause(PAUSE_MS);
		}
		return Float64Array.from(took.slice(warmUp));
	} finally {
		db.close();
		rmSync(folder, { recursive: true, force: true });
	}
}
