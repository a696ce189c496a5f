// What reading, searching and exporting the message log costs with 1,000 to 1,000,000 messages, and what the search index costs a
// commit. On the store itself, in this process: a request adds the same to each.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Database } from 'better-sqlite3';
import { exportWords } from '../../sync-server/export/export-words.ts';
import { RoomExports } from '../../sync-server/export/room-export.ts';
import { migrate } from '../../sync-server/storage/sqlite/migrations.ts';
import { databaseFile, openForWriting } from '../../sync-server/storage/sqlite/open-database.ts';
import { messagesAfter, messagesBefore, sequenceAt } from '../../sync-server/storage/sqlite/read-log.ts';
import { search } from '../../sync-server/storage/sqlite/read-search.ts';
import { runBatch } from '../../sync-server/storage/sqlite/run-batch.ts';
import { perform, type WriteOperation } from '../../sync-server/storage/sqlite/write-operations.ts';
import { indexBacklog } from '../../sync-server/storage/sqlite/write-search.ts';
import { createSqliteStorage } from '../../sync-server/storage/sqlite/sqlite-storage.ts';
import type { LoggedMessage } from '../../sync-server/storage/storage.ts';
import { Texts } from './load/texts.ts';
import { printEnvironment, printTable, times } from './report/table.ts';

const SIZES = (process.env.BENCH_SIZES ?? '1000,100000,1000000').split(',').map(Number);
const OUTSIDE = 'another';
const ROOMS = 20;
/** Of the room that is read, which has half of all messages. */
const ROOM = 'room-0';
const PER_BATCH = 500;

let documents = 0;

async function main(): Promise<void> {
	printEnvironment();
	printTable(
		'What the index costs a batch of commits (µs; CPU in the mean, time in the median), taking turns',
		commitCost()
	);
	const [reading, searching, sizes, exporting]: Record<string, string>[][] = [[], [], [], []];
	for (const size of SIZES) {
		const dataDir = mkdtempSync(resolve('node_modules/.cache/tidings/log-'));
		try {
			const db = openForWriting(databaseFile(dataDir));
			migrate(db);
			sizes?.push(fill(db, size));
			reading?.push({ messages: String(size), ...readingTimes(db, size) });
			searching?.push({ messages: String(size), ...searchTimes(db) });
			db.close();
			exporting?.push(await exportOf(dataDir, size));
		} finally {
			rmSync(dataDir, { recursive: true });
		}
	}
	printTable('The index beside the text', sizes ?? []);
	printTable('Reading 50 messages (ms, median)', reading ?? []);
	printTable('Searching (ms, median of 20; first page)', searching ?? []);
	printTable('Exporting a room as HTML', exporting ?? []);
}

function commitCost(): Record<string, string>[] {
	const dataDir = mkdtempSync(resolve('node_modules/.cache/tidings/log-'));
	const dbs = ['with', 'without'].map((name) => openForWriting(join(dataDir, `${name}.db`)));
	const [indexed, plain] = dbs as [Database, Database];
	dbs.forEach(migrate);
	const texts = new Texts(7);
	const rows = [1, 10, 100].map((perCommit) => {
		const [own, bare]: [number[], number[]] = [[], []];
		const [usedOwn, usedBare] = [new Cpu(), new Cpu()];
		for (let round = 0; round < 300; round += 1) {
			const operations = operationsOf(texts, perCommit, round);
			own.push(timed(() => usedOwn.of(() => runBatch(indexed, operations, 1))));
			bare.push(timed(() => usedBare.of(() => withoutIndex(plain, operations))));
		}
		const [withIndex, without] = [usedOwn.us / 300, usedBare.us / 300];
		return {
			'commits in a batch': String(perCommit),
			'CPU without': without.toFixed(0),
			'CPU with': withIndex.toFixed(0),
			'CPU more a message': ((withIndex - without) / perCommit).toFixed(0),
			'time without': (median(bare) * 1000).toFixed(0),
			'time with': (median(own) * 1000).toFixed(0),
			ratio: times(median(own), median(bare))
		};
	});
	dbs.forEach((db) => db.close());
	rmSync(dataDir, { recursive: true });
	return rows;
}

