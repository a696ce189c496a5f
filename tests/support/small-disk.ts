import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A place for a store that can stop taking writes, and take them again. */
export interface SmallDisk {
	dataDir: string;
	/** What the store's file may weigh, in bytes, where nothing else limits it. */
	maxBytes: number | undefined;
	/** From now on no write succeeds. */
	fill(): Promise<void>;
	free(): Promise<void>;
	dispose(): Promise<void>;
}

const MAX_BYTES = 1024 * 1024;
const BALLAST_BYTES = 16 * 1024;

/** A limit on the pages of the database, which another program uses up: works on every machine. */
export async function pageLimit(): Promise<SmallDisk> {
	const dataDir = await mkdtemp(join(tmpdir(), 'tidings-small-'));
	const change = (how: (db: Database.Database) => void) => {
		const db = new Database(join(dataDir, 'tidings.db'));
		how(db);
		db.close();
	};
	return {
		dataDir,
		maxBytes: MAX_BYTES,
		fill: async () =>
			change((db) => {
				db.exec('CREATE TABLE ballast (data BLOB)');
				const add = db.prepare('INSERT INTO ballast VALUES (zeroblob(?))');
				const bytes = () =>
					Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }));
				while (bytes() < MAX_BYTES) add.run(BALLAST_BYTES);
			}),
		free: async () => change((db) => db.exec('DROP TABLE ballast')),
		dispose: () => rm(dataDir, { recursive: true })
	};
}

/** Another program that keeps the database to itself, as a copying tool or a forgotten shell does: it can only be read. */
export async function lockedUp(): Promise<SmallDisk> {
	const dataDir = await mkdtemp(join(tmpdir(), 'tidings-locked-'));
	let other: Database.Database | undefined;
	return {
		dataDir,
		maxBytes: undefined,
		fill: async () => {
			other = new Database(join(dataDir, 'tidings.db'));
			other.exec('BEGIN IMMEDIATE');
		},
		free: async () => {
			other?.close();
		},
		dispose: () => rm(dataDir, { recursive: true })
	};
}

/** A real file system of a few megabytes, mounted by whoever started the tests (`npm run soak`). */
export async function realSmallDisk(mountPoint: string): Promise<SmallDisk> {
	const dataDir = await mkdtemp(join(mountPoint, 'tidings-'));
	const ballast = join(mountPoint, 'ballast');
	return {
		dataDir,
		maxBytes: undefined,
		fill: async () => {
			let full = false;
			while (!full) await appendFile(ballast, new Uint8Array(BALLAST_BYTES)).catch(() => (full = true));
		},
		free: async () => {
			if (existsSync(ballast)) await rm(ballast);
		},
		dispose: () => rm(dataDir, { recursive: true })
	};
}
