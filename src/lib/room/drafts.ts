import type * as Y from 'yjs';
import { draftKey, parseDraftKey, PERSONAL_ROOTS, type Draft } from '../protocol/draft.ts';
import { DRAFT_BODY_MAX_CHARS } from '../protocol/limits.ts';

/**
 * A room's draft as every device of the account shows it. Two devices that wrote at once have left two texts; both are
 * shown, the older one first, so that neither is lost.
 */
export function readDraft(doc: Y.Doc, roomId: string): string {
	const drafts = draftsOf(doc, roomId).map(([, draft]) => draft);
	drafts.sort((a, b) => a.updatedAt - b.updatedAt);
	return [...new Set(drafts.map(({ body }) => body))].join('\n\n');
}

/**
 * Writes the draft as this device has it now and takes over what the others had written, which it shows. An empty text
 * leaves no draft.
 */
export function writeDraft(doc: Y.Doc, roomId: string, deviceId: string, body: string, now: number): void {
	const drafts = doc.getMap<Draft>(PERSONAL_ROOTS.drafts);
	const mine = draftKey(roomId, deviceId);
	for (const [key] of draftsOf(doc, roomId)) if (key !== mine || body === '') drafts.delete(key);
	if (body !== '') drafts.set(mine, { body: body.slice(0, DRAFT_BODY_MAX_CHARS), updatedAt: now });
}

function draftsOf(doc: Y.Doc, roomId: string): [string, Draft][] {
	const drafts = doc.getMap<Draft>(PERSONAL_ROOTS.drafts);
	return [...drafts.entries()].filter(([key]) => parseDraftKey(key)?.roomId === roomId);
}
