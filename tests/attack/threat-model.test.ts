import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const DOCUMENT = new URL('../../docs/threat-model.md', import.meta.url);
const text = readFileSync(DOCUMENT, 'utf8');

/** A test as the document names it: its title, or the beginning of it, and its file. */
const REFERENCE = /\[([^\]]+)\]\((\.\.\/(?:tests|sync-server)\/[^)]+\.ts)\)/g;

const references = [...text.matchAll(REFERENCE)].map(([, title = '', file = '']) => ({ title, file }));
const rows = text.split('\n').filter((line) => line.startsWith('|') && !/^\| *(what they try|-+)/.test(line));

describe('the threat model', () => {
	it('names a test for every line of every adversary', () => {
		expect(rows.length).toBeGreaterThan(20);
		for (const row of rows) expect(row).toMatch(/\]\(\.\.\/(tests|sync-server)\//);
	});

	it.each(references)('names "$title", which there is, in $file', ({ title, file }) => {
		const url = new URL(file, DOCUMENT);
		expect(existsSync(url)).toBe(true);
		const source = readFileSync(url, 'utf8').replaceAll("\\'", "'");
		expect(file.endsWith(`/${title}`) || source.includes(title)).toBe(true);
	});
});
