import type * as Y from 'yjs';
import { FIRST_SEGMENT } from '../protocol/head.ts';
import { SEGMENT_ROOTS, type Message, type TimelineEntry } from '../protocol/message.ts';
import type { OutboxEntry } from '../sync/outbox.ts';
import type { Delivery, TimelineMessage } from './model.ts';

/** What a timeline is made of. */
export interface TimelineSources {
	segment: Y.Doc;
	/** The name of someone who is or was in the room. */
	nameOf: (userId: string) => string | undefined;
	/** The outbox entries of this room. */
	outbox: OutboxEntry[];
	/** The signed-in account. */
	userId: string;
}

/**
 * The order of a room (I7, D3): what the server has sequenced, in its sequence; then what is pending, by composing time,
 * then id; then what has come back. Keeps the objects of messages that have not changed, so that a view redraws only
 * the rest.
 */
export class Timeline {
	#shown = new Map<string, TimelineMessage>();

	/** The messages to show now. */
	compose({ segment, nameOf, outbox, userId }: TimelineSources): TimelineMessage[] {
		const messages = segment.getMap<Message>(SEGMENT_ROOTS.messages);
		const entries = segment.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline).toArray();
		const sequenced = new Set<string>();
		const list: TimelineMessage[] = [];
		const show = (id: string, message: Message | undefined, delivery: Delivery) => {
			if (message !== undefined) list.push(this.#show(id, message, delivery, nameOf(message.author) ?? '', userId));
		};
		entries.forEach(({ id, at }, index) => {
			sequenced.add(id);
			show(id, messages.get(id), { kind: 'sent', seq: FIRST_SEGMENT.firstSeq + index, at });
		});
		for (const [id, message] of pending(messages, sequenced, outbox)) show(id, message, { kind: 'pending' });
		for (const { id, message, returned } of outbox) {
			if (returned !== undefined && !sequenced.has(id)) show(id, message, { kind: 'refused', code: returned });
		}
		this.#shown = new Map(list.map((message) => [message.id, message]));
		return list;
	}

	#show(id: string, message: Message, delivery: Delivery, authorName: string, userId: string): TimelineMessage {
		const next: TimelineMessage = {
			id,
			authorId: message.author,
			authorName,
			mine: message.author === userId,
			body: message.body,
			createdAt: message.createdAt,
			edited: message.editedAt !== undefined,
			delivery
		};
		const shown = this.#shown.get(id);
		return shown !== undefined && isSame(shown, next) ? shown : next;
	}
}

/** Messages written here that the server has not sequenced: from the document, and from the outbox while it is renewed. */
function pending(
	messages: Y.Map<Message>,
	sequenced: Set<string>,
	outbox: OutboxEntry[]
): [id: string, message: Message][] {
	const returned = new Set(outbox.filter((entry) => entry.returned !== undefined).map(({ id }) => id));
	const waiting = new Map<string, Message>();
	// A Y.Map's `size` and iteration walk every key, so it is asked only when it holds more than the timeline.
	if (messages._map.size > sequenced.size) {
		for (const [id, message] of messages.entries()) if (!sequenced.has(id)) waiting.set(id, message);
	}
	for (const { id, message } of outbox) if (!sequenced.has(id)) waiting.set(id, message);
	const list = [...waiting].filter(([id]) => !returned.has(id));
	return list.sort(([idA, a], [idB, b]) => a.createdAt - b.createdAt || (idA < idB ? -1 : 1));
}

function isSame(a: TimelineMessage, b: TimelineMessage): boolean {
	return (
		a.body === b.body &&
		a.edited === b.edited &&
		a.authorName === b.authorName &&
		JSON.stringify(a.delivery) === JSON.stringify(b.delivery)
	);
}
