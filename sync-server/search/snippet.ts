import { SNIPPET_MAX_CHARS } from '../../src/lib/protocol/limits.ts';
import type { SearchResult } from '../../src/lib/protocol/rest-messages.ts';
import type { MatchingMessage } from '../storage/search-store.ts';

/** What stands before the first hit, in UTF-16 code units: half a line, to say what it is about. */
const LEAD_CHARS = 40;

/** The part of a text in which its first hits stand. */
export function snippetOf({
	body,
	hits
}: Pick<MatchingMessage, 'body' | 'hits'>): Pick<SearchResult, 'snippet' | 'snippetStart' | 'hits'> {
	const first = hits[0]?.start ?? 0;
	const fits = body.length <= SNIPPET_MAX_CHARS;
	const snippetStart = fits ? 0 : betweenCharacters(body, wordBegin(body, Math.max(0, first - LEAD_CHARS), first));
	const end = betweenCharacters(body, Math.min(body.length, snippetStart + SNIPPET_MAX_CHARS));
	const within = hits.filter(({ start }) => start < end);
	return {
		snippet: body.slice(snippetStart, end),
		snippetStart,
		hits: within.map((hit) => ({ start: hit.start - snippetStart, end: Math.min(hit.end, end) - snippetStart }))
	};
}

/** The first beginning of a word from there on, before the hit. */
function wordBegin(body: string, from: number, first: number): number {
	if (from === 0) return 0;
	const space = body.slice(from, first).search(/\s/);
	return space < 0 ? from : from + space + 1;
}

/** A place that is not between the halves of a surrogate pair. */
function betweenCharacters(body: string, place: number): number {
	const code = body.charCodeAt(place);
	return code >= 0xdc00 && code <= 0xdfff ? place - 1 : place;
}
