import { parseDocumentName } from '../protocol/document-name.ts';

/** The rooms of segments whose copies here hold what the server has lost (H3). */
export function roomsAhead(segments: Iterable<string>): Set<string> {
	const parsed = [...segments].map(parseDocumentName);
	return new Set(parsed.flatMap((name) => (name?.kind === 'segment' ? [name.roomId] : [])));
}
