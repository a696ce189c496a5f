import * as Y from 'yjs';
import { UPDATE_MAX_VERSIONS_PER_KEY } from '../../src/lib/protocol/limits.ts';
import type { RootChange, Rules } from './rules.ts';
import { Refusal } from './verdict.ts';

/** How far a transaction had come before one of the updates that it applies: several are applied together. */
export interface Mark {
	/** The next clock of each client id that the update writes under. */
	clocks: Map<number, number>;
	/** How many deleted ranges the transaction had of each client id. */
	deletions: Map<number, number>;
}

/** Notes how far the transaction has come; take it just before applying an update with new structs of `writers`. */
export function markBefore({ doc, deleteSet }: Y.Transaction, writers: Set<number>): Mark {
	return {
		clocks: new Map([...writers].map((client) => [client, Y.getState(doc.store, client)])),
		deletions: new Map([...deleteSet.clients].map(([client, ranges]) => [client, ranges.length]))
	};
}

/**
 * Second check: what an update did to the document since `mark`, seen from inside the transaction that applied it, before
 * anything leaves the process. Only here is it known which key an item landed under, because an item that follows another
 * copies its parent and key from it (U4, U6, U8–U11). Returns the changes, key by key, for the timeline and the message log.
 */
export function checkTransaction(transaction: Y.Transaction, mark: Mark, rules: Rules): RootChange[] {
	const { store } = transaction.doc;
	if (store.pendingStructs !== null || store.pendingDs !== null) {
		throw new Refusal('missing-dependencies', 'depends on structs that are not here');
	}
	const changes = new Map<string, RootChange>();
	for (const [client, before] of mark.clocks) {
		for (const struct of structsFrom(store, client, before)) collect(struct, mark, rules, changes);
	}
	for (const [client, ranges] of transaction.deleteSet.clients) {
		for (const { clock, len } of ranges.slice(mark.deletions.get(client) ?? 0)) {
			for (const struct of structsFrom(store, client, clock, clock + len)) {
				// What is new and has lost at once has been seen above: filed again, it would be logged twice.
				if (!(struct instanceof Y.Item && isNew(struct, mark))) collect(struct, mark, rules, changes);
			}
		}
	}
	const list = [...changes.values()];
	for (const change of list) rules.checkChange(change);
	return list;
}

function* structsFrom(store: Y.Doc['store'], client: number, from: number, to = Infinity): Generator<Y.Item | Y.GC> {
	const structs = store.clients.get(client);
	if (structs === undefined || from >= Y.getState(store, client)) return;
	for (let i = Y.findIndexSS(structs, from); i < structs.length; i++) {
		const struct = structs[i];
		if (struct === undefined || struct.id.clock >= to) return;
		yield struct;
	}
}

/** Files one touched struct under its root and key, with every new value written there. */
function collect(struct: Y.Item | Y.GC, mark: Mark, rules: Rules, changes: Map<string, RootChange>): void {
	if (!(struct instanceof Y.Item)) throw new Refusal('invalid-content', 'garbage-collected struct');
	const parent = struct.parent;
	if (!(parent instanceof Y.AbstractType) || parent._item !== null) {
		throw new Refusal('invalid-content', 'inside a nested type');
	}
	const root = Y.findRootTypeKey(parent);
	rules.checkRoot(root);
	const key = struct.parentSub;
	if (key === null) throw new Refusal('invalid-content', 'not under a key');
	// A deleted range that begins in known clocks hangs on its client's last item, whatever key it claims for itself.
	if (struct.left !== null && struct.left.parentSub !== key)
		throw new Refusal('invalid-content', 'in the chain of another key');
	const id = `${root}\n${key}`;
	let change = changes.get(id);
	if (change === undefined) {
		const winner = parent._map.get(key);
		change = { root, key, before: valueBefore(winner, mark), after: liveValue(winner), written: [], structs: 0 };
		changes.set(id, change);
	}
	if (isNew(struct, mark) && ++change.structs > UPDATE_MAX_VERSIONS_PER_KEY) {
		throw new Refusal('too-large', 'too many versions of one value');
	}
	if (isNew(struct, mark) && struct.content instanceof Y.ContentAny) {
		change.written.push(struct.content.arr[0]);
	}
}

function isNew(item: Y.Item, { clocks }: Mark): boolean {
	return item.id.clock >= (clocks.get(item.id.client) ?? Infinity);
}

/**
 * The key's value before the update: the rightmost item of its chain that is not new. Its content is still there,
 * because Yjs collects what a transaction deleted only after the transaction.
 */
function valueBefore(winner: Y.Item | undefined, mark: Mark): unknown {
	let item: Y.Item | null = winner ?? null;
	while (item !== null && isNew(item, mark)) item = item.left;
	return item?.content instanceof Y.ContentAny ? item.content.arr[0] : undefined;
}

function liveValue(winner: Y.Item | undefined): unknown {
	if (winner === undefined || winner.deleted || !(winner.content instanceof Y.ContentAny)) return undefined;
	return winner.content.arr[0];
}
