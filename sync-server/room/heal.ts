import type * as Y from 'yjs';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { SEGMENT_ROOTS, segmentInfo, type Message, type TimelineEntry } from '../../src/lib/protocol/message.ts';
import { VersionConflictError, type LoggedMessage } from '../storage/storage.ts';
import { lostMessages, type Lost } from './lost-messages.ts';
import { reclaim } from './reclaim.ts';
import { writeHealed, type HealDeps } from './write-healed.ts';

/**
 * Takes back into a room what a device's copy of one of its segments holds and the store has lost (H5). Only words, never
 * structs: whatever else the copy holds stays outside, and what is taken back is written by the server. Nobody is believed:
 * a message needs the server's own proof, or to be the giver's own. Resolves with how many were taken back.
 * Throws a {@link Refusal} for bytes that are no copy, and what the store throws.
 */
export async function heal(deps: HealDeps, roomId: string, copy: Uint8Array, giver: string): Promise<number> {
	const candidates = lostMessages(copy, { roomId, giver, receipts: deps.receipts, now: deps.now() });
	const reclaimed = await reclaim(deps, { roomId, candidates, giver });
	return reclaimed + (await takeBackAll(deps, { roomId, candidates, giver }));
}

async function takeBackAll(
	deps: HealDeps,
	{ roomId, candidates, giver }: { roomId: string; candidates: Lost[]; giver: string }
): Promise<number> {
	const ids = candidates.map(({ id }) => id);
	for (;;) {
		const document = segmentName(roomId, await deps.store.currentSegment(roomId));
		const known = await deps.store.sequencesOf(roomId, ids);
		const lost = candidates.filter(({ id }) => !known.has(id));
		if (lost.length === 0) return 0;
		try {
			return await writeHealed(deps, { document, giver }, (doc) => takeBack(doc, roomId, lost));
		} catch (error) {
			// Others who heal the same, or a roll-over: look again at what is missing, and where it goes.
			if (!(error instanceof VersionConflictError)) throw error;
		}
	}
}

/**
 * Puts the messages at the end of the room's timeline, in the order they once had. Runs inside a transaction. Throws
 * VersionConflictError where that is not the end any more, or nothing is missing.
 */
function takeBack(doc: Y.Doc, roomId: string, lost: Lost[]): LoggedMessage[] {
	const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
	const timeline = doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline);
	// Its author's own device may have sent one of them while the store was asked.
	const missing = lost.filter(({ id }) => !messages.has(id));
	const { firstSeq, closed } = segmentInfo(doc);
	if (closed || missing.length === 0) throw new VersionConflictError('somebody has come first');
	const firstFree = firstSeq + timeline.length;
	for (const { id, message } of missing) messages.set(id, message);
	timeline.insert(
		timeline.length,
		missing.map(({ id, at, proof }) => (proof === undefined ? { id, at } : { id, at, proof }))
	);
	return missing.map(({ id, at, message }, index) => {
		const { author } = message;
		return { id, roomId, seq: firstFree + index, author, value: JSON.stringify(message), receivedAt: at };
	});
}
