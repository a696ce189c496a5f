import { headName, parseDocumentName } from '../../src/lib/protocol/document-name.ts';

/** The topic that carries a document's updates to multiplexed sockets: one for a room with all its segments (C3). */
export function topicOf(document: string): string {
	const name = parseDocumentName(document);
	return name?.kind === 'segment' ? `m:${headName(name.roomId)}` : `m:${document}`;
}

/** The topic that carries a document's updates and its presence to stock sockets. */
export function stockTopicOf(document: string): string {
	return `s:${document}`;
}

/** The topic that carries what is told of people to everyone who may see them all. */
export const PEOPLE_TOPIC = 'people';

/** The topic that carries a document's presence to multiplexed sockets. */
export function presenceTopicOf(document: string): string {
	return `p:${document}`;
}
