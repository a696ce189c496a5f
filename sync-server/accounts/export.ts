import { personalName } from '../../src/lib/protocol/document-name.ts';
import type { SessionView } from '../../src/lib/protocol/rest-accounts.ts';
import { PERSONAL_ROOTS } from '../../src/lib/protocol/personal.ts';
import type { Documents } from '../room/documents.ts';
import type { AdminStore, OwnMessage, OwnRecords } from '../storage/admin-store.ts';
import { eachLogged } from './own-messages.ts';

/** What somebody takes along: all that the server keeps about them and all that they wrote. */
export interface Export extends OwnRecords {
	exportedAt: number;
	sessions: SessionView[];
	/** The newest version of each message, in the order in which they were first written. */
	messages: (Omit<OwnMessage, 'value'> & { message: unknown })[];
	/** The personal document, root by root: drafts, choices, read marks. */
	personal: Record<string, unknown>;
}

export interface ExportDeps {
	store: AdminStore;
	documents: Documents;
	now: () => number;
}

/** Gathers it. Undefined for an account that does not exist. */
export async function exportAccount(
	{ store, documents, now }: ExportDeps,
	userId: string,
	sessions: SessionView[]
): Promise<Export | undefined> {
	const records = await store.recordsOf(userId);
	if (records === undefined) return undefined;
	const newest = new Map<string, OwnMessage>();
	await eachLogged(store, userId, (message) => void newest.set(`${message.roomId}/${message.id}`, message));
	const messages = [...newest.values()].map(({ value, ...place }) => ({
		...place,
		message: JSON.parse(value) as unknown
	}));
	const personal = await documents.read(personalName(userId), ({ doc }) =>
		Object.fromEntries(Object.values(PERSONAL_ROOTS).map((root) => [root, doc.getMap(root).toJSON() as unknown]))
	);
	return { exportedAt: now(), ...records, sessions, messages, personal };
}
