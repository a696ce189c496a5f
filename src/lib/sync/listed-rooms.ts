import { parseDocumentName } from '../protocol/document-name.ts';

/** The rooms whose heads are among these documents. */
export function listedRooms(names: readonly string[]): Set<string> {
	const parsed = names.map(parseDocumentName);
	return new Set(parsed.flatMap((name) => (name?.kind === 'head' ? [name.roomId] : [])));
}
