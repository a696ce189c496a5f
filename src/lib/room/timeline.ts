import type * as Y from 'yjs';
import type { Message } from '../protocol/message.ts';
import type { OutboxEntry } from '../sync/outbox.ts';
import type { Delivery, TimelineMessage } from './model.ts';
import { kept, SegmentRows, toShow, type Reader } from './segment-rows.ts';

/** A segment that is open. */
export interface TimelineSegment {
	number: number;
	doc: Y.Doc;
}

/** What a timeline is made of. */
export interface TimelineSources extends Reader {
	/** The segments that are open, oldest first. */
	segments: readonly TimelineSegment[];
	/** The outbox entries of this room. */
	outbox: readonly OutboxEntry[];
}

/**
 * The order of a room (I7, D3): what the server has sequenced, in its sequence; then what is pending, by composing time,
 * then id; then what has come back. Keeps the objects of messages that have not changed, so that a view redraws only
 * the rest, and composes only segments that have changed.
 */
export class Timeline {
	#rows = new Map<number, SegmentRows>();
	/** What is shown below the sequenced ones, by id. */
	#tail = new Map<string, TimelineMessage>();

	/** The messages to show now. */
	compose({ segments, outbox, ...reader }: TimelineSources): TimelineMessage[] {
		this.#forgetAllBut(segments);
		const open = segments.map(({ number, doc }) => this.#update(number, doc, reader));
		const sequenced = (id: string) => open.some((rows) => rows.sequenced.has(id));
		const tail: TimelineMessage[] = [];
		const show = (id: string, message: Message, delivery: Delivery) =>
			tail.push(kept(this.#tail.get(id), toShow(id, message, delivery, reader)));
		for (const [id, message] of pending(open, sequenced, outbox)) {
			if (isShown(id, reader)) show(id, message, { kind: 'pending' });
		}
		for (const { id, message, returned } of outbox) {
			if (returned !== undefined && !sequenced(id) && isShown(id, reader))
				show(id, message, { kind: 'refused', code: returned });
		}
		this.#tail = new Map(tail.map((message) => [message.id, message]));
		return [...open.map(({ sent }) => sent), tail].flat();
	}

	/** Stops listening to the segments. */
	close(): void {
		this.#forgetAllBut([]);
	}

	#update(number: number, doc: Y.Doc, reader: Reader): SegmentRows {
		const rows = this.#rows.get(number) ?? new SegmentRows();
		this.#rows.set(number, rows);
		rows.update(doc, reader);
		return rows;
	}

	#forgetAllBut(segments: readonly TimelineSegment[]): void {
		for (const [number, rows] of this.#rows) {
			if (segments.some((segment) => segment.number === number)) continue;
			rows.close();
			this.#rows.delete(number);
		}
	}
}

/**
 * Messages written here that the server has not sequenced: from the segments, and from the outbox while one is renewed.
 * A copy that waits in a closed segment may have been accepted in the next one.
 */
function pending(
	open: readonly SegmentRows[],
	sequenced: (id: string) => boolean,
	outbox: readonly OutboxEntry[]
): [id: string, message: Message][] {
	const returned = new Set(outbox.filter((entry) => entry.returned !== undefined).map(({ id }) => id));
	const waiting = new Map(open.flatMap(({ unsequenced }) => [...unsequenced]));
	for (const { id, message } of outbox) waiting.set(id, message);
	const list = [...waiting].filter(([id]) => !returned.has(id) && !sequenced(id));
	return list.sort(([idA, a], [idB, b]) => a.createdAt - b.createdAt || (idA < idB ? -1 : 1));
}

/** Nobody else has seen what is on this device only, so there is nothing to say of its deletion once that is final. */
function isShown(id: string, { deleting, undoable }: Reader): boolean {
	return !deleting.has(id) || undoable.has(id);
}
