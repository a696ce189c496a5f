import type * as Y from 'yjs';
import type { Draft } from '../protocol/draft.ts';
import { PERSONAL_ROOTS } from '../protocol/personal.ts';
import { parseDocumentName } from '../protocol/document-name.ts';
import type { Rescue } from './copies.ts';
import type { DocumentSet } from './document-set.ts';
import type { LocalStore } from './local-store.ts';
import { docOf } from './merge.ts';

const FACT = 'rescued-drafts';

/** How often a draft is offered to the server. One that was refused twice would be refused for ever. */
const ATTEMPTS_MAX = 2;

/**
 * Carries drafts over when the personal document's copy is replaced, for no outbox holds them (D6). On the way they are on
 * the disk: they go there in the transaction that replaces the copy.
 */
export class DraftRescue {
	#store: LocalStore;
	#attempts = new Map<string, number>();

	constructor(store: LocalStore) {
		this.#store = store;
	}

	/** What to rescue from a document that is about to be replaced. */
	from(name: string): Rescue | undefined {
		if (parseDocumentName(name)?.kind !== 'personal') return undefined;
		return { fact: FACT, collect: (updates, before) => [...new Map([...waitingIn(before), ...draftsIn(updates)])] };
	}

	/** Writes them into the document again, now that it is in step with the server: each as one update, as one may be bad. */
	async restore(name: string, documents: DocumentSet): Promise<void> {
		if (parseDocumentName(name)?.kind !== 'personal') return;
		const waiting = waitingIn(await this.#store.fact(FACT));
		if (waiting.length === 0) return;
		for (const [key, draft] of waiting) await this.#restoreOne(name, documents, key, draft);
		const refused = waiting.filter(([key]) => (this.#attempts.get(key) ?? 0) > ATTEMPTS_MAX);
		await this.#store.setFact(FACT, refused).catch(() => undefined);
	}

	async #restoreOne(name: string, documents: DocumentSet, key: string, draft: Draft): Promise<void> {
		const attempts = (this.#attempts.get(key) ?? 0) + 1;
		this.#attempts.set(key, attempts);
		if (attempts > ATTEMPTS_MAX) return;
		const change = (doc: Y.Doc) => {
			const drafts = doc.getMap<Draft>(PERSONAL_ROOTS.drafts);
			const there = drafts.get(key);
			// The server may have an older one of this very device: what was written since must not lose to it.
			if (there === undefined || there.updatedAt < draft.updatedAt) drafts.set(key, draft);
		};
		await documents.write(name, change).catch(() => undefined);
	}
}

function draftsIn(updates: Uint8Array[]): [string, Draft][] {
	return [...docOf(updates).getMap<Draft>(PERSONAL_ROOTS.drafts).entries()];
}

function waitingIn(fact: unknown): [string, Draft][] {
	return (fact as [string, Draft][] | undefined) ?? [];
}
