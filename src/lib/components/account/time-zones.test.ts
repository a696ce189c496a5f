import { describe, expect, it } from 'vitest';
import { timeZones } from './time-zones.ts';

const WINTER = Date.UTC(2026, 0, 15);
const SUMMER = Date.UTC(2026, 6, 15);

describe('timeZones', () => {
	it('calls a zone by its city, with its part of the world and its clock', () => {
		const zones = timeZones('en', WINTER);
		expect(zones.find(({ value }) => value === 'Europe/Berlin')).toEqual({
			value: 'Europe/Berlin',
			label: 'Berlin',
			detail: 'Europe · GMT+1'
		});
		expect(zones.find(({ value }) => value === 'America/Argentina/La_Rioja')?.label).toBe('La Rioja, Argentina');
	});

	it('tells the clock of the day it is', () => {
		const berlin = (now: number) => timeZones('en', now).find(({ value }) => value === 'Europe/Berlin')?.detail;
		expect(berlin(SUMMER)).toBe('Europe · GMT+2');
	});

	it('is sorted by city', () => {
		const labels = timeZones('en', WINTER).map(({ label }) => label);
		expect(labels).toEqual([...labels].sort((one, other) => one.localeCompare(other, 'en')));
	});
});
