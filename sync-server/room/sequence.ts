import type * as Y from 'yjs';
import { FIRST_SEGMENT } from '../../src/lib/protocol/head.ts';
import { SEGMENT_ROOTS, type Message, type TimelineEntry } from '../../src/lib/protocol/message.ts';
import type { LoggedMessage } from '../storage/storage.ts';
import type { RootChange } from './rules.ts';

/**
 * Gives each message its place: ids seen for the first time enter the timeline in order of composing time, then id, and
 * every version written goes to the message log under its message's sequence (T2). Runs inside the transaction that
 * applied the update, so that both leave as one update (T3).
 */
export function sequence(
	doc: Y.Doc,
	segment: { roomId: string; segment: number },
	changes: RootChange[],
	now: number
): LoggedMessage[] {
	const timeline = doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline);
	const fresh = changes.filter((change) => change.before === undefined).sort(byComposingTime);
	const nextSeq = FIRST_SEGMENT.firstSeq + timeline.length;
	// `push` walks the whole list from its start; inserting at the end uses Yjs's position cache.
	const entries = fresh.map(({ key }): TimelineEntry => ({ id: key, at: now }));
	if (entries.length > 0) timeline.insert(timeline.length, entries);
	const edited = changes.filter(isEdit);
	const places = edited.length === 0 ? new Map<string, number>() : placesOf(timeline);
	return [
		...fresh.flatMap((change, index) => versionsOf(change, segment.roomId, nextSeq + index, now)),
		...edited.flatMap((change) => versionsOf(change, segment.roomId, places.get(change.key) ?? 0, now))
	];
}

/** Every version of a message that the update brought, for the log. */
function versionsOf({ key, written }: RootChange, roomId: string, seq: number, receivedAt: number): LoggedMessage[] {
	return (written as Message[]).map((version) => {
		return { id: key, roomId, seq, author: version.author, value: JSON.stringify(version), receivedAt };
	});
}

/** Whether a known message says something else now; a client that sends one again word for word has not edited it. */
function isEdit({ before, after }: RootChange): boolean {
	if (before === undefined) return false;
	const [was, is] = [before as Message, after as Message];
	return was.body !== is.body || was.editedAt !== is.editedAt;
}

function byComposingTime(a: RootChange, b: RootChange): number {
	return (a.after as Message).createdAt - (b.after as Message).createdAt || (a.key < b.key ? -1 : 1);
}

/** Each message's sequence, by id. */
function placesOf(timeline: Y.Array<TimelineEntry>): Map<string, number> {
	return new Map(timeline.toArray().map(({ id }, index) => [id, FIRST_SEGMENT.firstSeq + index]));
}
