import { describe, expect, it } from 'vitest';
import { hasMarks } from './has-marks.ts';
import { plainText, prose } from './plain-text.ts';
import { toHtml } from './to-html.ts';

/** Of every kind of mark, alone and in each other. */
const SAMPLES: [markdown: string, text: string][] = [
	['**bold** and __bold__', 'bold and bold'],
	['*italic* _italic_ ***both***', 'italic italic both'],
	['~~gone~~ ~not~', 'gone ~not~'],
	['**bold _and italic_** _end_', 'bold and italic end'],
	['`code **as is**` ``a ` b``', 'code **as is** a ` b'],
	['snake_case_name 2 * 3 * 4 a*', 'snake_case_name 2 * 3 * 4 a*'],
	['**never closed', '**never closed'],
	['[text](https://example.org/a_(b)) [t](https://x.org "title")', 'text t'],
	['[bold **in** a link](https://example.org)', 'bold in a link'],
	['[no](javascript:alert(1)) [no] (https://x.org)', '[no](javascript:alert(1)) [no] (https://x.org)'],
	['![picture](https://example.org/a_b_c.png)', '![picture](https://example.org/a_b_c.png)'],
	['<https://example.org/a_b> <mail@example.org> <b>', 'https://example.org/a_b mail@example.org <b>'],
	['https://example.org/_a_*b', 'https://example.org/_a_*b'],
	['\\*no\\* \\[no] C:\\dir', '*no* [no] C:\\dir'],
	['> quoted\n> > twice\nanswer', 'quoted\ntwice\nanswer'],
	['- tea\n  - green\n* milk', 'tea\ngreen\nmilk'],
	['- [ ] open\n- [x] **done**', 'open\ndone'],
	['```js\nlet a = `b`;\n\n> c\n```\nafter', 'let a = `b`;\n\n> c\nafter'],
	['~~~\n```\n~~~', '```'],
	['> ```\n> code\n> ```\nafter', 'code\nafter'],
	['# no heading\n---\n&amp; | a | b |', '# no heading\n---\n&amp; | a | b |'],
	['**שלום** _مرحبا_ **«да»**', 'שלום مرحبا «да»'],
	['one **two\nthree** four', 'one two\nthree four'],
	['*a\n\nb*', '*a\nb*'],
	['_@anna_ *@anna*', '@anna @anna']
];

describe('plain text', () => {
	it.each(SAMPLES)('of %j is %j', (markdown, text) => {
		expect(plainText(markdown)).toBe(text);
	});

	it.each(SAMPLES)('of %j is what the renderer shows', (markdown) => {
		const shown = toHtml(markdown, new Map())
			.replace(/<br>/g, '\n')
			.replace(/<[^>]+>/g, '')
			.replace(/&lt;/g, '<')
			.replace(/&gt;/g, '>')
			.replace(/&quot;/g, '"')
			.replace(/&amp;/g, '&');
		expect(plainText(markdown).split(/\s+/)).toEqual(shown.trim().split(/\s+/));
	});

	it('keeps the number of a numbered item', () => {
		expect(plainText('1. one\n2. **two**')).toBe('1. one\n2. two');
	});
});

it('a text without marks is left as it is', () => {
	for (const text of ['', 'Tea?', '2 * 3 = 6', 'snake_case', 'a - b', '  indented', 'https://example.org/a_b', ':)']) {
		expect([text, hasMarks(text)]).toEqual([text, false]);
		expect(plainText(text)).toBe(text);
	}
});

it('what somebody says is neither in their code nor in their links', () => {
	expect(prose('a `@x` b')).toBe('a   b');
	expect(prose('```\n@x\n```\n@y https://example.org/@z \\@q')).toBe(' \n@y    q');
});
