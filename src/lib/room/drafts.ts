import type * as Y from 'yjs';
import { draftKey, parseDraftKey, type Draft } from '../protocol/draft.ts';
import { PERSONAL_ROOTS } from '../protocol/personal.ts';
import { DRAFT_BODY_MAX_CHARS } from '../protocol/limits.ts';

/** Stands between two devices' texts. */
const BETWEEN = '\n\n';

/**
 * A room's draft as every device of the account shows it. Two devices that wrote at once have left two texts; both are
 * shown, the older one first, so that neither is lost.
 */
export function readDraft(doc: Y.Doc, roomId: string): string {
	const drafts = draftsOf(doc, roomId).map(([, draft]) => draft);
	drafts.sort((a, b) => a.updatedAt - b.updatedAt);
	return [...new Set(drafts.map(({ body }) => body))].join(BETWEEN);
}

/**
 * Writes the draft as this device has it now and takes over what it has shown of the others': `shown` is the stored draft
 * that the composer last took in. What another device wrote and this one has not shown stays. An empty text leaves no
 * draft of this device.
 */
export function writeDraft(
	doc: Y.Doc,
	roomId: string,
	deviceId: string,
	draft: { body: string; shown: string },
	now: number
): void {
	const drafts = doc.getMap<Draft>(PERSONAL_ROOTS.drafts);
	const mine = draftKey(roomId, deviceId);
	const shown = `${BETWEEN}${draft.shown}${BETWEEN}`;
	for (const [key, { body }] of draftsOf(doc, roomId)) {
		if (key !== mine && shown.includes(`${BETWEEN}${body}${BETWEEN}`)) drafts.delete(key);
	}
	if (draft.body === '') drafts.delete(mine);
	else drafts.set(mine, { body: draft.body.slice(0, DRAFT_BODY_MAX_CHARS), updatedAt: now });
}

function draftsOf(doc: Y.Doc, roomId: string): [string, Draft][] {
	const drafts = doc.getMap<Draft>(PERSONAL_ROOTS.drafts);
	return [...drafts.entries()].filter(([key]) => parseDraftKey(key)?.roomId === roomId);
}
