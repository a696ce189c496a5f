import { expect, it } from 'vitest';
import { mutedUntil } from './mute-until.ts';

const now = new Date(2026, 2, 30, 23, 30).getTime();

it.each([
	['hour', new Date(2026, 2, 31, 0, 30).getTime()],
	['hours', new Date(2026, 2, 31, 7, 30).getTime()],
	['tomorrow', new Date(2026, 2, 31, 8, 0).getTime()],
	['always', 0]
] as const)('%s', (choice, until) => {
	expect(mutedUntil(choice, now)).toBe(until);
});
