import { withNewestWords } from './amended.ts';
import type { OutboxEntry } from './outbox.ts';
import type { CopyRow, Write } from './store-schema.ts';

/** Where a copy stands in its document's life on the server. */
export interface Place {
	version: number;
	generation: number;
}

/** A document as this device has it. */
export interface LocalCopy extends Place {
	/** Rises each time the copy is replaced or dropped; whoever holds an older one must load again. */
	epoch: number;
	/** Yjs updates (v1): apply all, in order. */
	updates: Uint8Array[];
}

/** What one write adds to a document's copy. Everything in it reaches the disk together or not at all. */
export interface Addition {
	/** Absent when only the place has moved. */
	update?: Uint8Array;
	/** The version that a server's update was made from and the one it makes: it is kept only where it follows (D4). */
	step?: { base: number; version: number };
	/** Where the copy stands once this is included; absent for what was written here. */
	at?: Place;
	/** The outbox entry that the update carries. */
	entry?: OutboxEntry;
	/** What was changed along with it in another document, whichever copy of that there is. */
	along?: { document: string; update: Uint8Array };
	/** The tab that stores it for another, as the one that leads: kept only while the disk says that it does. */
	leader?: string;
}

/** The fact that says which tab leads. */
export const LEADER_FACT = 'leader';

/**
 * What became of an addition: kept; in the copy already; nothing, for the copy lacks what it was made from; or nothing, for
 * the document is not on this device, or another tab has come to lead.
 */
export type Outcome = 'stored' | 'known' | 'gap' | 'unwanted';

/** What a replaced copy leaves behind: a fact, made of its updates, of the fact as it was and of another one. */
export interface Rescue {
	fact: string;
	/** The other fact. */
	given: string;
	/** Must be synchronous. */
	collect: (updates: Uint8Array[], before: unknown, given: unknown) => unknown;
}

/** The copy was replaced by another tab since it was loaded: load it again, then write. */
export class StaleCopyError extends Error {
	override name = 'StaleCopyError';
}

/** A document's row; where it has none, that of an empty copy. */
export async function copyRow(tx: Write, name: string): Promise<CopyRow> {
	const row = await tx.objectStore('copies').get(name);
	return row ?? { name, epoch: 0, version: 0, generation: 0, bytes: 0 };
}

/** Adds to the copy of epoch `expected`, or to whichever there is. Throws {@link StaleCopyError}. */
export async function addToCopy(
	tx: Write,
	document: string,
	expected: number | undefined,
	{ update, step, at, entry, along, leader }: Addition
): Promise<{ epoch: number; outcome: Outcome }> {
	const row = await copyRow(tx, document);
	const { epoch } = row;
	if (leader !== undefined && (await tx.objectStore('facts').get(LEADER_FACT)) !== leader) {
		return { epoch, outcome: 'unwanted' };
	}
	if (expected !== undefined && expected !== epoch) throw new StaleCopyError(document);
	const outcome = step === undefined ? 'stored' : judge(row, step);
	if (outcome !== 'stored') return { epoch, outcome };
	if (update !== undefined) await tx.objectStore('updates').add({ document, update });
	await tx.objectStore('copies').put({
		...row,
		// A late frame must not make a copy look older than it is.
		version: Math.max(row.version, step?.version ?? at?.version ?? 0),
		generation: at?.generation ?? row.generation,
		bytes: row.bytes + (update?.byteLength ?? 0)
	});
	if (entry !== undefined) await putEntry(tx, entry);
	if (along !== undefined) await addToCopy(tx, along.document, undefined, { update: along.update });
	return { epoch, outcome };
}

/** Keeps an outbox entry, with the words that another tab may have given it since whoever keeps it has read it. */
export async function putEntry(tx: Write, entry: OutboxEntry): Promise<void> {
	const outbox = tx.objectStore('outbox');
	await outbox.put(withNewestWords(entry, await outbox.get(entry.id)));
}

function judge(row: CopyRow, { base, version }: { base: number; version: number }): Outcome {
	if (row.bytes === 0 && row.version === 0 && base > 0) return 'unwanted';
	if (row.version < base) return 'gap';
	return row.version < version ? 'stored' : 'known';
}

/**
 * Puts one update in place of everything a copy was, or nothing where the copy goes; resolves with its new epoch. The
 * version is set, not raised: after a restored backup the right one may be the lower (H1).
 */
export async function replaceCopy(
	tx: Write,
	document: string,
	update: Uint8Array | undefined,
	at: Place
): Promise<number> {
	const epoch = (await copyRow(tx, document)).epoch + 1;
	await deleteRows(tx, document);
	if (update !== undefined) await tx.objectStore('updates').add({ document, update });
	await tx.objectStore('copies').put({ name: document, epoch, ...at, bytes: update?.byteLength ?? 0 });
	return epoch;
}

/** Replaces a copy's rows by one of the same content. `merge` must be synchronous. */
export async function compactCopy(
	tx: Write,
	document: string,
	merge: (updates: Uint8Array[]) => Uint8Array
): Promise<void> {
	const update = merge(await updatesOf(tx, document));
	await deleteRows(tx, document);
	await tx.objectStore('updates').add({ document, update });
	await tx.objectStore('copies').put({ ...(await copyRow(tx, document)), bytes: update.byteLength });
}

export async function rescueFrom(tx: Write, document: string, { fact, given, collect }: Rescue): Promise<void> {
	const facts = tx.objectStore('facts');
	const value = collect(await updatesOf(tx, document), await facts.get(fact), await facts.get(given));
	await facts.put(value, fact);
}

async function updatesOf(tx: Write, document: string): Promise<Uint8Array[]> {
	const rows = await tx.objectStore('updates').index('document').getAll(document);
	return rows.map(({ update }) => update);
}

async function deleteRows(tx: Write, document: string): Promise<void> {
	const store = tx.objectStore('updates');
	for (const key of await store.index('document').getAllKeys(document)) await store.delete(key);
}
