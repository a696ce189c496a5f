import type { MarkdownIt, StateInline } from 'markdown-it';
import { mentionAt } from '../room/mentions.ts';
import { addressAt } from './links.ts';

/**
 * Brackets of a message that may begin a link. For each, the parser looks for its end through all that follows: sixteen
 * thousand of them would be more than a hundred million steps.
 */
export const BRACKETS_MAX = 500;

/** What a rule knows besides the text, and what it counts. */
export interface InlineEnv {
	/** User ids of those who may be named, by username. */
	members: ReadonlyMap<string, string>;
	/** Brackets that have been looked at. */
	brackets: number;
}

/** `@username` of a member, `https://…` where it stands bare, and pictures, which stay text. */
export function inlineRules(md: MarkdownIt): void {
	md.inline.ruler.before('link', 'bracket', bracket);
	md.inline.ruler.before('link', 'mention', mention);
	md.inline.ruler.before('link', 'address', address);
	md.inline.ruler.before('link', 'picture', picture);
}

function envOf({ env }: StateInline): InlineEnv {
	return env as unknown as InlineEnv;
}

function bracket(state: StateInline, silent: boolean): boolean {
	if (state.src[state.pos] !== '[') return false;
	if (++envOf(state).brackets <= BRACKETS_MAX) return false;
	if (!silent) state.pending += '[';
	state.pos++;
	return true;
}

function mention(state: StateInline, silent: boolean): boolean {
	if (state.src[state.pos] !== '@' || state.linkLevel > 0) return false;
	const found = mentionAt(state.src, state.pos, envOf(state).members);
	if (found === undefined) return false;
	if (!silent) {
		state.push('mention_open', 'a', 1).attrs = [['data-person', found.id]];
		state.push('text', '', 0).content = found.text;
		state.push('mention_close', 'a', -1);
	}
	state.pos += found.text.length;
	return true;
}

/** The walk stops at the colon; the scheme is what it has passed. In a link's text, which is looked through silently, there is none. */
function address(state: StateInline, silent: boolean): boolean {
	if (silent || state.linkLevel > 0 || !state.src.startsWith('://', state.pos)) return false;
	const scheme = /https?$/i.exec(state.pending)?.[0] ?? '';
	const found = addressAt(state.src, state.pos - scheme.length);
	if (found === undefined) return false;
	state.pending = state.pending.slice(0, -scheme.length);
	state.push('link_open', 'a', 1).attrs = [['href', state.md.normalizeLink(found)]];
	state.push('text', '', 0).content = found;
	state.push('link_close', 'a', -1);
	state.pos += found.length - scheme.length;
	return true;
}

/** `![` alone is text: what is behind it must not become the link that a picture's text would make. */
function picture(state: StateInline, silent: boolean): boolean {
	if (!state.src.startsWith('![', state.pos)) return false;
	if (!silent) state.pending += '![';
	state.pos += 2;
	return true;
}
