import type * as Y from 'yjs';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { SEGMENT_ROOTS, segmentInfo, type Message, type TimelineEntry } from '../../src/lib/protocol/message.ts';
import { VersionConflictError, type LoggedMessage } from '../storage/storage.ts';
import { spanOf, type Span } from './find-segment.ts';
import type { Lost } from './lost-messages.ts';
import { writeHealed, type HealDeps } from './write-healed.ts';

/**
 * Gives messages back under their ids where others have taken these. An id that the store has lost is free until the message
 * is given back: a member who had seen it sent words of their own under it, the message then counted as known, and was lost
 * for good. The server's proof that it had received it before decides (H5). Resolves with how many were given back.
 */
export async function reclaim(
	deps: HealDeps,
	{ roomId, candidates, giver }: { roomId: string; candidates: Lost[]; giver: string }
): Promise<number> {
	const proven = candidates.filter(({ proof }) => proof !== undefined);
	const ids = proven.map(({ id }) => id);
	const spans: Span[] = [];
	for (const seq of (await deps.store.sequencesOf(roomId, ids)).values()) {
		if (spans.some(({ first, next }) => first <= seq && seq < next)) continue;
		const span = await spanOf(deps, roomId, seq);
		if (span !== undefined) spans.push(span);
	}
	let count = 0;
	for (const { segment } of spans) count += await giveBack(deps, { roomId, segment, proven, giver });
	return count;
}

async function giveBack(
	deps: HealDeps,
	{ roomId, segment, proven, giver }: { roomId: string; segment: number; proven: Lost[]; giver: string }
): Promise<number> {
	const document = segmentName(roomId, segment);
	for (;;) {
		const taken = await deps.documents.read(document, ({ doc }) => takenIn(doc, proven).length);
		if (taken === 0) return 0;
		try {
			return await writeHealed(deps, { document, giver }, (doc) => putBack(doc, roomId, proven));
		} catch (error) {
			// Another device gave back the same, or another process wrote: look again.
			if (!(error instanceof VersionConflictError)) throw error;
		}
	}
}

/** Those of the messages whose ids others have in this segment, with their places in its timeline. */
function takenIn(doc: Y.Doc, proven: Lost[]): { lost: Lost; index: number }[] {
	const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
	const timeline = doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline).toArray();
	const places = new Map(timeline.map((entry, index) => [entry.id, { entry, index }]));
	return proven.flatMap((lost) => {
		const place = places.get(lost.id);
		const present = messages.get(lost.id);
		// Nothing is ever written over a tombstone: what was deleted does not come back by way of a copy.
		if (place === undefined || present?.author === lost.message.author || present?.deleted !== undefined) return [];
		const { entry, index } = place;
		// Without a proof it was taken on its giver's word, and its time as well; with one, the earlier receipt is the true one.
		return entry.proof === undefined || lost.at < entry.at ? [{ lost, index }] : [];
	});
}

/** Runs inside a transaction. Throws VersionConflictError where nothing is left to do. */
function putBack(doc: Y.Doc, roomId: string, proven: Lost[]): LoggedMessage[] {
	const taken = takenIn(doc, proven);
	if (taken.length === 0) throw new VersionConflictError('somebody has come first');
	const timeline = doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline);
	const { firstSeq } = segmentInfo(doc);
	return taken.map(({ lost: { id, at, message, proof }, index }) => {
		doc.getMap<Message>(SEGMENT_ROOTS.messages).set(id, message);
		timeline.delete(index);
		timeline.insert(index, [{ id, at, ...(proof !== undefined && { proof }) }]);
		const { author } = message;
		return { id, roomId, seq: firstSeq + index, author, value: JSON.stringify(message), receivedAt: at };
	});
}
