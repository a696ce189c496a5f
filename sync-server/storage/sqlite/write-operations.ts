import type { Database } from 'better-sqlite3';
import type { AuditRecord, Commit, LoggedMessage } from '../storage.ts';
import { audit } from './audit.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';
import { accountWrites } from './write-accounts.ts';
import { avatarWrites } from './write-avatars.ts';
import { appendCommit } from './write-commits.ts';
import * as histories from './write-histories.ts';
import { inviteWrites } from './write-invites.ts';
import { linkWrites } from './write-links.ts';
import { memberWrites } from './write-members.ts';
import { peopleWrites } from './write-people.ts';
import { readWrites } from './write-reads.ts';
import { reportWrites } from './write-reports.ts';
import { roomWrites } from './write-rooms.ts';
import { secondFactorWrites } from './write-second-factor.ts';
import { sessionWrites } from './write-sessions.ts';
import { settingsWrites } from './write-settings.ts';
import { indexBacklog } from './write-search.ts';
import * as snapshots from './write-snapshots.ts';
import { workspaceMemberWrites } from './write-workspace-members.ts';

/** A point in one document's history. */
interface Point {
	version: number;
	generation: number;
}

/** Every change the store can be asked for: its name, what it takes, and what it answers. */
const performers = {
	...accountWrites,
	...sessionWrites,
	...linkWrites,
	...secondFactorWrites,
	...settingsWrites,
	...workspaceMemberWrites,
	...roomWrites,
	...memberWrites,
	...inviteWrites,
	...reportWrites,
	...peopleWrites,
	...avatarWrites,
	...readWrites,
	'append-commit': (
		db: Database,
		{ commit, record }: { commit: Commit; record: AuditRecord | undefined },
		{ now, version }: Turn
	) => {
		if (record !== undefined) audit(db, now, record);
		return appendCommit(db, commit, version);
	},
	rebase: (db: Database, { commit }: { commit: Commit }, { version }: Turn) => snapshots.rebase(db, commit, version),
	compact: (db: Database, { document, at, snapshot }: { document: string; at: Point; snapshot: Uint8Array }) =>
		snapshots.compact(db, document, at, snapshot),
	'begin-history': (db: Database, { id }: { id: string }, turn: Turn) => histories.beginHistory(db, id, turn),
	'make-secret': (db: Database, { name }: { name: string }) => histories.makeSecret(db, name),
	audit: (db: Database, { record }: { record: AuditRecord }, { now }: Turn) => audit(db, now, record),
	'index-backlog': (db: Database) => indexBacklog(db),
	probe: (db: Database) => probe(db)
};

type Performers = typeof performers;
export type WriteKind = keyof Performers;
/** What the writer is asked for: the change's name with what it takes. */
export type WriteOperation<K extends WriteKind = WriteKind> = {
	[P in K]: { kind: P } & (Parameters<Performers[P]> extends [Database, infer Asks, ...unknown[]] ? Asks : unknown);
}[K];
export type WriteAnswer<K extends WriteKind = WriteKind> = ReturnType<Performers[K]>;

/** Makes one change inside the caller's transaction. Throws TakenError, VersionConflictError and what SQLite throws. */
export function perform<K extends WriteKind>(db: Database, operation: WriteOperation<K>, turn: Turn): WriteAnswer<K> {
	// Which operation belongs to which performer is lost to the types once they are looked up by name.
	const performer = performers[operation.kind] as (db: Database, asks: unknown, turn: Turn) => WriteAnswer<K>;
	return performer(db, operation, turn);
}

/** Whether an operation takes a version. Not whether it has commits at hand: a room can be made without documents. */
export function takesVersion(operation: WriteOperation): boolean {
	return 'commit' in operation || 'commits' in operation;
}

/** What an operation writes to the message log. */
export function messagesOf(operation: WriteOperation): LoggedMessage[] {
	if ('commits' in operation) return operation.commits.flatMap(({ messages }) => messages);
	return 'commit' in operation ? operation.commit.messages : [];
}

/** The documents' bytes that an operation carries: the part of it that has a size worth counting and moving. */
export function bytesOf(operation: WriteOperation): Uint8Array[] {
	if ('commits' in operation) return operation.commits.map(({ update }) => update);
	if ('commit' in operation) return [operation.commit.update];
	return 'snapshot' in operation ? [operation.snapshot] : [];
}

/**
 * Overwrites a row that nothing reads. With new bytes each time, because SQLite skips pages that stay the same, and with
 * as many as an ordinary batch, because a disk that still takes one page is full all the same.
 */
function probe(db: Database): undefined {
	statement(db, 'UPDATE write_probe SET filler = randomblob(65536) WHERE id = 1').run();
}
