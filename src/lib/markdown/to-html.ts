import MarkdownIt from 'markdown-it';
import { blockRules } from './rules-block.ts';
import { coreRules } from './rules-core.ts';
import { inlineRules, type InlineEnv } from './rules-inline.ts';

/** Characters of a fence's first line that are shown. */
const LABEL_MAX_CHARS = 40;

/** The schemes that a link written as `[text](address)` or `<address>` may have; `linkAttributes` looks again. */
const ALLOWED_LINK = /^(?:https?:\/\/|mailto:)/i;

/**
 * What people write in a chat, and nothing else: no headings, pictures, tables, rules, reference definitions, entities or HTML.
 * Those stay the text that they are.
 */
const md = new MarkdownIt('zero', { breaks: true }).enable([
	'fence',
	'blockquote',
	'list',
	'newline',
	'escape',
	'backticks',
	'strikethrough',
	'emphasis',
	'link',
	'autolink'
]);
md.use(inlineRules).use(blockRules).use(coreRules);
md.validateLink = (address) => ALLOWED_LINK.test(address);
// As it was typed: of `xn--` in letters, nobody could tell whose letters they are.
md.normalizeLinkText = (address) => address;

// The blank that a break brings with it would be seen where blanks are kept.
md.renderer.rules['softbreak'] = md.renderer.rules['hardbreak'] = () => '<br>';

md.renderer.rules['link_open'] = (tokens, index, options, _env, renderer) => {
	// A title is what the writer says that the address is.
	const token = tokens[index];
	if (token !== undefined) token.attrs = token.attrs?.filter(([name]) => name === 'href') ?? null;
	return renderer.renderToken(tokens, index, options);
};

md.renderer.rules['fence'] = (tokens, index) => {
	const { info = '', content = '' } = tokens[index] ?? {};
	const label = md.utils.escapeHtml(info.trim().slice(0, LABEL_MAX_CHARS));
	const code = md.utils.escapeHtml(content.replace(/\n$/, ''));
	return `<pre dir="ltr"${label === '' ? '' : ` data-label="${label}"`}><code>${code}</code></pre>\n`;
};

/**
 * A message's Markdown as HTML. Whoever shows it sanitizes it first: one mistake in a parser is to be no hole. `members`: user
 * ids of those who may be named, by username.
 */
export function toHtml(body: string, members: ReadonlyMap<string, string>): string {
	const env: InlineEnv = { members, brackets: 0 };
	return md.render(body, { ...env });
}
