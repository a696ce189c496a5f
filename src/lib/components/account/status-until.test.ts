import { describe, expect, it } from 'vitest';
import { statusUntil, type StatusSpan } from './status-until.ts';

/** A Wednesday. */
const WEDNESDAY = new Date(2026, 2, 25, 15, 20);
const SUNDAY = new Date(2026, 2, 29, 23, 59);
const until = (span: StatusSpan, now: Date) => statusUntil(span, now.getTime());

describe('statusUntil', () => {
	it('counts minutes and hours from now', () => {
		expect(until('30m', WEDNESDAY)).toBe(new Date(2026, 2, 25, 15, 50).getTime());
		expect(until('1h', WEDNESDAY)).toBe(new Date(2026, 2, 25, 16, 20).getTime());
		expect(until('4h', WEDNESDAY)).toBe(new Date(2026, 2, 25, 19, 20).getTime());
	});

	it('ends today at midnight', () => {
		expect(until('today', WEDNESDAY)).toBe(new Date(2026, 2, 26).getTime());
		expect(until('today', SUNDAY)).toBe(new Date(2026, 2, 30).getTime());
	});

	it('ends this week when Sunday is over, also across a change of the clocks', () => {
		expect(until('week', WEDNESDAY)).toBe(new Date(2026, 2, 30).getTime());
		expect(until('week', SUNDAY)).toBe(new Date(2026, 2, 30).getTime());
	});

	it('lasts until it is changed', () => {
		expect(until('none', WEDNESDAY)).toBeUndefined();
	});
});
