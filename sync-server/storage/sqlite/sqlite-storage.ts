import { mkdirSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { RoomSummary } from '../../../src/lib/protocol/rest.ts';
import type {
	Commit,
	MembershipRecord,
	RoomRecord,
	SessionRecord,
	Storage,
	StoredDocument,
	UserRecord
} from '../storage.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { GroupCommit } from './group-commit.ts';
import { migrate } from './migrations.ts';
import { databaseFile, openForReading, openForWriting } from './open-database.ts';
import * as accounts from './read-accounts.ts';
import * as documents from './read-documents.ts';
import * as rooms from './read-rooms.ts';
import { WriterThread } from './writer-thread.ts';

export interface SqliteStorageOptions {
	/** Directory of the store; made when it does not exist. */
	dataDir: string;
	/** The writer's script; by default the bundle's `writer-worker.js` beside the server's own file. */
	workerUrl?: URL;
	/** The database file's largest size, in bytes; writes beyond it fail like those on a full disk. Unlimited by default. */
	maxBytes?: number;
}

/**
 * Opens the store in `dataDir`, migrating it where it is older. Reads are synchronous look-ups on this thread; every
 * write goes to a thread of its own, where waiting for the disk holds nobody up.
 * Throws StartupError when another server uses the directory or a newer one has written it.
 */
export function createSqliteStorage({ dataDir, workerUrl, maxBytes }: SqliteStorageOptions): Storage {
	// Private to the server's user: it holds password hashes and everybody's messages.
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	const unlock = lockDataDir(dataDir);
	try {
		const file = databaseFile(dataDir);
		const reader = migrateAndOpen(file);
		const url = workerUrl ?? new URL('./writer-worker.js', import.meta.url);
		return new SqliteStorage(reader, new WriterThread(url, { file, maxBytes }), unlock);
	} catch (error) {
		unlock();
		throw error;
	}
}

/** The reader opens while the migrating connection is there: a read-only one cannot recover a log left by `kill -9`. */
function migrateAndOpen(file: string): Database {
	const migrating = openForWriting(file);
	try {
		migrate(migrating);
		return openForReading(file);
	} finally {
		migrating.close();
	}
}

class SqliteStorage implements Storage {
	#reader: Database;
	#writer: WriterThread;
	#unlock: () => void;
	#commits: GroupCommit;
	#closing: Promise<void> | undefined;

	constructor(reader: Database, writer: WriterThread, unlock: () => void) {
		this.#reader = reader;
		this.#writer = writer;
		this.#unlock = unlock;
		this.#commits = new GroupCommit((operations) => writer.run(operations));
	}

	async createUser(user: Omit<UserRecord, 'role'>): Promise<UserRecord> {
		const created = await this.#commits.write({ kind: 'create-user', user });
		if (created === undefined) throw new Error('the writer answered create-user without the user');
		return created;
	}

	async findUser(id: string): Promise<UserRecord | undefined> {
		return accounts.findUser(this.#reader, id);
	}

	async findUserByEmail(email: string): Promise<UserRecord | undefined> {
		return accounts.findUserByEmail(this.#reader, email);
	}

	async createSession(session: SessionRecord): Promise<void> {
		await this.#commits.write({ kind: 'create-session', session });
	}

	async findSession(tokenHash: string): Promise<{ session: SessionRecord; user: UserRecord } | undefined> {
		return accounts.findSession(this.#reader, tokenHash);
	}

	async extendSession(tokenHash: string, expiresAt: number): Promise<void> {
		await this.#commits.write({ kind: 'extend-session', tokenHash, expiresAt });
	}

	async deleteSession(tokenHash: string): Promise<void> {
		await this.#commits.write({ kind: 'delete-session', tokenHash });
	}

	async listSessions(userId: string): Promise<SessionRecord[]> {
		return accounts.listSessions(this.#reader, userId);
	}

	async deleteSessionsOf(userId: string): Promise<void> {
		await this.#commits.write({ kind: 'delete-sessions-of', userId });
	}

	async deleteSessionsExpiredBy(now: number): Promise<void> {
		await this.#commits.write({ kind: 'delete-sessions-expired', by: now });
	}

	async createRoom(room: RoomRecord, creator: MembershipRecord, commits: Commit[]): Promise<void> {
		await this.#commits.write({ kind: 'create-room', room, creator, commits: commits.map(ownCopy) });
	}

	async findRoom(roomId: string): Promise<RoomRecord | undefined> {
		return rooms.findRoom(this.#reader, roomId);
	}

	async addMember(membership: MembershipRecord, commit: Commit): Promise<void> {
		await this.#commits.write({ kind: 'add-member', membership, commit: ownCopy(commit) });
	}

	async removeMember(roomId: string, userId: string, commit: Commit): Promise<void> {
		await this.#commits.write({ kind: 'remove-member', roomId, userId, commit: ownCopy(commit) });
	}

	async findMembership(roomId: string, userId: string): Promise<MembershipRecord | undefined> {
		return rooms.findMembership(this.#reader, roomId, userId);
	}

	async joinedRooms(userId: string): Promise<string[]> {
		return rooms.joinedRooms(this.#reader, userId);
	}

	async listRooms(userId: string): Promise<RoomSummary[]> {
		return rooms.listRooms(this.#reader, userId);
	}

	async loadDocument(document: string): Promise<StoredDocument> {
		return documents.loadDocument(this.#reader, document);
	}

	async documentVersions(names: string[]): Promise<number[]> {
		return documents.documentVersions(this.#reader, names);
	}

	async appendCommit(commit: Commit): Promise<void> {
		await this.#commits.write({ kind: 'append-commit', commit: ownCopy(commit) });
	}

	isWritable(): boolean {
		return this.#commits.writable;
	}

	async probe(): Promise<void> {
		await this.#commits.write({ kind: 'probe' });
	}

	close(): Promise<void> {
		this.#closing ??= this.#close();
		return this.#closing;
	}

	/** The reader first: only a connection that may write can fold the log into the database as it leaves. */
	async #close(): Promise<void> {
		await this.#commits.close();
		this.#reader.close();
		await this.#writer.close();
		this.#unlock();
	}
}

/**
 * The commit with bytes of its own. The caller's may be a view into a socket's buffer, which is reused while the commit
 * waits, and which the move to the writer thread would take from under everyone else.
 */
function ownCopy(commit: Commit): Commit {
	return { ...commit, update: new Uint8Array(commit.update) };
}
