import { expect, test } from 'vitest';
import { apiHeaders, pageHeaders } from './security-headers.ts';

const POLICY = "default-src 'self'; script-src 'self' 'sha256-abc='";

function page(content: string): string {
	return `<html><head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="${content}"></head></html>`;
}

function header(headers: ReturnType<typeof pageHeaders>, name: string): string | undefined {
	return headers.find(([known]) => known === name)?.[1];
}

test("the page's own policy is sent as a header, and forbids framing", () => {
	const headers = pageHeaders('https://chat.example.org', page(POLICY));
	expect(header(headers, 'content-security-policy')).toBe(`${POLICY}; frame-ancestors 'none'`);
});

test('a policy is read as a browser reads it, escapes and a last semicolon included', () => {
	const escaped = `${POLICY.replaceAll("'", '&#39;')};`;
	const headers = pageHeaders('https://chat.example.org', page(escaped));
	expect(header(headers, 'content-security-policy')).toBe(`${POLICY}; frame-ancestors 'none'`);
});

test.each([[undefined], ['<html></html>'], [page('')]])(
	'a page that brings no policy gets a strict one: %j',
	(html) => {
		const policy = header(pageHeaders('https://chat.example.org', html), 'content-security-policy');
		expect(policy).toMatch(/^default-src 'self'; .*frame-ancestors 'none'$/);
	}
);

test('https is insisted on where it is used, and not on localhost', () => {
	for (const headersOf of [apiHeaders, (origin: string) => pageHeaders(origin, undefined)]) {
		expect(header(headersOf('https://chat.example.org'), 'strict-transport-security')).toBe('max-age=31536000');
		expect(header(headersOf('http://localhost:3000'), 'strict-transport-security')).toBeUndefined();
	}
});