/** Counts what this process computes, which other load on the machine does not change. */
class Cpu {
	/** In microseconds. */
	us = 0;

	of(act: () => void): void {
		const before = process.cpuUsage();
		act();
		const { user, system } = process.cpuUsage(before);
		this.us += user + system;
	}
}

function operationsOf(texts: Texts, count: number, round: number): WriteOperation[] {
	return Array.from({ length: count }, () => {
		const message = messageOf(texts.next(), (documents += 1), `commit-${round % 20}`);
		const update = new Uint8Array(300);
		const commit = { document: `d${documents}`, base: 0, update, claims: [], messages: [message] };
		return { kind: 'append-commit', commit, record: undefined };
	});
}

/** The same, as it was before there was an index. */
function withoutIndex(db: Database, operations: WriteOperation[]): void {
	db.exec('BEGIN IMMEDIATE');
	operations.forEach((operation, index) => {
		db.exec('SAVEPOINT operation');
		perform(db, operation, { now: 1, version: index + 1 });
		db.exec('RELEASE operation');
	});
	db.exec('UPDATE commit_counter SET last_version = last_version + 1');
	db.exec('COMMIT');
}

function messageOf(body: string, seq: number, roomId: string): LoggedMessage {
	const id = `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`;
	const value = JSON.stringify({ author: 'anna', body, createdAt: seq });
	return { id, roomId, seq, author: 'anna', value, receivedAt: 1_000 * seq };
}

/** First the log, then its index by the steps in which an older store gets it. */
function fill(db: Database, size: number): Record<string, string> {
	const texts = new Texts();
	db.exec(`INSERT INTO users (id, email, email_key, username, username_key, display_name, password_hash, role, created_at)
		VALUES ('anna', '', 'a', '', 'a', 'Anna', '', 'owner', 1)`);
	for (let room = 0; room < ROOMS; room += 1) {
		db.exec(
			`INSERT INTO rooms (id, title, kind, created_by, created_at) VALUES ('room-${room}', 'r', 'private', 'anna', 1)`
		);
	}
	db.exec(
		`INSERT INTO rooms (id, title, kind, created_by, created_at) VALUES ('${OUTSIDE}', 'r', 'private', 'anna', 1)`
	);
	db.exec(
		`INSERT INTO memberships (room_id, user_id, role, joined_at) SELECT id, 'anna', 'owner', 1 FROM rooms WHERE id <> '${OUTSIDE}'`
	);
	const insert = db.prepare(`INSERT INTO message_log (message_id, room_id, seq, author, value, received_at)
		VALUES (@id, @roomId, @seq, @author, @value, @receivedAt)`);
	const seqs = new Map<string, number>();
	let textBytes = 0;
	for (let done = 0; done < size; done += PER_BATCH) {
		db.transaction(() => {
			for (let number = done; number < Math.min(size, done + PER_BATCH); number += 1) {
				const roomId = number % 2 === 0 ? ROOM : number % 4 === 1 ? OUTSIDE : `room-${(number % (ROOMS - 1)) + 1}`;
				const seq = (seqs.get(roomId) ?? 0) + 1;
				seqs.set(roomId, seq);
				const body = texts.next();
				textBytes += Buffer.byteLength(body);
				insert.run({ ...messageOf(body, seq, roomId), receivedAt: 1_000 * number });
			}
		})();
	}
	const logBytes = pages(db);
	db.prepare('UPDATE search_backlog SET below = ?').run(size + 1);
	const steps: number[] = [];
	const began = performance.now();
	for (let more = true; more;) steps.push(timed(() => db.transaction(() => (more = indexBacklog(db)))()));
	const seconds = (performance.now() - began) / 1000;
	const index = pages(db) - logBytes;
	return {
		messages: String(size),
		'text MB': mb(textBytes),
		'log MB': mb(logBytes),
		'index MB': mb(index),
		'index / text': times(index, textBytes),
		'step p50 ms': median(steps).toFixed(1),
		'step p99 ms': quantile(steps, 0.99).toFixed(1),
		'step max ms': Math.max(...steps).toFixed(1),
		'all steps s': seconds.toFixed(0)
	};
}

