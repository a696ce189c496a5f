import type { EditMessageRequest } from '../protocol/rest-edits.ts';
import type { OutboxEntry } from '../sync/outbox.ts';
import { undoableUntil, type Command } from './command.ts';

/** What a message is to say, as soon as the server has heard of it. */
export type Edits = ReadonlyMap<string, EditMessageRequest>;

/** The messages that the commands delete. */
export function deletedMessages(commands: readonly Command[]): Set<string> {
	return new Set(commands.flatMap((command) => (command.kind === 'delete-message' ? [command.messageId] : [])));
}

/** Those of them that can still be brought back at `now`, and until when. */
export function undoableMessages(commands: readonly Command[], now: number): Map<string, number> {
	const undoable = new Map<string, number>();
	for (const command of commands) {
		const until = undoableUntil(command, now);
		if (command.kind === 'delete-message' && until !== undefined) undoable.set(command.messageId, until);
	}
	return undoable;
}

/** The messages that are changed, by the commands or while they were on their way, with their new words. */
export function editedMessages(commands: readonly Command[], outbox: readonly OutboxEntry[]): Edits {
	const edits = new Map<string, EditMessageRequest>();
	for (const { id, message, amended, returned } of outbox) {
		if (amended === undefined || returned !== undefined) continue;
		const { body, mentions } = message;
		edits.set(id, { body, editedAt: amended, ...(mentions && { mentions }) });
	}
	for (const command of commands) if (command.kind === 'edit-message') edits.set(command.messageId, command.edit);
	return edits;
}
