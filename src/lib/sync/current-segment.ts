import { headName } from '../protocol/document-name.ts';
import { currentSegment, HEAD_ROOTS } from '../protocol/head.ts';
import type { DocumentSet } from './document-set.ts';

/** Number of the segment that takes a room's new messages, as far as this device knows. */
export async function currentSegmentOf(documents: DocumentSet, roomId: string): Promise<number> {
	const head = await documents.openReady(headName(roomId));
	const segment = currentSegment(head.doc.getMap(HEAD_ROOTS.meta));
	documents.release(head.name);
	return segment;
}
