import type * as Y from 'yjs';
import { SEGMENT_ROOTS, segmentInfo, type Message, type TimelineEntry } from '../../src/lib/protocol/message.ts';
import type { LoggedMessage } from '../storage/storage.ts';
import type { Receipts } from './receipts.ts';
import { isSameText, type RootChange } from './rules.ts';
import { Refusal } from './verdict.ts';

/** Where a message is to be sequenced. */
export interface Place {
	doc: Y.Doc;
	roomId: string;
	/** Server's clock, milliseconds since the Unix epoch. */
	now: number;
	receipts: Receipts;
}

/**
 * Gives each message its place: ids seen for the first time enter the timeline in order of composing time, then id, and
 * every version written goes to the message log under its message's sequence (T2). Runs inside the transaction that
 * applied the update, so that both leave as one update (T3).
 */
export function sequence(changes: RootChange[], { doc, roomId, now, receipts }: Place): LoggedMessage[] {
	const timeline = doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline);
	const { firstSeq, closed } = segmentInfo(doc);
	const fresh = changes.filter((change) => change.before === undefined).sort(byComposingTime);
	if (closed && fresh.length > 0) throw new Refusal('segment-closed', 'the segment takes no new message');
	const nextSeq = firstSeq + timeline.length;
	const entries = fresh.map(({ key, after }): TimelineEntry => {
		return { id: key, at: now, proof: receipts.prove({ roomId, id: key, at: now, message: after as Message }) };
	});
	// `push` walks the whole list from its start; inserting at the end uses Yjs's position cache.
	if (entries.length > 0) timeline.insert(timeline.length, entries);
	const edited = changes.filter(isEdit);
	const places = edited.length === 0 ? new Map<string, number>() : placesOf(timeline, firstSeq);
	return [
		...fresh.flatMap((change, index) => versionsOf(change, roomId, nextSeq + index, now)),
		...edited.flatMap((change) => versionsOf(change, roomId, places.get(change.key) ?? 0, now))
	];
}

/** Every version of a message that the update brought, for the log. */
function versionsOf({ key, written }: RootChange, roomId: string, seq: number, receivedAt: number): LoggedMessage[] {
	return (written as Message[]).map((version) => {
		return { id: key, roomId, seq, author: version.author, value: JSON.stringify(version), receivedAt };
	});
}

/**
 * Whether something else was written over a known message; a client that sends one again word for word has not edited it.
 * Also where Yjs has kept the other of two that were written at the same time: what lost was said, and is in the log alone.
 */
function isEdit({ before, written }: RootChange): boolean {
	if (before === undefined) return false;
	const was = before as Message;
	return (written as Message[]).some((is) => !isSameText(was, is) || was.editedAt !== is.editedAt);
}

function byComposingTime(a: RootChange, b: RootChange): number {
	return (a.after as Message).createdAt - (b.after as Message).createdAt || (a.key < b.key ? -1 : 1);
}

/** Each message's sequence, by id. */
function placesOf(timeline: Y.Array<TimelineEntry>, firstSeq: number): Map<string, number> {
	return new Map(timeline.toArray().map(({ id }, index) => [id, firstSeq + index]));
}
