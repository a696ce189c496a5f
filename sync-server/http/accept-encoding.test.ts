import { expect, test } from 'vitest';
import { acceptedEncoding } from './accept-encoding.ts';

const ALL = { br: 1, gzip: 1, identity: 1 };

test.each([
	['gzip, deflate, br, zstd', ALL, 'br'],
	['gzip, deflate', ALL, 'gzip'],
	['GZIP', ALL, 'gzip'],
	['br;q=0, gzip;q=0.5', ALL, 'gzip'],
	['*', ALL, 'br'],
	['*, br;q=0', ALL, 'gzip'],
	['br', { gzip: 1, identity: 1 }, 'identity'],
	['identity', ALL, 'identity'],
	['', ALL, 'identity'],
	['brotli, gzipped', ALL, 'identity'],
	['br;q=nonsense', ALL, 'identity'],
	[';;,,;q', ALL, 'identity']
])('accepting %j gets %3$s', (header, available, expected) => {
	expect(acceptedEncoding(header, available)).toBe(expected);
});
