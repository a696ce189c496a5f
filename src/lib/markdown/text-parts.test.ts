import { expect, it } from 'vitest';
import { textParts } from './text-parts.ts';

const MEMBERS = new Map([
	['anna', 'id-anna'],
	['j.doe', 'id-doe']
]);
const named = (text: string) => textParts(text, MEMBERS).flatMap((part) => (part.kind === 'person' ? [part.text] : []));

it('sets apart the names by which people are called', () => {
	expect(textParts('Hi @Anna, tea?', MEMBERS)).toEqual([
		{ kind: 'text', text: 'Hi ' },
		{ kind: 'person', text: '@Anna', id: 'id-anna' },
		{ kind: 'text', text: ', tea?' }
	]);
	expect(named('@anna. @ANNA! (@anna)')).toEqual(['@anna', '@ANNA', '@anna']);
	expect(named('@j.doe but not @jxdoe')).toEqual(['@j.doe']);
});

it('leaves alone what only looks like it', () => {
	expect(named('@annabel @anna-b @anna.b mail@anna.org @@anna @boris')).toEqual([]);
	expect(textParts('plain', MEMBERS)).toEqual([{ kind: 'text', text: 'plain' }]);
	expect(textParts('', MEMBERS)).toEqual([]);
});

it('sets addresses apart, and finds nobody in them', () => {
	expect(textParts('https://example.org/@anna by @anna', MEMBERS)).toEqual([
		{ kind: 'link', text: 'https://example.org/@anna' },
		{ kind: 'text', text: ' by ' },
		{ kind: 'person', text: '@anna', id: 'id-anna' }
	]);
});
