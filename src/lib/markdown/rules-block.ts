import type { MarkdownIt, StateBlock } from 'markdown-it';

/**
 * Quotes and lists in each other, in levels of the tree: eight lists, or sixteen quotes. The parser drops what is below its own
 * limit; what is below this one is shown as it was typed.
 */
export const DEPTH_MAX = 16;

/** Quotes and lists end where people end them: with the line. */
export function blockRules(md: MarkdownIt): void {
	md.block.ruler.before('fence', 'deep', deep);
	md.block.ruler.before('paragraph', 'unquoted', endsQuote, { alt: ['blockquote'] });
	md.block.ruler.before('paragraph', 'outdented', endsItem, { alt: ['paragraph'] });
}

function deep(state: StateBlock, line: number, end: number, silent: boolean): boolean {
	if (silent || state.level < DEPTH_MAX) return false;
	state.push('paragraph_open', 'p', 1).map = [line, end];
	const inline = state.push('inline', '', 0);
	inline.content = state.getLines(line, end, state.blkIndent, false).trim();
	inline.children = [];
	state.push('paragraph_close', 'p', -1);
	state.line = end;
	return true;
}

/** Markdown takes a line without `>` into the quote above; in a chat it is the answer to it. */
function endsQuote(_state: StateBlock, _line: number, _end: number, silent: boolean): boolean {
	return silent;
}

/** And into the item above, where it is not indented; in a chat the list is over. */
function endsItem(state: StateBlock, line: number, _end: number, silent: boolean): boolean {
	return silent && (state.sCount[line] ?? 0) < state.blkIndent;
}
