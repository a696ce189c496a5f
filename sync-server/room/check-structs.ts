import * as Y from 'yjs';
import { SERVER_OWNER } from '../storage/storage.ts';
import type { Rules } from './rules.ts';
import { Refusal } from './verdict.ts';

type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Struct = Decoded['structs'][number];

/** What the first check needs to know of the document an update is meant for. */
export interface Ownership {
	doc: Y.Doc;
	/** The account a client id belongs to in this document; undefined for one never seen. */
	ownerOf(clientId: number): string | undefined;
}

/**
 * First check: everything that can be told from the bytes, before the live document is touched, so that a crude attack
 * costs a decode and no rebuild. Decodes lazily on purpose: `Y.applyUpdate` allocates arrays of whatever length the
 * update claims, so thirty bytes could ask for gigabytes. Returns the client ids with new structs (U3, U5, U6, U7).
 */
export function checkStructs(update: Uint8Array, target: Ownership, sender: string, rules: Rules): Set<number> {
	const { structs, ds } = decode(update);
	const writers = new Set<number>();
	for (const struct of structs) {
		const { client, clock } = struct.id;
		if (clock + struct.length <= Y.getState(target.doc.store, client)) continue;
		checkOwner(target.ownerOf(client), sender);
		checkContent(struct, rules);
		writers.add(client);
	}
	for (const [client, ranges] of ds.clients) {
		if (target.ownerOf(client) === sender || writers.has(client)) continue;
		for (const range of ranges) checkForeignDeletion(target, client, range.clock, range.clock + range.len);
	}
	return writers;
}

function decode(update: Uint8Array): Decoded {
	try {
		return Y.decodeUpdate(update);
	} catch (error) {
		throw new Refusal('malformed', error instanceof Error ? error.message : 'not a Yjs update');
	}
}

function checkOwner(owner: string | undefined, sender: string): void {
	if (owner !== undefined && owner !== sender) throw new Refusal('client-id-taken', 'client id of another account');
}

function checkContent(struct: Struct, rules: Rules): void {
	if (struct instanceof Y.Skip) throw new Refusal('missing-dependencies', 'gap in the structs');
	if (!(struct instanceof Y.Item)) throw new Refusal('invalid-content', 'garbage-collected struct');
	// A lazily decoded item names its root as a string; an id would be a nested type, null is copied from a neighbour.
	const parent: unknown = struct.parent;
	if (typeof parent === 'string') rules.checkRoot(parent);
	else if (parent !== null) throw new Refusal('invalid-content', 'inside a nested type');
	const { content } = struct;
	const isValue = content instanceof Y.ContentAny && content.arr.length === 1;
	const isDeleted = content instanceof Y.ContentDeleted && content.len > 0;
	if (!isValue && !isDeleted) throw new Refusal('invalid-content', `${content.constructor.name} is not a JSON value`);
}

/** Deletions of other accounts' structs are allowed only where they change nothing, as in a full copy of the state. */
function checkForeignDeletion(target: Ownership, client: number, from: number, to: number): void {
	const structs = target.doc.store.clients.get(client);
	if (structs === undefined || to > Y.getState(target.doc.store, client)) {
		throw new Refusal('missing-dependencies', 'deletes what is not here');
	}
	for (let i = Y.findIndexSS(structs, from); i < structs.length; i++) {
		const struct = structs[i];
		if (struct === undefined || struct.id.clock >= to) return;
		if (struct.deleted) continue;
		const code = target.ownerOf(client) === SERVER_OWNER ? 'server-only' : 'not-yours';
		throw new Refusal(code, 'deletes what another account wrote');
	}
}
