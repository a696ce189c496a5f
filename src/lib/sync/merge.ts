import * as Y from 'yjs';

/** One update in place of many. */
export function merge(updates: Uint8Array[]): Uint8Array {
	return Y.encodeStateAsUpdate(docOf(updates));
}

/** What a document holds and a copy of it, made of these updates, does not; undefined where they are equal. */
export function lackingIn(updates: Uint8Array[], doc: Y.Doc): Uint8Array | undefined {
	const copy = docOf(updates);
	if (Y.equalSnapshots(Y.snapshot(copy), Y.snapshot(doc))) return undefined;
	return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(copy));
}

/** A document made of these updates. */
export function docOf(updates: Uint8Array[]): Y.Doc {
	const doc = new Y.Doc();
	doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)));
	return doc;
}
