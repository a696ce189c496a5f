import { describe, expect, it } from 'vitest';
import { EVASIONS } from '../../../tests/support/evasions.ts';
import { ATTRIBUTES, TAGS } from './allowed.ts';
import { BRACKETS_MAX } from './rules-inline.ts';
import { DEPTH_MAX } from './rules-block.ts';
import { toHtml } from './to-html.ts';

const MEMBERS = new Map([['anna', 'id-anna']]);
const html = (body: string) => toHtml(body, MEMBERS).trim();

/** A message is no longer than this. */
const LENGTH = 16_000;

describe('Markdown', () => {
	it.each([
		['**b** *i* ~~s~~', '<p dir="auto"><strong>b</strong> <em>i</em> <s>s</s></p>'],
		['one\ntwo\n\nthree', '<p dir="auto">one<br>two</p>\n<p dir="auto">three</p>'],
		['`a < b`', '<p dir="auto"><code>a &lt; b</code></p>'],
		['```js\na < b\n```', '<pre dir="ltr" data-label="js"><code>a &lt; b</code></pre>'],
		['> q\nanswer', '<blockquote dir="ltr">\n<p dir="auto">q</p>\n</blockquote>\n<p dir="auto">answer</p>'],
		['- a\nend', '<ul dir="ltr">\n<li dir="auto">a</li>\n</ul>\n<p dir="auto">end</p>'],
		['3. c', '<ol start="3" dir="ltr">\n<li dir="auto">c</li>\n</ol>'],
		['[t](https://x.org "lies")', '<p dir="auto"><a href="https://x.org">t</a></p>'],
		['so https://x.org/a_b_c.', '<p dir="auto">so <a href="https://x.org/a_b_c">https://x.org/a_b_c</a>.</p>']
	])('makes of %j what people mean by it', (body, expected) => {
		expect(html(body)).toBe(expected);
	});

	it('leaves headings, pictures, tables, rules, entities, reference definitions and HTML as text', () => {
		const body = '# a\n---\n| a |\n| - |\n![b](c)\n&copy; <b>d</b> <!-- e -->\n[f]: https://x.org\n[f]';
		expect(html(body)).not.toMatch(/<(?!\/?(?:p|br|a)\b)/);
		expect(html('[f]: /x\n[f]')).toBe('<p dir="auto">[f]: /x<br>[f]</p>');
	});

	it('makes boxes of tasks, with their words as labels', () => {
		const box = (more: string, words: string) =>
			`<li dir="auto"><label><input type="checkbox" disabled=""${more}>${words}</label></li>`;
		const items = [box(' checked=""', 'done'), box('', '<em>open</em>')];
		expect(html('- [x] done\n- [ ] *open*')).toBe(`<ul dir="ltr">\n${items.join('\n')}\n</ul>`);
		expect(html('- [x](https://x.org)')).not.toContain('input');
	});

	it('gives what holds blocks the direction of its first letter', () => {
		expect(html('> שלום')).toContain('<blockquote dir="rtl">');
		expect(html('- 1: مرحبا')).toContain('<ul dir="rtl">');
		expect(html('> 123')).toContain('<blockquote>');
	});
});

describe('a name', () => {
	const person = '<a data-person="id-anna">@anna</a>';

	it('leads to a member', () => {
		expect(html('**@anna**, _@anna_!')).toBe(`<p dir="auto"><strong>${person}</strong>, <em>${person}</em>!</p>`);
	});

	it.each([
		'`@anna`',
		'```\n@anna\n```',
		'\\@anna',
		'[@anna](https://x.org)',
		'https://x.org/@anna',
		'*@boris* @annab'
	])('is none in %j', (body) => {
		expect(html(body)).not.toContain('data-person');
	});
});

describe('whatever is written', () => {
	it.each(EVASIONS)('becomes nothing but what is allowed: %j', (body) => {
		for (const context of [
			body,
			`> ${body}`,
			`- ${body}`,
			`[${body}](https://x.org)`,
			`\`\`\`${body}\n${body}\n\`\`\``
		]) {
			for (const [, tag = '', attributes = ''] of html(context).matchAll(/<\/?([^\s>/]*)([^>]*)>/g)) {
				expect(TAGS).toContain(tag);
				for (const [, name = '', value = ''] of attributes.matchAll(/\s([^\s=]+)="([^"]*)"/g)) {
					expect(ATTRIBUTES).toContain(name);
					if (name === 'href') expect(value).toMatch(/^(?:https?:\/\/|mailto:)/i);
				}
			}
		}
	});

	it.each(['>', '> ', '- ', '* - ', '1. ', '> - ', ' - \n'])('%j again and again is as deep as may be', (mark) => {
		const body = `${mark.repeat(LENGTH / mark.length).slice(0, LENGTH - 4)}deep`;
		let depth = 0;
		let deepest = 0;
		for (const [tag] of html(body).matchAll(/<\/?(?:blockquote|ul|ol|li)\b/g)) {
			depth += tag.startsWith('</') ? -1 : 1;
			deepest = Math.max(deepest, depth);
		}
		expect(deepest).toBeLessThanOrEqual(DEPTH_MAX + 1);
		expect(html(body)).toContain('deep');
	});

	it('has so many brackets looked at, and the others are text', () => {
		const links = html('[a](https://x.org) '.repeat(BRACKETS_MAX)).match(/<a /g) ?? [];
		expect(links.length).toBeGreaterThan(100);
		expect(links.length).toBeLessThanOrEqual(2 * BRACKETS_MAX);
		expect(html('['.repeat(LENGTH))).toBe(`<p dir="auto">${'['.repeat(LENGTH)}</p>`);
	});

	it.each(['**a', '*a_', '[a', '[a](', '`a', '<a', '> a', '- a\n', '~~a', '![a](', '\\a', '@a'])(
		'no word is lost of %j again and again',
		(words) => {
			const shown = html(words.repeat(1_000)).replace(/<[^>]+>/g, '');
			expect(shown.match(/a/g)).toHaveLength(1_000);
		}
	);
});
