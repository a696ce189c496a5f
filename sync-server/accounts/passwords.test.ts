import { expect, test } from 'vitest';
import { BusyError } from '../busy-error.ts';
import { hashPassword, HASHES_IN_FLIGHT_MAX, verifyPassword } from './passwords.ts';

test('a hash is argon2id at the strength OWASP asks for, and salted', async () => {
	const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
	expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	expect(first).not.toBe(second);
});

test('only the password that was hashed is right, however the keyboard composes it', async () => {
	const hash = await hashPassword('pässword');
	expect(await verifyPassword(hash, 'pa\u0308ssword')).toBe(true);
	expect(await verifyPassword(hash, 'password')).toBe(false);
});

test('without an account no password is right', async () => {
	expect(await verifyPassword(undefined, '')).toBe(false);
	expect(await verifyPassword(undefined, 'anything')).toBe(false);
});

test('more work than the limit is refused, and the rest is done', async () => {
	const checks = Array.from({ length: HASHES_IN_FLIGHT_MAX + 1 }, () => verifyPassword(undefined, 'x'));
	const outcomes = await Promise.allSettled(checks);
	expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(HASHES_IN_FLIGHT_MAX);
	expect(outcomes.at(-1)).toMatchObject({ reason: expect.any(BusyError) as unknown });
	expect(await verifyPassword(undefined, 'x')).toBe(false);
}, 30_000);
