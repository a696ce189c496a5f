import { mentionsOf } from '../room/mentions.ts';
import { addressesIn } from './links.ts';

/** A stretch of a text without Markdown: words, an address, or somebody's name as others call them by it. */
export type TextPart =
	{ kind: 'text'; text: string } | { kind: 'link'; text: string } | { kind: 'person'; text: string; id: string };

/** A text with its addresses and its `@usernames` set apart; `members` are those who may be named, by username. */
export function textParts(text: string, members: ReadonlyMap<string, string>): TextPart[] {
	const links = addressesIn(text).map((address) => ({ ...address, kind: 'link' as const }));
	const names = mentionsOf(text, members).map((mention) => ({ ...mention, kind: 'person' as const }));
	const parts: TextPart[] = [];
	let end = 0;
	for (const { index, ...part } of [...links, ...names].sort((a, b) => a.index - b.index)) {
		// A name within an address, or what looks like it.
		if (index < end) continue;
		if (index > end) parts.push({ kind: 'text', text: text.slice(end, index) });
		parts.push(part);
		end = index + part.text.length;
	}
	if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
	return parts;
}
