import { expect, it } from 'vitest';
import { highlight } from './highlight.ts';
import { languageOf } from './languages.ts';

it('a fence names its language by any of its names', () => {
	for (const label of ['js', 'JavaScript', 'mjs title="a"']) expect(languageOf(label, 'x')).toBe('javascript');
	for (const label of ['', 'brainfuck', 'constructor', '__proto__']) expect(languageOf(label, 'x')).toBeUndefined();
});

it('what would take long to colour stays as it is', () => {
	expect(languageOf('ts', 'a'.repeat(400))).toBe('typescript');
	expect(languageOf('ts', 'a'.repeat(401))).toBeUndefined();
	expect(languageOf('ts', 'a\n'.repeat(4_001))).toBeUndefined();
});

it('every language that can be named has its colours, and code becomes spans and text', () => {
	for (const label of [
		'sh',
		'c',
		'c++',
		'cs',
		'css',
		'diff',
		'go',
		'java',
		'js',
		'json',
		'php',
		'py',
		'rb',
		'rs',
		'sql',
		'ts',
		'xml',
		'yml'
	]) {
		const html = highlight('<b title="x">1</b> & "text" // note', languageOf(label, 'x') ?? '');
		expect(html.replace(/<\/?span[^>]*>/g, '')).not.toMatch(/[<>]/);
	}
});