function pages(db: Database): number {
	db.pragma('wal_checkpoint(TRUNCATE)');
	return statSync(db.name).size;
}

function readingTimes(db: Database, size: number): Record<string, string> {
	const last = size / 2;
	const places = Array.from({ length: 200 }, (_, index) => Math.floor((last * index) / 200));
	const shapes: Record<string, (seq: number) => void> = {
		newest: () => messagesBefore(db, ROOM, Number.MAX_SAFE_INTEGER, 51),
		before: (seq) => messagesBefore(db, ROOM, seq, 51),
		after: (seq) => messagesAfter(db, ROOM, seq, 51),
		'a time': (seq) => messagesAfter(db, ROOM, sequenceAt(db, ROOM, 2_000 * seq) - 1, 51)
	};
	return measured(shapes, (shape) => places.map((place) => timed(() => shape(place))));
}

function searchTimes(db: Database): Record<string, string> {
	const ask =
		(text: string, more: object = {}) =>
		() =>
			void search(db, { userId: 'anna', text, hasLink: false, limit: 20, ...more });
	const texts = new Texts();
	const common = texts.word();
	const shapes: Record<string, () => void> = {
		'one letter': ask('о'),
		'a common word': ask('оое'),
		'part of a word': ask('тсрв'),
		'a rare word': ask('щэфёю'),
		'two words': ask(`${common} нтс`),
		'two Chinese': ask('一丁'),
		'one Chinese': ask('七'),
		'in a room': ask('оое', { roomId: 'room-7' }),
		'with a link': ask('', { hasLink: true }),
		'in no room of mine': ask('ое', { userId: 'nobody' }),
		'200 letters': ask('о'.repeat(200))
	};
	return measured(shapes, (shape) => Array.from({ length: 20 }, () => timed(shape)));
}

function measured<Shape>(shapes: Record<string, Shape>, run: (shape: Shape) => number[]): Record<string, string> {
	return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, median(run(shape)).toFixed(2)]));
}

/** The whole file, made as fast as it can be; what is resident is looked at all the while. */
async function exportOf(dataDir: string, size: number): Promise<Record<string, string>> {
	const store = createSqliteStorage({ dataDir, workerUrl: pathToFileURL(resolve('build/server/writer-worker.js')) });
	const exports = new RoomExports({ store, now: () => 1 });
	const before = process.memoryUsage().rss;
	let [bytes, highest] = [0, 0];
	const began = performance.now();
	const { pieces } = await exports.begin('anna', { roomId: ROOM, format: 'html', words: exportWords('en') });
	for await (const piece of pieces) {
		bytes += piece.byteLength;
		highest = Math.max(highest, process.memoryUsage().rss);
	}
	const seconds = (performance.now() - began) / 1000;
	await store.close();
	return {
		messages: String(size / 2),
		'file MB': mb(bytes),
		seconds: seconds.toFixed(1),
		'RSS before MB': mb(before),
		'RSS at most MB': mb(highest)
	};
}

function timed(act: () => void): number {
	const began = performance.now();
	act();
	return performance.now() - began;
}

function median(values: number[]): number {
	return quantile(values, 0.5);
}

function quantile(values: number[], part: number): number {
	return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? NaN;
}

function mb(bytes: number): string {
	return (bytes / 1_000_000).toFixed(1);
}

await main();
