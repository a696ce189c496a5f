import type * as Y from 'yjs';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { SEGMENT_ROOTS, type Message } from '../../src/lib/protocol/message.ts';
import type { AuditRecord } from '../storage/audit-record.ts';
import { VersionConflictError, type RoomStore, type Storage } from '../storage/storage.ts';
import type { Documents } from './documents.ts';
import { spanOf } from './find-segment.ts';

interface TombstoneDeps {
	documents: Documents;
	store: Pick<Storage, 'appendCommit'> & Pick<RoomStore, 'currentSegment'>;
}

/** A message that is to go: which one, where it stands, and who takes it away. */
export interface Deletion {
	roomId: string;
	messageId: string;
	seq: number;
	/** User id. */
	by: string;
	/** The server's clock, milliseconds since the Unix epoch. */
	at: number;
}

/**
 * Writes a tombstone over a message, in whichever segment it is (U17). In the audit log where somebody else takes it away; the
 * message log keeps what was said. Resolves with false where there is no such message; one that is deleted stays as it is.
 */
export async function writeTombstone(deps: TombstoneDeps, deletion: Deletion): Promise<boolean> {
	const { documents } = deps;
	const span = await spanOf(deps, deletion.roomId, deletion.seq);
	if (span === undefined) return false;
	const document = segmentName(deletion.roomId, span.segment);
	for (;;) {
		const found = await documents.read(document, ({ doc }) => messagesOf(doc).get(deletion.messageId));
		if (found === undefined || found.deleted !== undefined) return found !== undefined;
		try {
			await write(deps, document, deletion);
			return true;
		} catch (error) {
			// Somebody else deleted it at once, or another process wrote: look again.
			if (!(error instanceof VersionConflictError)) throw error;
		}
	}
}

async function write({ documents, store }: TombstoneDeps, document: string, deletion: Deletion): Promise<void> {
	const { roomId, messageId: id, seq, by, at } = deletion;
	let tombstone: Message | undefined;
	const change = (doc: Y.Doc) => {
		const present = messagesOf(doc).get(id);
		if (present === undefined || present.deleted !== undefined) throw new VersionConflictError('deleted already');
		const { author, createdAt } = present;
		tombstone = { author, body: '', createdAt, deleted: { by, at } };
		messagesOf(doc).set(id, tombstone);
	};
	await documents.write([{ document, change }], ([commit]) => {
		if (commit === undefined || tombstone === undefined) throw new Error('a write came without its commit');
		const { author } = tombstone;
		const logged = { id, roomId, seq, author, value: JSON.stringify(tombstone), receivedAt: at };
		return store.appendCommit(
			{ ...commit, messages: [logged] },
			by === author ? undefined : recordOf(deletion, author)
		);
	});
}

function recordOf({ roomId, messageId, by }: Deletion, author: string): AuditRecord {
	return { actor: by, action: 'message-deleted', subject: author, roomId, detail: { messageId } };
}

function messagesOf(doc: Y.Doc): Y.Map<Message> {
	return doc.getMap<Message>(SEGMENT_ROOTS.messages);
}
