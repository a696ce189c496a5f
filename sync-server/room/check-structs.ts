import * as Y from 'yjs';
import { UPDATE_MAX_BYTES, UPDATE_MAX_STRUCTS } from '../../src/lib/protocol/limits.ts';
import type { Rules } from './rules.ts';
import { Refusal } from './verdict.ts';

/** An update as lazily decoded by Yjs: its structs and its delete set. */
export type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Struct = Decoded['structs'][number];

/** One run of deleted values: more would be no person's doing, and clocks near 2^53 would leave the id unusable. */
const DELETED_MAX = 1_000_000;

/** What the first check needs to know of the document an update is meant for. */
export interface Ownership {
	doc: Y.Doc;
	/** The account a client id belongs to in this document; undefined for one never seen. */
	ownerOf(clientId: number): string | undefined;
}

/**
 * Decodes an update. Lazily on purpose: `Y.applyUpdate` allocates arrays of whatever length the update claims, so thirty
 * bytes could ask for gigabytes. Throws a {@link Refusal} (U2, U3).
 */
export function decodeUpdate(update: Uint8Array): Decoded {
	if (update.byteLength > UPDATE_MAX_BYTES) throw new Refusal('too-large', `${update.byteLength} bytes`);
	let decoded: Decoded;
	try {
		decoded = Y.decodeUpdate(update);
	} catch (error) {
		throw new Refusal('malformed', error instanceof Error ? error.message : 'not a Yjs update');
	}
	if (decoded.structs.length > UPDATE_MAX_STRUCTS) throw new Refusal('too-large', `${decoded.structs.length} structs`);
	// One that takes no clock passes for one that is known already, and Yjs breaks on it after the transaction.
	if (decoded.structs.some(({ length }) => length === 0)) throw new Refusal('malformed', 'an empty struct');
	for (const ranges of decoded.ds.clients.values()) checkRanges(ranges);
	return decoded;
}

/**
 * Deleted ranges come in order and apart, as Yjs writes them. It walks the structs under each: ten thousand times the same
 * range would stop the server with fifty thousand bytes.
 */
function checkRanges(ranges: { clock: number; len: number }[]): void {
	let end = 0;
	for (const { clock, len } of ranges) {
		if (len === 0 || clock < end) throw new Refusal('malformed', 'deleted ranges out of order');
		end = clock + len;
	}
}

/** The keys of one root that an update writes and the document has never had. */
export function freshKeys({ structs }: Decoded, doc: Y.Doc, root: string): string[] {
	const known = doc.getMap(root);
	const named = structs.flatMap((struct) => {
		return struct instanceof Y.Item && (struct.parent as unknown) === root ? [struct.parentSub ?? ''] : [];
	});
	return [...new Set(named)].filter((key) => !known.has(key));
}

/**
 * First check: everything that can be told from the bytes, before the live document is touched, so that a crude attack
 * costs a decode and no rebuild. Returns the client ids with new structs (U5, U6, U7, U10).
 */
export function checkStructs({ structs, ds }: Decoded, target: Ownership, sender: string, rules: Rules): Set<number> {
	const writers = new Set<number>();
	for (const struct of structs) {
		const { client, clock } = struct.id;
		const root = rootOf(struct);
		// Also where nothing is new: applying an update makes every root that it names, and none ever goes away.
		if (root !== undefined) rules.checkExists(root);
		if (clock + struct.length <= Y.getState(target.doc.store, client)) continue;
		checkOwner(target.ownerOf(client), sender);
		if (root !== undefined) rules.checkRoot(root);
		checkContent(struct);
		writers.add(client);
	}
	for (const [client, ranges] of ds.clients) {
		if (target.ownerOf(client) === sender || writers.has(client)) continue;
		for (const range of ranges) checkForeignDeletion(target, rules, client, range.clock, range.clock + range.len);
	}
	return writers;
}

function checkOwner(owner: string | undefined, sender: string): void {
	if (owner !== undefined && owner !== sender) throw new Refusal('client-id-taken', 'client id of another account');
}

/**
 * The root that a struct names. A lazily decoded item holds it as a string; an id would be a nested type, and null says that
 * it stands where a neighbour does, which only the second check can see.
 */
function rootOf(struct: Struct): string | undefined {
	const parent: unknown = struct instanceof Y.Item ? struct.parent : null;
	if (typeof parent === 'string') return parent;
	if (parent !== null) throw new Refusal('invalid-content', 'inside a nested type');
	return undefined;
}

function checkContent(struct: Struct): void {
	if (struct instanceof Y.Skip) throw new Refusal('missing-dependencies', 'gap in the structs');
	if (!(struct instanceof Y.Item)) throw new Refusal('invalid-content', 'garbage-collected struct');
	// Setting a key never makes one; each would make Yjs walk the key's whole chain, and so could stop the server.
	if (struct.rightOrigin !== null) throw new Refusal('invalid-content', 'inserted before another value of its key');
	const { content } = struct;
	const isValue = content instanceof Y.ContentAny && content.arr.length === 1;
	const isDeleted = content instanceof Y.ContentDeleted && content.len > 0 && content.len <= DELETED_MAX;
	if (!isValue && !isDeleted) throw new Refusal('invalid-content', `${content.constructor.name} is not a JSON value`);
}

/**
 * A struct under another account's client id may be deleted where that changes nothing, as in a full copy of the state, and
 * where its value is the sender's own to write over: after a rebase everybody's words stand under the server's id.
 */
function checkForeignDeletion(target: Ownership, rules: Rules, client: number, from: number, to: number): void {
	const structs = target.doc.store.clients.get(client);
	if (structs === undefined || to > Y.getState(target.doc.store, client)) {
		throw new Refusal('missing-dependencies', 'deletes what is not here');
	}
	for (let i = Y.findIndexSS(structs, from); i < structs.length; i++) {
		const struct = structs[i];
		if (struct === undefined || struct.id.clock >= to) return;
		if (struct.deleted) continue;
		if (!(struct instanceof Y.Item) || !(struct.parent instanceof Y.AbstractType) || struct.parent._item !== null) {
			throw new Refusal('invalid-content', 'deletes what is no value');
		}
		const value: unknown = struct.content instanceof Y.ContentAny ? struct.content.arr[0] : undefined;
		rules.checkValue(Y.findRootTypeKey(struct.parent), value);
	}
}
