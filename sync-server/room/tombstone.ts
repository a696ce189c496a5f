import type { Message } from '../../src/lib/protocol/message.ts';
import type { AuditRecord } from '../storage/audit-record.ts';
import { replaceMessage, type ReplaceDeps } from './replace-message.ts';

/** A message that is to go: which one, where it stands, and who takes it away. */
export interface Deletion {
	roomId: string;
	messageId: string;
	seq: number;
	/** User id. */
	author: string;
	/** User id. */
	by: string;
	/** The server's clock, milliseconds since the Unix epoch. */
	at: number;
}

/**
 * Writes a tombstone over a message, in whichever segment it is (U17). In the audit log where somebody else takes it away; the
 * message log keeps what was said. Resolves with false where there is no such message; one that is deleted stays as it is.
 */
export function writeTombstone(deps: ReplaceDeps, deletion: Deletion): Promise<boolean> {
	const { author, by, at } = deletion;
	const audit = by === author ? undefined : recordOf(deletion);
	return replaceMessage(deps, { ...deletion, audit, next: (present) => tombstoneOf(present, { by, at }) });
}

function tombstoneOf(present: Message, deleted: Required<Message>['deleted']): Message | undefined {
	const { author, createdAt } = present;
	return present.deleted === undefined ? { author, body: '', createdAt, deleted } : undefined;
}

function recordOf({ roomId, messageId, author, by }: Deletion): AuditRecord {
	return { actor: by, action: 'message-deleted', subject: author, roomId, detail: { messageId } };
}
