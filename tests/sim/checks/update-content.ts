import * as Y from 'yjs';

/** What an update carries, as far as the checks ask. */
export interface UpdateContent {
	/** Ids of timeline entries: what the server says it has. */
	sequenced: string[];
	/** Ids of messages under their own key: what somebody writes. */
	messages: string[];
}

/** Reads an update without applying it. */
export function contentOf(update: Uint8Array): UpdateContent {
	const content: UpdateContent = { sequenced: [], messages: [] };
	for (const struct of Y.decodeUpdate(update).structs) {
		if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) continue;
		for (const value of struct.content.arr as unknown[]) {
			if (typeof value !== 'object' || value === null) continue;
			if ('id' in value && 'at' in value) content.sequenced.push(value.id as string);
			else if ('author' in value && struct.parentSub !== null) content.messages.push(struct.parentSub);
		}
	}
	return content;
}
