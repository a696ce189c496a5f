import { personalName } from '../../../src/lib/protocol/document-name.ts';
import { readDraft } from '../../../src/lib/room/drafts.ts';
import type { World } from '../world.ts';
import type { ServerContent } from './content.ts';
import type { DraftWrite } from './journal.ts';

/** Two tabs that type within so many ms have not heard of each other: of what they write, Yjs takes either, not the later. */
const AT_ONCE_MS = 10;

/** No draft is lost: every word is on the server, or was sent away, or was written over in another tab of its own browser. */
export function checkDrafts({ journal }: World, server: ServerContent): void {
	for (const write of journal.drafts) {
		const doc = server.documents.get(personalName(write.userId))?.doc;
		const there = doc === undefined ? '' : readDraft(doc, write.roomId);
		const known = new Set(there.split(/\s+/));
		for (const word of write.kept ? write.words : []) {
			if (known.has(word) || isExcused(word, write, journal.drafts)) continue;
			journal.violate('I2', `the draft of ${write.tab} has lost “${word}”: “${there}”`);
		}
	}
}

function isExcused(word: string, write: DraftWrite, drafts: DraftWrite[]): boolean {
	return drafts.some((other) => {
		if (other.userId !== write.userId || other.roomId !== write.roomId) return false;
		if (other.cleared.includes(word)) return true;
		// Two tabs of one browser that type at once write the same draft; the last one stands.
		const carries = drafts.filter(({ device, words }) => device === other.device && words.includes(word));
		return carries.some(
			({ tab, at }) =>
				tab !== other.tab && other.openedAt <= at && other.at >= at - AT_ONCE_MS && !other.words.includes(word)
		);
	});
}
