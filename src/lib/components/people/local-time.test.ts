import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localTime } from './local-time.ts';

const NOON_UTC = Date.UTC(2026, 0, 15, 12, 0);

describe('the time where somebody is', () => {
	const home = process.env['TZ'];
	beforeEach(() => {
		process.env['TZ'] = 'Europe/London';
	});
	afterEach(() => {
		if (home === undefined) delete process.env['TZ'];
		else process.env['TZ'] = home;
	});

	it('is their clock, and how far it is ahead of ours', () => {
		const kyiv = localTime('Europe/Kyiv', NOON_UTC, 'en-GB');
		// In the form that this machine's language has.
		expect(kyiv?.clock).toMatch(/^(14:00|2:00\s?pm)$/i);
		expect(kyiv?.aheadHours).toBe(2);
		expect(localTime('America/New_York', NOON_UTC, 'en-GB')).toMatchObject({ aheadHours: -5 });
	});

	it('knows half hours and other days', () => {
		expect(localTime('Asia/Kolkata', NOON_UTC, 'en-GB')?.aheadHours).toBe(5.5);
		expect(localTime('Pacific/Kiritimati', NOON_UTC, 'en-GB')).toMatchObject({ aheadHours: 14 });
	});

	it('is unknown for a zone that this browser has never heard of', () => {
		expect(localTime('Mars/Olympus', NOON_UTC, 'en-GB')).toBeUndefined();
	});
});
