import { expect, test } from 'vitest';
import type { ExportFormatName, HistoryMessage } from '../../src/lib/protocol/rest-messages.ts';
import { EXPORT_FORMATS, type ExportedRoom } from './export-format.ts';
import { exportWords } from './export-words.ts';

const AT = Date.UTC(2026, 10, 21, 14, 3);
const DAY_MS = 24 * 60 * 60_000;

const room: ExportedRoom = {
	...{ id: 'r', kind: 'private', title: 'Кухня', topic: 'soup & bread', createdAt: AT - DAY_MS },
	...{ exportedBy: 'anna', exportedAt: AT, words: exportWords('en') },
	people: new Map([
		['anna', { name: 'Анна', username: 'anna' }],
		['gone', { name: '', username: '' }]
	])
};

function message(seq: number, more: Partial<HistoryMessage> = {}): HistoryMessage {
	return {
		...{ id: `m${seq}`, seq, author: 'anna', body: `said ${seq}`, mentions: [], receivedAt: AT + seq * 60_000 },
		...{ createdAt: AT + seq * 60_000, editedAt: null, versions: 1, deleted: null },
		...more
	};
}

/** A whole file. */
function write(name: ExportFormatName, messages: HistoryMessage[], more: Partial<ExportedRoom> = {}): string {
	const format = EXPORT_FORMATS[name];
	const of = { ...room, ...more };
	const written = messages.map((one, index) => format.message(of, one, messages[index - 1]));
	return [format.head(of), ...written, format.foot(of)].join('');
}

const TALK = [
	message(1),
	message(2, { editedAt: AT, versions: 2, createdAt: AT - DAY_MS }),
	message(3, { receivedAt: AT + DAY_MS, createdAt: AT + DAY_MS, author: 'gone', body: 'two\n\nlines' }),
	message(4, {
		receivedAt: AT + DAY_MS,
		createdAt: AT + DAY_MS,
		body: '',
		versions: 0,
		deleted: { by: 'anna', at: AT }
	})
];

test('JSON has every message in a line of its own, and who is who', () => {
	const file = write('json', TALK);
	expect(JSON.parse(file)).toEqual({
		...{ version: 1, exportedBy: 'anna', exportedAt: AT },
		room: { id: 'r', title: 'Кухня', kind: 'private', topic: 'soup & bread', createdAt: AT - DAY_MS },
		messages: TALK,
		people: Object.fromEntries(room.people)
	});
	expect(file.split('\n').filter((line) => line.startsWith('{"id":"m'))).toHaveLength(TALK.length);
	expect(JSON.parse(write('json', []))).toMatchObject({ messages: [] });
});

test('Markdown has days as headings, messages as quotes, and what became of them', () => {
	expect(write('markdown', TALK)).toBe(`# Кухня

soup \\& bread

Saved by Анна on 2026-11-21 14:03. All times are UTC.

## 2026-11-21

**Анна** · 14:04

> said 1

**Анна** · 14:05 · written 2026-11-20 14:03 · edited

> said 2

## 2026-11-22

**Deleted account** · 14:03

> two
>
> lines

**Анна** · 14:03

*Deleted by Анна*
`);
});

test('HTML is one page without a script, which loads nothing', () => {
	const page = write('html', TALK, { words: exportWords('uk') });
	expect(page).toContain('<html lang="uk">');
	expect(page).toContain(
		`content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`
	);
	expect(page).toContain('<time datetime="2026-11-21T14:05:00.000Z">14:05</time>');
	expect(page).toContain('<p class="gone">Повідомлення видалено: Анна</p>');
	expect(page).toContain('Видалений обліковий запис');
	expect(page.match(/<h2>/g)).toHaveLength(2);
	expect(page).not.toMatch(/<script|<link|<img|src=|href=/);
});

const HOSTILE = [
	'<script>alert(1)</script>',
	'</title></style><img src=x onerror=alert(1)>',
	`"><svg onload=alert(1)> ' onmouseover='alert(1)`,
	'<!-- --><![CDATA[<iframe srcdoc="<b>">]]>',
	'&lt;b&gt; &#60;i&#62; javascript:alert(1)'
];

test.each(HOSTILE)('HTML shows %j as it was written, wherever it stands', (text) => {
	const people = new Map([['anna', { name: text, username: text }]]);
	const page = write('html', [message(1, { body: text })], { title: text, topic: text, people });
	const plain = write('html', [message(1, { body: 'x' })], { title: 'x', topic: 'x' });
	const tags = (html: string) => [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
	expect(tags(page)).toEqual(tags(plain));
	expect(page).not.toContain(text);
});

test.each([
	['a heading', '# Кухня'],
	['another message', 'hi\n\n**Борис** · 14:05\n\n> I quit'],
	['the same, with other line breaks', 'hi\r\r**Борис** · 14:05\r\n> I quit'],
	['an open fence', '```\nhi'],
	['a rule', '---\n==='],
	['an open list', '1. hi\n2. ']
])('Markdown keeps %s inside its quote', (_name, body) => {
	const lines = write('markdown', [message(1, { body }), message(2)]).split(/\r\n|\r|\n/);
	const said = lines.slice(lines.indexOf('**Анна** · 14:04') + 2, lines.lastIndexOf('**Анна** · 14:05') - 1);
	expect(said.every((line) => line.startsWith('>'))).toBe(true);
	expect(lines.filter((line) => line.startsWith('#'))).toHaveLength(2);
});

test('Markdown brings no HTML and no pictures, in words, names or titles', () => {
	const nasty = '<img src=x onerror=alert(1)> \\<b> ![x](https://spy.example/x.png) \\![y](z) # *a* [b](javascript:c)';
	const people = new Map([['anna', { name: nasty, username: 'anna' }]]);
	const file = write('markdown', [message(1, { body: nasty })], { title: nasty, topic: nasty, people });
	expect(file.replaceAll('\\<', '')).not.toMatch(/<[a-z/!?]/i);
	expect(file).not.toMatch(/!\[/);
	expect(file.split('\n')[0]).toBe(
		'# \\<img src\\=x onerror\\=alert\\(1\\)\\> \\\\\\<b\\> \\!\\[x\\]\\(https\\:\\/\\/spy\\.example\\/x\\.png\\) ' +
			'\\\\\\!\\[y\\]\\(z\\) \\# \\*a\\* \\[b\\]\\(javascript\\:c\\)'
	);
});
