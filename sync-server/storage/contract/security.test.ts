import { expect } from 'vitest';
import type { LinkRecord } from '../security-store.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { person } from './records.ts';

function link(tokenHash: string, more: Partial<LinkRecord> = {}): LinkRecord {
	return { tokenHash, userId: 'id-anna', purpose: 'password-reset', email: null, expiresAt: 100, ...more };
}

function session(tokenHash: string, userId: string) {
	return { tokenHash, userId, expiresAt: 100, createdAt: 1, lastUsedAt: 1, device: '' };
}

onEveryStorage((test) => {
	test('a link sets a password once, and ends every session of its account and of no other', async ({ storage }) => {
		await storage.createSession(session('hers', 'id-anna'));
		await storage.createSession(session('his', 'id-boris'));
		await storage.createLink(link('l'), 'id-anna');
		const reset = { tokenHash: 'l', passwordHash: 'new', now: 99 };
		expect(await storage.resetPassword(reset)).toEqual({ userId: 'id-anna', ended: ['hers'] });
		expect((await storage.findUser('id-anna'))?.passwordHash).toBe('new');
		await expect(storage.resetPassword({ ...reset, passwordHash: 'again' })).rejects.toMatchObject({
			code: 'link-over'
		});
		expect((await storage.findUser('id-anna'))?.passwordHash).toBe('new');
		expect(await storage.findSession('his')).toBeDefined();
	});

	test('two who open a link at once set one password', async ({ storage }) => {
		await storage.createLink(link('l'), 'id-anna');
		const open = (passwordHash: string) => storage.resetPassword({ tokenHash: 'l', passwordHash, now: 1 });
		const outcomes = await Promise.allSettled([open('one'), open('two')]);
		expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
	});

	test('a link is over when its time is, when a newer one replaces it, and for every other purpose', async ({
		storage
	}) => {
		await storage.createLink(link('old'), 'id-anna');
		await storage.createLink(link('his', { userId: 'id-boris' }), 'id-boris');
		await storage.createLink(link('new'), 'id-anna');
		await storage.createLink(link('mail', { purpose: 'email-change', email: 'a@new.org' }), 'id-anna');
		expect(await storage.findLink('old', 'password-reset', 1)).toBeUndefined();
		expect(await storage.findLink('new', 'password-reset', 99)).toEqual(link('new'));
		expect(await storage.findLink('new', 'password-reset', 100)).toBeUndefined();
		expect(await storage.findLink('mail', 'password-reset', 1)).toBeUndefined();
		expect(await storage.findLink('his', 'password-reset', 1)).toBeDefined();
		await expect(storage.resetPassword({ tokenHash: 'mail', passwordHash: 'x', now: 1 })).rejects.toThrow();
	});

	test('an email link changes the email once, unless somebody else has taken it', async ({ storage }) => {
		const change = link('mail', { purpose: 'email-change', email: 'new@example.org' });
		await storage.createLink(change, 'id-anna');
		await storage.createUser({ ...person('Carla'), email: 'new@example.org' });
		await expect(storage.confirmEmail({ tokenHash: 'mail', now: 1 })).rejects.toMatchObject({ field: 'email' });
		await storage.changeEmail('id-carla', 'carla@example.org');
		await storage.confirmEmail({ tokenHash: 'mail', now: 1 });
		expect((await storage.findUserByEmail('new@example.org'))?.id).toBe('id-anna');
		await expect(storage.confirmEmail({ tokenHash: 'mail', now: 1 })).rejects.toMatchObject({ code: 'link-over' });
	});

	test('a second factor counts once it is confirmed, and cannot be replaced but only removed', async ({ storage }) => {
		expect(await storage.findSecondFactor('id-anna')).toBeUndefined();
		await storage.beginSecondFactor('id-anna', 'first');
		await storage.beginSecondFactor('id-anna', 'second');
		expect(await storage.findSecondFactor('id-anna')).toEqual({ secret: 'second', step: null });
		const confirm = (secret: string) =>
			storage.confirmSecondFactor({ userId: 'id-anna', secret, step: 7, recoveryHashes: ['r1', 'r2'] });
		expect(await confirm('first')).toBe(false);
		expect(await confirm('second')).toBe(true);
		expect(await confirm('second')).toBe(false);
		await expect(storage.beginSecondFactor('id-anna', 'third')).rejects.toMatchObject({ code: 'too-many' });
		await storage.removeSecondFactor('id-anna');
		expect(await storage.findSecondFactor('id-anna')).toBeUndefined();
		expect(await storage.useRecoveryCode('id-anna', 'r1')).toBe(false);
	});

	test('a step is accepted once and never after a later one, a recovery code once', async ({ storage }) => {
		await storage.beginSecondFactor('id-anna', 's');
		expect(await storage.acceptStep('id-anna', 8)).toBe(false);
		await storage.confirmSecondFactor({ userId: 'id-anna', secret: 's', step: 7, recoveryHashes: ['r1'] });
		const steps = [7, 8, 8, 7, 10, 9];
		const accepted = [];
		for (const step of steps) accepted.push(await storage.acceptStep('id-anna', step));
		expect(accepted).toEqual([false, true, false, false, true, false]);
		expect(await storage.useRecoveryCode('id-boris', 'r1')).toBe(false);
		expect(await storage.useRecoveryCode('id-anna', 'r1')).toBe(true);
		expect(await storage.useRecoveryCode('id-anna', 'r1')).toBe(false);
	});
});
