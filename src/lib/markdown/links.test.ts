import { describe, expect, it } from 'vitest';
import { addressAt, addressesIn, linkAttributes } from './links.ts';

const found = (text: string) => addressesIn(text).map((address) => address.text);

describe('addresses in a text', () => {
	it.each([
		['see https://example.org/a_b, and HTTP://x.org.', ['https://example.org/a_b', 'HTTP://x.org']],
		['(https://example.org/a_(b))', ['https://example.org/a_(b)']],
		['“https://example.org/?q=1&r=2#three”!', ['https://example.org/?q=1&r=2#three']],
		['https://пример.рф/путь и дальше', ['https://пример.рф/путь']],
		['见 https://example.org/a。好', ['https://example.org/a']],
		['<https://example.org>', ['https://example.org']]
	])('of %j are %j', (text, addresses) => {
		expect(found(text)).toEqual(addresses);
	});

	it.each(['example.org', 'javascript:alert(1)', 'https://', 'https://:', 'ftp://example.org', 'data:text/html,x'])(
		'leave %j alone',
		(text) => {
			expect(found(text)).toEqual([]);
			expect(addressAt(text, 0)).toBeUndefined();
		}
	);
});

describe('a link', () => {
	const ORIGIN = 'https://chat.example.org';

	it('leads out into a tab that knows nothing of this one', () => {
		const out = { rel: 'noopener noreferrer nofollow', target: '_blank' };
		expect(linkAttributes('https://example.org/a', ORIGIN)).toEqual({ href: 'https://example.org/a', ...out });
		expect(linkAttributes(`${ORIGIN}/api/v1/me`, ORIGIN)).toMatchObject(out);
		expect(linkAttributes('https://chat.example.org@evil.example/x', ORIGIN)).toMatchObject(out);
		expect(linkAttributes('http://chat.example.org/', ORIGIN)).toMatchObject(out);
		expect(linkAttributes('mailto:anna@example.org', ORIGIN)).toEqual({
			href: 'mailto:anna@example.org',
			rel: out.rel
		});
	});

	it('to a page of this workspace stays in the app', () => {
		expect(linkAttributes(`${ORIGIN}/rooms/1`, ORIGIN)).toEqual({ href: `${ORIGIN}/rooms/1` });
		// As a path, this one would be another host.
		expect(linkAttributes(`${ORIGIN}//evil.example/`, ORIGIN)).toEqual({ href: `${ORIGIN}//evil.example/` });
	});

	it.each([
		'javascript:alert(1)',
		'JaVaScRiPt:alert(1)',
		'java\nscript:alert(1)',
		'data:text/html,x',
		'vbscript:x',
		'/a'
	])('is none to %j', (address) => {
		expect(linkAttributes(address, ORIGIN)).toBeUndefined();
	});
});
