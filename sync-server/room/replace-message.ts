import type * as Y from 'yjs';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { SEGMENT_ROOTS, type Message } from '../../src/lib/protocol/message.ts';
import type { AuditRecord } from '../storage/audit-record.ts';
import { VersionConflictError, type RoomStore, type Storage } from '../storage/storage.ts';
import type { Documents } from './documents.ts';
import { spanOf } from './find-segment.ts';

export interface ReplaceDeps {
	documents: Documents;
	store: Pick<Storage, 'appendCommit'> & Pick<RoomStore, 'currentSegment'>;
}

/** Another version of a message, which the server writes in its place. */
export interface Replacement {
	roomId: string;
	messageId: string;
	/** Where the message stands. */
	seq: number;
	/** The server's clock, milliseconds since the Unix epoch. */
	at: number;
	/** The next version; undefined where the present one is to stay. What it throws ends the command. */
	next: (present: Message) => Message | undefined;
	audit?: AuditRecord | undefined;
}

/**
 * Writes another version of a message, in whichever segment it is: in the document and in the message log, which keeps every
 * one before it. Resolves with false where there is no such message.
 */
export async function replaceMessage(deps: ReplaceDeps, replacement: Replacement): Promise<boolean> {
	const { roomId, messageId, seq, next } = replacement;
	const span = await spanOf(deps, roomId, seq);
	if (span === undefined) return false;
	const document = segmentName(roomId, span.segment);
	for (;;) {
		const present = await deps.documents.read(document, ({ doc }) => messagesOf(doc).get(messageId));
		if (present === undefined || next(present) === undefined) return present !== undefined;
		try {
			await write(deps, document, replacement);
			return true;
		} catch (error) {
			// Somebody else wrote over it at once, or another process did: look again.
			if (!(error instanceof VersionConflictError)) throw error;
		}
	}
}

async function write({ documents, store }: ReplaceDeps, document: string, replacement: Replacement): Promise<void> {
	const { roomId, messageId: id, seq, at, next, audit } = replacement;
	let version: Message | undefined;
	const change = (doc: Y.Doc) => {
		const present = messagesOf(doc).get(id);
		version = present && next(present);
		if (version === undefined) throw new VersionConflictError('it is another one by now');
		messagesOf(doc).set(id, version);
	};
	await documents.write([{ document, change }], ([commit]) => {
		if (commit === undefined || version === undefined) throw new Error('a write came without its commit');
		const logged = { id, roomId, seq, author: version.author, value: JSON.stringify(version), receivedAt: at };
		return store.appendCommit({ ...commit, messages: [logged] }, audit);
	});
}

function messagesOf(doc: Y.Doc): Y.Map<Message> {
	return doc.getMap<Message>(SEGMENT_ROOTS.messages);
}
