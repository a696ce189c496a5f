import type * as Y from 'yjs';
import { parseDocumentName } from '../protocol/document-name.ts';
import type { Draft } from '../protocol/draft.ts';
import type { Rescue } from './copies.ts';
import type { DocumentSet } from './document-set.ts';
import type { LocalStore } from './local-store.ts';
import { docOf } from './merge.ts';
import { carryOver, changesSince, contentOf, type PersonalChange, type PersonalContent } from './personal-changes.ts';

/** What is on its way from one copy to the next. An app before this one left drafts there, as pairs of key and draft. */
const FACT = 'rescued-drafts';

/** What the server is known to have. */
const CONFIRMED_FACT = 'confirmed-personal';

/** How often a change is offered to the server. One that was refused twice would be refused for ever. */
const ATTEMPTS_MAX = 2;

/**
 * Carries what was written in the personal document and is not known to be on the server over when its copy is replaced, for
 * no outbox holds it (D6). On the way it is on the disk: it goes there in the transaction that replaces the copy.
 */
export class PersonalRescue {
	#store: LocalStore;
	#attempts = new Map<string, number>();
	/** What was last noted as confirmed. */
	#noted = '';

	constructor(store: LocalStore) {
		this.#store = store;
	}

	/** The server has everything that the document holds. */
	confirmed(name: string, doc: Y.Doc): void {
		if (!isPersonal(name)) return;
		const content = contentOf(doc);
		const noted = JSON.stringify(content);
		if (noted === this.#noted) return;
		this.#noted = noted;
		this.#store.setFact(CONFIRMED_FACT, content).catch(() => (this.#noted = ''));
	}

	/** The server has lost its memory, and what it had confirmed with it (H2). */
	doubt(): void {
		this.#noted = '';
		this.#store.setFact(CONFIRMED_FACT, undefined).catch(() => undefined);
	}

	/** What to rescue from a document that is about to be replaced. */
	from(name: string): Rescue | undefined {
		if (!isPersonal(name)) return undefined;
		return { fact: FACT, given: CONFIRMED_FACT, collect };
	}

	/** Writes it into the document again, now that it is in step with the server: each as one update, as one may be bad. */
	async restore(name: string, documents: DocumentSet): Promise<void> {
		if (!isPersonal(name)) return;
		const waiting = waitingIn(await this.#store.fact(FACT));
		if (waiting.length === 0) return;
		for (const change of waiting) await this.#restoreOne(name, documents, change);
		const refused = waiting.filter((change) => (this.#attempts.get(nameOf(change)) ?? 0) > ATTEMPTS_MAX);
		await this.#store.setFact(FACT, refused).catch(() => undefined);
	}

	async #restoreOne(name: string, documents: DocumentSet, change: PersonalChange): Promise<void> {
		const attempts = (this.#attempts.get(nameOf(change)) ?? 0) + 1;
		this.#attempts.set(nameOf(change), attempts);
		if (attempts > ATTEMPTS_MAX) return;
		await documents.write(name, (doc) => carryOver(doc, change)).catch(() => undefined);
	}
}

/** What the server does not have of the personal document; nothing where it is not known what it has. */
export async function unconfirmedIn(store: LocalStore, doc: Y.Doc): Promise<PersonalChange[]> {
	const confirmed = (await store.fact(CONFIRMED_FACT)) as PersonalContent | undefined;
	return confirmed === undefined ? [] : changesSince(confirmed, doc);
}

/** What waits already, unless it has been changed once more. */
function collect(updates: Uint8Array[], before: unknown, confirmed: unknown): PersonalChange[] {
	const changes = changesSince(confirmed as PersonalContent | undefined, docOf(updates));
	return [...new Map([...waitingIn(before), ...changes].map((change) => [nameOf(change), change])).values()];
}

function waitingIn(fact: unknown): PersonalChange[] {
	const waiting = (fact as (PersonalChange | [string, Draft])[] | undefined) ?? [];
	return waiting.map((one) => (Array.isArray(one) ? { root: 'drafts', key: one[0], value: one[1] } : one));
}

function nameOf({ root, key }: PersonalChange): string {
	return `${root}/${key}`;
}

function isPersonal(name: string): boolean {
	return parseDocumentName(name)?.kind === 'personal';
}
