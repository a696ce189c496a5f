import { PERSONAL_ROOTS, type Draft } from '../protocol/draft.ts';
import type { DocumentSet } from './document-set.ts';
import type { OpenDocument } from './open-document.ts';

/** Carries drafts over when the personal document's copy is dropped: no outbox holds them (D6). */
export class DraftRescue {
	#drafts = new Map<string, Draft>();

	/** Remembers the drafts of a personal document that is about to be emptied. */
	take(opened: OpenDocument | undefined): void {
		for (const [key, draft] of opened?.doc.getMap<Draft>(PERSONAL_ROOTS.drafts).entries() ?? []) {
			this.#drafts.set(key, draft);
		}
	}

	/** Writes them into the document again, now that it is in step with the server. */
	async restore(document: string, documents: DocumentSet): Promise<void> {
		const rescued = [...this.#drafts];
		if (rescued.length === 0 || !document.startsWith('user/')) return;
		this.#drafts.clear();
		const missing = (doc: OpenDocument['doc']) => {
			const drafts = doc.getMap<Draft>(PERSONAL_ROOTS.drafts);
			for (const [key, draft] of rescued) if (!drafts.has(key)) drafts.set(key, draft);
		};
		await documents.write(document, missing).catch(() => undefined);
	}
}
