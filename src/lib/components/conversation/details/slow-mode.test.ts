import { expect, it } from 'vitest';
import { slowChoices } from './slow-mode.ts';

it('offers waits in the largest unit that fits, and keeps one that was set elsewhere', () => {
	const labels = slowChoices(0).map(({ label }) => label);
	expect(labels).toEqual([
		'Off',
		'10 seconds',
		'30 seconds',
		'1 minute',
		'5 minutes',
		'15 minutes',
		'1 hour',
		'6 hours'
	]);
	expect(slowChoices(45).map(({ value }) => value)).toEqual([0, 10, 30, 45, 60, 300, 900, 3_600, 21_600]);
});
