import { expect, test } from 'vitest';
import { hashToken, readToken } from './session-token.ts';

const TOKEN = 'abcdefghijklmnopqrstuvwxyz234567abcdefgh';

test.each([
	['alone', `s=${TOKEN}`],
	['among others', `a=b; s=${TOKEN}; c=d`],
	['without the space', `a=b;s=${TOKEN}`],
	['beside a cookie that cannot be decoded', `other=%zz; s=${TOKEN}`],
	['after garbage of the same name', `s=garbage; s=${TOKEN}`]
])('a token is found %s', (_name, header) => {
	expect(readToken(header, 's')).toBe(TOKEN);
});

test.each([
	['no header', undefined],
	['an empty one', ''],
	['another name', `ss=${TOKEN}`],
	['another shape', `s=${TOKEN.toUpperCase()}`],
	['too long', `s=${TOKEN}a`],
	['no value', 's'],
	['ten thousand semicolons', ';'.repeat(10_000)]
])('%s holds none', (_name, header) => {
	expect(readToken(header, 's')).toBeUndefined();
});

test('the store knows a token by its SHA-256', () => {
	expect(hashToken(TOKEN)).toMatch(/^[0-9a-f]{64}$/);
	expect(hashToken(TOKEN)).not.toBe(hashToken(`${TOKEN.slice(1)}a`));
});
