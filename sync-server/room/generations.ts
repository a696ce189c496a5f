import * as Y from 'yjs';
import { PERSONAL_ROOTS } from '../../src/lib/protocol/personal.ts';
import { WORKSPACE_ROOTS } from '../../src/lib/protocol/workspace.ts';
import type { DocumentName } from '../../src/lib/protocol/document-name.ts';
import { HEAD_ROOTS } from '../../src/lib/protocol/head.ts';
import { GENERATION_MAX_CLIENT_IDS } from '../../src/lib/protocol/limits.ts';
import { SEGMENT_ROOTS } from '../../src/lib/protocol/message.ts';
import { SERVER_OWNER, type DocumentStore } from '../storage/storage.ts';
import type { LiveDocument } from './live-document.ts';
import type { LoadedDocument } from './loaded-document.ts';

/** Whether so many page loads have written to a document that its state vector is to be made small again (N5). */
export function needsRebase({ clientIds }: LoadedDocument): boolean {
	return clientIds > GENERATION_MAX_CLIENT_IDS;
}

/**
 * Begins a document's next generation where it needs one: the same content under one client id of the server's. Whoever
 * holds a copy of the old one must renew it, because the two would not merge but double. Resolves with whether it did.
 */
export function rebase(live: LiveDocument, store: Pick<DocumentStore, 'rebase'>): Promise<boolean> {
	return live.exclusively(async (loaded) => {
		if (!needsRebase(loaded)) return false;
		const doc = rewritten(loaded);
		const claims = [{ clientId: doc.clientID, owner: SERVER_OWNER }];
		const update = Y.encodeStateAsUpdate(doc);
		await store.rebase({ document: live.document, base: loaded.version, update, claims, messages: [] });
		live.rebased();
		return true;
	});
}

/** The document's content, written anew by one client. */
function rewritten({ doc: old, name }: LoadedDocument): Y.Doc {
	const doc = new Y.Doc();
	doc.transact(() => {
		for (const root of mapRootsOf(name)) {
			for (const [key, value] of old.getMap(root).entries()) doc.getMap(root).set(key, value);
		}
		if (name.kind === 'segment') {
			doc.getArray(SEGMENT_ROOTS.timeline).insert(0, old.getArray(SEGMENT_ROOTS.timeline).toArray());
		}
	});
	return doc;
}

function mapRootsOf(name: DocumentName): string[] {
	switch (name.kind) {
		case 'head':
			return Object.values(HEAD_ROOTS);
		case 'segment':
			return [SEGMENT_ROOTS.messages, SEGMENT_ROOTS.info];
		case 'personal':
			return Object.values(PERSONAL_ROOTS);
		case 'workspace':
			return Object.values(WORKSPACE_ROOTS);
		default:
			throw name satisfies never;
	}
}
