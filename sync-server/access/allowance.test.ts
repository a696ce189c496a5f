import { expect, test } from 'vitest';
import { AccountLimits, MESSAGES_PER_ACCOUNT, UPDATES_PER_ACCOUNT } from './account-limits.ts';
import { Allowance } from './allowance.ts';

const QUOTA = { points: 3, seconds: 60 };

function make() {
	const clock = { now: 0 };
	return { clock, allowance: new Allowance(QUOTA, () => clock.now) };
}

test('a key has what its quota says and no more, and nobody else’s use matters to it', () => {
	const { allowance } = make();
	for (let use = 0; use < QUOTA.points; use++) {
		expect(allowance.has('anna')).toBe(true);
		allowance.use('anna', 1);
	}
	expect([allowance.has('anna'), allowance.has('boris')]).toEqual([false, true]);
});

test('what is used beyond the quota is let through once and ends the rest of the window', () => {
	const { allowance, clock } = make();
	allowance.use('anna', 100);
	clock.now = QUOTA.seconds * 1000 - 1;
	expect(allowance.has('anna')).toBe(false);
	clock.now += 1;
	expect(allowance.has('anna')).toBe(true);
});

test('using begins a new window as asking does', () => {
	const { allowance, clock } = make();
	allowance.use('anna', 2);
	clock.now = QUOTA.seconds * 1000;
	allowance.use('anna', 1);
	expect(allowance.has('anna')).toBe(true);
});

test('an account that has sent its updates is refused until the next minute, and others are not (S7)', () => {
	const clock = { now: 0 };
	const limits = new AccountLimits(() => clock.now);
	for (let update = 0; update < UPDATES_PER_ACCOUNT.points; update++) expect(limits.admitsUpdate('anna')).toBe(true);
	expect([limits.admitsUpdate('anna'), limits.admitsUpdate('boris')]).toEqual([false, true]);
	clock.now = UPDATES_PER_ACCOUNT.seconds * 1000;
	expect(limits.admitsUpdate('anna')).toBe(true);
});

test('a backlog of messages in one update is let through, and the next update waits (S7)', () => {
	const limits = new AccountLimits(() => 0);
	expect(limits.admitsUpdate('anna')).toBe(true);
	limits.messages.use('anna', 2 * MESSAGES_PER_ACCOUNT.points);
	expect(limits.admitsUpdate('anna')).toBe(false);
});
