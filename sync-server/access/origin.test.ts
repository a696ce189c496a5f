import { expect, test } from 'vitest';
import { isOwnOrigin } from './origin.ts';

const OWN = 'https://chat.example.org';

test('our own page is ours', () => {
	expect(isOwnOrigin('https://chat.example.org', OWN)).toBe(true);
});

test.each([
	['another site', 'https://evil.example'],
	['a subdomain', 'https://a.chat.example.org'],
	['the parent domain', 'https://example.org'],
	['a name that starts like ours', 'https://chat.example.org.evil.example'],
	['another scheme', 'http://chat.example.org'],
	['another port', 'https://chat.example.org:8443'],
	['a sandboxed or local page', 'null'],
	['more than an origin', 'https://chat.example.org/'],
	['a list', 'https://chat.example.org, https://evil.example'],
	['an empty header', ''],
	['no header', undefined],
	['no header, as Headers says it', null]
])('%s is not', (_name, origin) => {
	expect(isOwnOrigin(origin, OWN)).toBe(false);
});
