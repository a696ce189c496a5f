import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
	LOGIN_FAILURES_PER_ACCOUNT,
	LOGIN_FAILURES_PER_ADDRESS,
	REGISTRATIONS_PER_ADDRESS,
	Throttle,
	TooManyRequestsError
} from './throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const OFFICE = '203.0.113.7';

test('guesses at one account end, from whatever addresses, and begin again when the time is over', async () => {
	const throttle = new Throttle();
	for (let guess = 0; guess < LOGIN_FAILURES_PER_ACCOUNT.points; guess += 1) {
		await throttle.logIn('anna@example.org', `198.51.100.${guess}`);
	}
	const refused = throttle.logIn('ANNA@example.org', OFFICE);
	await expect(refused).rejects.toBeInstanceOf(TooManyRequestsError);
	await expect(refused).rejects.toMatchObject({ retryAfterSeconds: LOGIN_FAILURES_PER_ACCOUNT.seconds });
	await throttle.logIn('boris@example.org', OFFICE);
	vi.advanceTimersByTime(LOGIN_FAILURES_PER_ACCOUNT.seconds * 1000);
	await throttle.logIn('anna@example.org', OFFICE);
});

test('guesses sent at once count at once', async () => {
	const throttle = new Throttle();
	const guesses = Array.from({ length: 100 }, () => throttle.logIn('anna@example.org', OFFICE));
	const heard = (await Promise.allSettled(guesses)).filter(({ status }) => status === 'fulfilled');
	expect(heard).toHaveLength(LOGIN_FAILURES_PER_ACCOUNT.points);
});

test('an office whose people all get in is never stopped', async () => {
	const throttle = new Throttle();
	for (let person = 0; person < 3 * LOGIN_FAILURES_PER_ADDRESS.points; person += 1) {
		const takeBack = await throttle.logIn(`${person}@example.org`, OFFICE);
		await takeBack();
	}
});

test('one address that tries one password on many accounts is stopped', async () => {
	const throttle = new Throttle();
	for (let account = 0; account < LOGIN_FAILURES_PER_ADDRESS.points; account += 1) {
		await throttle.logIn(`${account}@example.org`, OFFICE);
	}
	await expect(throttle.logIn('next@example.org', OFFICE)).rejects.toBeInstanceOf(TooManyRequestsError);
	await throttle.logIn('next@example.org', '198.51.100.1');
});

test('registrations are counted for each address', async () => {
	const throttle = new Throttle();
	for (let person = 0; person < REGISTRATIONS_PER_ADDRESS.points; person += 1) await throttle.register(OFFICE);
	await expect(throttle.register(OFFICE)).rejects.toBeInstanceOf(TooManyRequestsError);
	await throttle.register('198.51.100.1');
});
