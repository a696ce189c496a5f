import { expect, test } from 'vitest';
import { SNIPPET_MAX_CHARS } from '../../src/lib/protocol/limits.ts';
import { snippetOf } from './snippet.ts';

const LONG = `${'много слов '.repeat(100)}<b>вот оно</b>${' и ещё'.repeat(100)}`;

test('a short text is its own snippet', () => {
	const hits = [{ start: 4, end: 7 }];
	expect(snippetOf({ body: 'вот оно', hits })).toEqual({ snippet: 'вот оно', snippetStart: 0, hits });
	expect(snippetOf({ body: 'вот оно', hits: [] })).toEqual({ snippet: 'вот оно', snippetStart: 0, hits: [] });
});

test('of a long one it is what stands around the first hit, from the beginning of a word', () => {
	const start = LONG.indexOf('вот оно');
	const { snippet, snippetStart, hits } = snippetOf({ body: LONG, hits: [{ start, end: start + 7 }] });
	expect(snippet.length).toBeLessThanOrEqual(SNIPPET_MAX_CHARS);
	expect(LONG.slice(snippetStart, snippetStart + snippet.length)).toBe(snippet);
	expect(snippet).toMatch(/^(много|слов) /);
	expect(hits.map((hit) => snippet.slice(hit.start, hit.end))).toEqual(['вот оно']);
});

test('hits beyond it are left out, and one that crosses its end ends there', () => {
	const body = 'x'.repeat(1_000);
	const hits = [10, 195, 400].map((start) => ({ start, end: start + 10 }));
	expect(snippetOf({ body, hits }).hits).toEqual([
		{ start: 10, end: 20 },
		{ start: 195, end: 200 }
	]);
});

test('no character is cut in two', () => {
	const body = `${'🦔'.repeat(300)}x`;
	for (const start of [201, 202, 203]) {
		const { snippet } = snippetOf({ body, hits: [{ start, end: start + 1 }] });
		expect(snippet).toMatch(/^(🦔)+x?$/u);
	}
});
