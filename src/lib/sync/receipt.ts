import type * as Y from 'yjs';
import { SEGMENT_ROOTS, type Message } from '../protocol/message.ts';
import type { OutboxEntry } from './outbox.ts';
import { saysTheSame } from './segment-state.ts';

/**
 * Whose message stands under an entry's id in a segment whose timeline has it. A server that was restored from a backup
 * knows nothing of the id, and takes another account's message under it. `unclear`: the copy holds two that were written
 * without knowing of each other, and Yjs has kept ours, which the server may not have. `changed`: ours, with the words that it had
 * before its writer changed them.
 */
export function receiptOf(
	{ id, message, amended }: OutboxEntry,
	segment: Y.Doc
): 'ours' | 'theirs' | 'unclear' | 'changed' {
	const messages = segment.getMap<Message>(SEGMENT_ROOTS.messages);
	const there = messages.get(id) ?? message;
	if (there.author !== message.author) return 'theirs';
	if (beginnings(messages, id) > 1) return 'unclear';
	return amended === undefined || saysTheSame(there, message) ? 'ours' : 'changed';
}

/** How many values of a key were written by somebody who knew of none; an edit knows of what it replaces. */
function beginnings(messages: Y.Map<Message>, id: string): number {
	let count = 0;
	for (let item = messages._map.get(id) ?? null; item !== null; item = item.left) if (item.origin === null) count++;
	return count;
}
