import * as Y from 'yjs';
import { SEGMENT_ROOTS, segmentInfo } from '../../src/lib/protocol/message.ts';
import type { Commit, LoggedMessage, RoomStore } from '../storage/storage.ts';
import { checkStructs, decodeUpdate, freshKeys, type Decoded } from './check-structs.ts';
import { checkTransaction, markBefore } from './check-transaction.ts';
import type { Change, LoadedDocument } from './loaded-document.ts';
import type { Receipts } from './receipts.ts';
import type { RoomPolicies } from './room-policies.ts';
import { rulesFor } from './rules.ts';
import { sequence } from './sequence.ts';
import { Refusal } from './verdict.ts';
import { WriteGate } from './write-gate.ts';

/** An account's update that waits to be taken in. */
export interface Incoming {
	update: Uint8Array;
	/** User id. */
	sender: string;
}

/** What the checks need besides the document. */
export interface TakeDeps {
	store: Pick<RoomStore, 'sequencesOf' | 'findMessage'>;
	receipts: Receipts;
	policies: RoomPolicies;
	/** The server's clock, milliseconds since the Unix epoch. */
	now: (this: void) => number;
}

/** What came of a batch: a commit of all that was accepted, where that was anything new, and why the rest was not. */
export interface Taken<T extends Incoming> {
	commit: Commit | undefined;
	/** How many messages and edits each accepted update brought. */
	written: Map<T, number>;
	refused: Map<T, unknown>;
}

/** An update did something that only shows once it is applied. The document it was applied to is spoilt. */
export class SpoiltError extends Error {
	override name = 'SpoiltError';
	readonly spoiler: Incoming;
	constructor(spoiler: Incoming, cause: unknown) {
		super('an update was refused after it was applied', { cause });
		this.spoiler = spoiler;
	}
}

/** Updates whose bytes have been looked at. */
export interface Decodings<T extends Incoming> {
	decoded: Map<T, Decoded>;
	refused: Map<T, unknown>;
	/** Who may write as things are; undefined in a document where that does not change. */
	gate: WriteGate | undefined;
}

/** Decodes updates, and refuses what can be refused without the document's turn to change. */
export async function decodeUpdates<T extends Incoming>(
	loaded: LoadedDocument,
	incoming: T[],
	deps: TakeDeps
): Promise<Decodings<T>> {
	const refused = new Map<T, unknown>();
	const decoded = new Map<T, Decoded>();
	for (const one of incoming) {
		try {
			decoded.set(one, decodeUpdate(one.update));
		} catch (error) {
			refused.set(one, error);
		}
	}
	await refuseMisplaced(loaded, decoded, refused, deps);
	return { decoded, refused, gate: await gateOf(loaded, deps) };
}

/** Asked for last, so that a command which has answered by now counts for every update of the batch. */
async function gateOf({ name }: LoadedDocument, { policies }: TakeDeps): Promise<WriteGate | undefined> {
	if (name.kind !== 'segment') return undefined;
	const policy = await policies.of(name.roomId);
	return policy && new WriteGate(name.roomId, policy, policies);
}

/**
 * Takes several updates into one commit, each accepted or refused by itself (U1). Synchronous, and the commit must be on its
 * way to the store in the same turn of the event loop: nobody may read in between what is not known to be on its way.
 * Throws {@link SpoiltError}: load the document anew and take the others in without the spoiler.
 */
export function takeUpdates<T extends Incoming>(
	loaded: LoadedDocument,
	{ decoded, refused, gate }: Decodings<T>,
	deps: TakeDeps
): Taken<T> {
	const written = new Map<T, number>();
	const commit = loaded.change((change) => {
		const messages: LoggedMessage[] = [];
		for (const [one, structs] of decoded) {
			if (refused.has(one)) continue;
			const taken = takeOne(loaded, one, structs, change, { ...deps, gate });
			if (taken instanceof Refusal) {
				refused.set(one, taken);
				continue;
			}
			written.set(one, taken.length);
			messages.push(...taken);
		}
		return messages;
	});
	return { commit, written, refused };
}

/**
 * Refuses new messages where there can be none: in a closed segment, and under an id that an earlier segment has (U12). Told
 * from the bytes, because a roll-over under load makes many of them and each would cost a rebuild later.
 */
async function refuseMisplaced<T extends Incoming>(
	{ doc, name }: LoadedDocument,
	decoded: Map<T, Decoded>,
	refused: Map<T, unknown>,
	{ store }: TakeDeps
): Promise<void> {
	if (name.kind !== 'segment') return;
	const closed = isClosed(doc, name.segment);
	if (!closed && name.segment === 0) return;
	const fresh = new Map([...decoded].map(([one, structs]) => [one, freshKeys(structs, doc, SEGMENT_ROOTS.messages)]));
	const known = closed ? new Map() : await store.sequencesOf(name.roomId, [...fresh.values()].flat());
	for (const [one, ids] of fresh) {
		if (closed && ids.length > 0) refused.set(one, new Refusal('segment-closed', 'the segment takes no new message'));
		const taken = ids.filter((id) => known.has(id));
		if (taken.length > 0) refused.set(one, await refusalOf(one, taken, name.roomId, store));
	}
}

/** `already-sent` is a receipt to a device (D10), which must not forget its own words for somebody else's. */
async function refusalOf(
	{ sender }: Incoming,
	ids: string[],
	roomId: string,
	store: TakeDeps['store']
): Promise<Refusal> {
	for (const id of ids) {
		const author = (await store.findMessage(roomId, id))?.author;
		if (author !== sender) return new Refusal('not-yours', 'an earlier segment has it from another account');
	}
	return new Refusal('already-sent', 'an earlier segment has it');
}

/** A segment that was never opened takes as little as one that has been closed. */
function isClosed(doc: Y.Doc, segment: number): boolean {
	return segmentInfo(doc).closed || (segment > 0 && !doc.getMap(SEGMENT_ROOTS.info).has('firstSeq'));
}

function takeOne(
	loaded: LoadedDocument,
	one: Incoming,
	structs: Decoded,
	{ transaction, claim }: Change,
	{ receipts, now, gate }: Pick<TakeDeps, 'receipts' | 'now'> & { gate: WriteGate | undefined }
): LoggedMessage[] | Refusal {
	const { doc, name } = loaded;
	const rules = rulesFor(name, one.sender);
	let writers: Set<number>;
	try {
		writers = checkStructs(structs, loaded, one.sender, rules);
		// What brings nothing new is a copy that is compared, which those may do who only read.
		if (gate !== undefined && writers.size > 0) {
			const fresh = () => freshKeys(structs, doc, SEGMENT_ROOTS.messages).length;
			gate.admit({ sender: one.sender, fresh, now: now() });
		}
	} catch (error) {
		// Whatever it was, nothing is spoilt yet, and the others of the batch have no part in it.
		return error instanceof Refusal ? error : new Refusal('malformed', String(error));
	}
	const mark = markBefore(transaction, writers);
	try {
		Y.applyUpdate(doc, one.update);
		// Applying made the transaction a remote one, and Yjs gives up its client id when a remote transaction
		// advances it. Here it advances by the timeline, so every message would cost one more client id for ever.
		transaction.local = true;
		const changes = checkTransaction(transaction, mark, rules);
		for (const client of writers) claim(client, one.sender);
		if (name.kind !== 'segment') return [];
		return sequence(changes, { doc, roomId: name.roomId, now: now(), receipts });
	} catch (error) {
		throw new SpoiltError(one, error);
	}
}
