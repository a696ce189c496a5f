import { headName, segmentName } from '../../src/lib/protocol/document-name.ts';
import { HEAD_ROOTS } from '../../src/lib/protocol/head.ts';
import { GENERATION_MAX_CLIENT_IDS, SEGMENT_MAX_BYTES, SEGMENT_MAX_ENTRIES } from '../../src/lib/protocol/limits.ts';
import { SEGMENT_ROOTS, segmentInfo } from '../../src/lib/protocol/message.ts';
import { VersionConflictError, type RoomStore } from '../storage/storage.ts';
import type { Documents } from './documents.ts';
import type { LoadedDocument } from './loaded-document.ts';

/** Whether a segment has grown to where the next one should take over (N3). */
export function isFull(segment: LoadedDocument): boolean {
	if (segmentInfo(segment.doc).closed || segment.entries === 0) return false;
	return (
		segment.entries >= SEGMENT_MAX_ENTRIES ||
		segment.bytes >= SEGMENT_MAX_BYTES ||
		segment.clientIds >= GENERATION_MAX_CLIENT_IDS
	);
}

/**
 * Closes a room's segment and opens the next, in one transaction (N3). Does nothing where that has happened already: every
 * batch after the segment was full asks for it, until one is through.
 */
export async function rollOver(
	documents: Documents,
	{ store, now }: { store: Pick<RoomStore, 'rollOver'>; now: () => number },
	roomId: string,
	segment: number
): Promise<void> {
	const [closing, next] = [segmentName(roomId, segment), segment + 1];
	const state = await documents.read(closing, (loaded) => isFull(loaded));
	if (!state) return;
	let firstSeq = 0;
	try {
		await documents.write(
			[
				{
					document: closing,
					change: (doc) => {
						const info = segmentInfo(doc);
						// Another roll-over has come first.
						if (info.closed) throw new VersionConflictError(`${closing} is closed`);
						firstSeq = info.firstSeq + doc.getArray(SEGMENT_ROOTS.timeline).length;
						doc.getMap(SEGMENT_ROOTS.info).set('closedAt', now());
					}
				},
				{
					document: segmentName(roomId, next),
					change: (doc) => doc.getMap(SEGMENT_ROOTS.info).set('firstSeq', firstSeq)
				},
				{ document: headName(roomId), change: (doc) => doc.getMap(HEAD_ROOTS.meta).set('segment', next) }
			],
			(commits) => store.rollOver(roomId, next, commits)
		);
	} catch (error) {
		if (!(error instanceof VersionConflictError)) throw error;
	}
}
