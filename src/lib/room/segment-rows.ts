import type * as Y from 'yjs';
import type { Edits } from '../commands/overlay-messages.ts';
import { SEGMENT_ROOTS, segmentInfo, type Message, type TimelineEntry } from '../protocol/message.ts';
import type { Delivery, TimelineMessage } from './model.ts';

/** Whose eyes a message is shown to, and how its author is called. */
export interface Reader {
	/** The signed-in account. */
	userId: string;
	/** The name of someone who is or was in the room. */
	nameOf: (userId: string) => string | undefined;
	/** People whom the reader has blocked. */
	blocked: ReadonlySet<string>;
	/** Messages that this device has asked to be deleted. */
	deleting: ReadonlySet<string>;
	/** Those of them that can be brought back, and until when, by this device's clock. */
	undoable: ReadonlyMap<string, number>;
	/** Messages that this device has changed, with what they are to say. */
	edits: Edits;
}

/**
 * The messages of one segment as the timeline shows them, kept until the segment itself changes: what is read above does
 * not make a new message dearer.
 */
export class SegmentRows {
	/** In sequence. */
	sent: TimelineMessage[] = [];
	/** Ids that the server has put into this segment's timeline. */
	sequenced = new Set<string>();
	/** Messages that are in the segment and not in its timeline, by id. */
	unsequenced = new Map<string, Message>();
	#doc: Y.Doc | undefined;
	#names = new Map<string, string>();
	#blocked: ReadonlySet<string> = new Set();
	#changes: Pick<Reader, 'deleting' | 'undoable' | 'edits'> = {
		deleting: new Set(),
		undoable: new Map(),
		edits: new Map()
	};
	#stale = true;

	/** Composes the segment if it, its document or something about its people has changed. */
	update(doc: Y.Doc, reader: Reader): void {
		if (doc !== this.#doc) {
			this.close();
			this.#doc = doc;
			doc.on('update', this.#outdate);
		}
		const renamed = [...this.#names].some(([author, name]) => (reader.nameOf(author) ?? '') !== name);
		const blocked = !isSameSet(this.#blocked, reader.blocked);
		if (this.#stale || renamed || blocked || !hasSameChanges(this.#changes, reader)) this.#compose(doc, reader);
		this.#stale = false;
		this.#blocked = reader.blocked;
		const { deleting, undoable, edits } = reader;
		this.#changes = { deleting, undoable, edits };
	}

	/** Stops listening. */
	close(): void {
		this.#doc?.off('update', this.#outdate);
		this.#doc = undefined;
		this.#stale = true;
	}

	#outdate = (): void => {
		this.#stale = true;
	};

	#compose(doc: Y.Doc, reader: Reader): void {
		const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
		const entries = doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline).toArray();
		const { firstSeq } = segmentInfo(doc);
		const shown = new Map(this.sent.map((message) => [message.id, message]));
		this.sent = [];
		this.sequenced = new Set(entries.map(({ id }) => id));
		entries.forEach(({ id, at }, index) => {
			const message = messages.get(id);
			if (message === undefined) return;
			const next = toShow(id, message, { kind: 'sent', seq: firstSeq + index, at }, reader);
			this.sent.push(kept(shown.get(id), next));
		});
		this.#names = new Map(this.sent.flatMap(namesIn));
		this.unsequenced = unsequenced(messages, this.sequenced);
	}
}

/** A message as the timeline shows it. */
export function toShow(id: string, message: Message, delivery: Delivery, reader: Reader): TimelineMessage {
	const nameOf = (userId: string) => reader.nameOf(userId) ?? '';
	const by = message.deleted?.by ?? (reader.deleting.has(id) ? reader.userId : undefined);
	const mine = message.author === reader.userId;
	const edit = message.deleted === undefined && mine ? reader.edits.get(id) : undefined;
	const { body, mentions } = edit ?? message;
	// What nobody has seen yet is simply another text.
	const editedAt = delivery.kind === 'sent' ? (edit ?? message).editedAt : message.editedAt;
	const undoUntil = message.deleted === undefined ? reader.undoable.get(id) : undefined;
	return {
		id,
		authorId: message.author,
		authorName: nameOf(message.author),
		mine,
		body: by === undefined ? body : '',
		createdAt: message.createdAt,
		edited: editedAt !== undefined,
		...(editedAt !== undefined && { editedAt }),
		...(by !== undefined && { deletedBy: { id: by, name: nameOf(by) } }),
		...(undoUntil !== undefined && { undoUntil }),
		mentionsMe: by === undefined && !mine && mentions?.includes(reader.userId) === true,
		blocked: reader.blocked.has(message.author),
		delivery
	};
}

/** The object that is on screen already, where nothing of it has changed: a view redraws only the rest. */
export function kept(shown: TimelineMessage | undefined, next: TimelineMessage): TimelineMessage {
	return shown !== undefined && isSame(shown, next) ? shown : next;
}

function unsequenced(messages: Y.Map<Message>, sequenced: ReadonlySet<string>): Map<string, Message> {
	// A Y.Map's `size` and iteration walk every key, so it is asked only when it holds more than the timeline.
	if (messages._map.size <= sequenced.size) return new Map();
	return new Map([...messages.entries()].filter(([id]) => !sequenced.has(id)));
}

function isSame(a: TimelineMessage, b: TimelineMessage): boolean {
	return (
		a.body === b.body &&
		a.editedAt === b.editedAt &&
		a.undoUntil === b.undoUntil &&
		a.authorName === b.authorName &&
		a.deletedBy?.id === b.deletedBy?.id &&
		a.deletedBy?.name === b.deletedBy?.name &&
		a.mentionsMe === b.mentionsMe &&
		a.blocked === b.blocked &&
		JSON.stringify(a.delivery) === JSON.stringify(b.delivery)
	);
}

function namesIn({ authorId, authorName, deletedBy }: TimelineMessage): [id: string, name: string][] {
	const author: [string, string] = [authorId, authorName];
	return deletedBy === undefined ? [author] : [author, [deletedBy.id, deletedBy.name]];
}

function isSameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
	return one === other || (one.size === other.size && [...one].every((value) => other.has(value)));
}

/** Commands are read from the disk again and again, and are other objects then that say the same. */
function hasSameChanges(
	one: Pick<Reader, 'deleting' | 'undoable' | 'edits'>,
	other: Pick<Reader, 'deleting' | 'undoable' | 'edits'>
): boolean {
	if (!isSameSet(one.deleting, other.deleting) || one.undoable.size !== other.undoable.size) return false;
	if ([...one.undoable.keys()].some((id) => !other.undoable.has(id)) || one.edits.size !== other.edits.size)
		return false;
	return [...one.edits].every(([id, { body, editedAt }]) => {
		const edit = other.edits.get(id);
		return edit?.body === body && edit.editedAt === editedAt;
	});
}
