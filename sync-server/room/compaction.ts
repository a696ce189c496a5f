import * as Y from 'yjs';
import type { DocumentStore } from '../storage/storage.ts';
import type { LiveDocument } from './live-document.ts';
import { COMPACT_IDLE_UPDATES, COMPACT_LIVE_UPDATES } from './room-limits.ts';

/**
 * Replaces a document's updates by one snapshot, where there are enough of them. The snapshot comes from the Y.Doc that is in
 * memory anyway: merging long lists of updates without one is superlinear (`Y.mergeUpdates`). The document's turn ends
 * before the store's work begins, because a snapshot of a version stays true whatever comes after it.
 */
export async function compact(
	live: LiveDocument,
	store: Pick<DocumentStore, 'compact'>,
	occasion: 'in use' | 'leaving' = 'in use'
): Promise<void> {
	const enough = occasion === 'leaving' ? COMPACT_IDLE_UPDATES : COMPACT_LIVE_UPDATES;
	const snapshot = await live.exclusively(async (loaded) => {
		if (loaded.tail < enough) return undefined;
		// Counted from here, so that the batches until it is stored do not ask for another.
		loaded.tail = 0;
		return {
			at: { version: loaded.version, generation: loaded.generation },
			update: Y.encodeStateAsUpdate(loaded.doc)
		};
	});
	if (snapshot !== undefined) await store.compact(live.document, snapshot.at, snapshot.update);
}
