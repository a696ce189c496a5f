import type * as Y from 'yjs';
import type { LoggedMessage, Storage } from '../storage/storage.ts';
import type { Documents } from './documents.ts';
import type { Receipts } from './receipts.ts';

export interface HealDeps {
	documents: Documents;
	store: Storage;
	receipts: Receipts;
	/** The server's clock, milliseconds since the Unix epoch. */
	now: () => number;
}

/**
 * Writes into a segment what somebody has given back: with its log, and with who gave it, in one transaction. `change` runs
 * inside the Yjs transaction. Resolves with how many messages it was.
 */
export async function writeHealed(
	{ documents, store }: HealDeps,
	{ document, giver }: { document: string; giver: string },
	change: (doc: Y.Doc) => LoggedMessage[]
): Promise<number> {
	let logged: LoggedMessage[] = [];
	const write = { document, change: (doc: Y.Doc) => void (logged = change(doc)) };
	await documents.write([write], async ([commit]) => {
		if (commit === undefined) throw new Error('a write came without its commit');
		const audit = { actor: giver, action: 'messages-healed', subject: `${document}: ${logged.length}` } as const;
		return store.appendCommit({ ...commit, messages: logged }, audit);
	});
	return logged.length;
}
