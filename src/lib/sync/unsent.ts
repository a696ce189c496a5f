import type { QueuedCommand } from '../commands/command.ts';
import { PERSONAL_ROOTS } from '../protocol/personal.ts';
import type { OutboxEntry } from './outbox.ts';
import type { PersonalChange } from './personal-changes.ts';

/** What is on this device only, and would go with its copies. */
export interface Unsent {
	/** Messages that wait, and those that have come back. */
	messages: number;
	drafts: number;
	/** What was asked of the server, and what was set or chosen for all devices. */
	changes: number;
}

export const NOTHING_UNSENT: Unsent = { messages: 0, drafts: 0, changes: 0 };

export function isAnything({ messages, drafts, changes }: Unsent): boolean {
	return messages + drafts + changes > 0;
}

/** Counts it. How far somebody has read is no work of theirs; and of a draft that has gone there is nothing to lose. */
export function countUnsent(
	messages: readonly OutboxEntry[],
	waiting: readonly QueuedCommand[],
	personal: readonly PersonalChange[]
): Unsent {
	const drafts = personal.filter(({ root }) => root === PERSONAL_ROOTS.drafts);
	const here = new Set(messages.map(({ id }) => id));
	const deleted = new Set(
		waiting.flatMap(({ command }) => (command.kind === 'delete-message' ? [command.messageId] : []))
	);
	// Deleted before anybody had it, a message is no loss, and neither is the wish to delete it.
	const isMoot = ({ command }: QueuedCommand) => command.kind === 'delete-message' && here.has(command.messageId);
	const asked = waiting.filter((entry) => entry.command.kind !== 'read' && !isMoot(entry));
	return {
		messages: messages.filter(({ id }) => !deleted.has(id)).length,
		drafts: drafts.filter(({ value }) => value !== undefined).length,
		changes: asked.length + personal.length - drafts.length
	};
}
