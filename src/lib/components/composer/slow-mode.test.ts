import { expect, it } from 'vitest';
import type { TimelineMessage } from '../../room/model.ts';
import { secondsToWait } from './slow-mode.svelte.ts';

const NOW = 1_000_000;

function mine(secondsAgo: number, kind: 'sent' | 'pending' | 'refused' = 'sent'): TimelineMessage {
	const at = NOW - secondsAgo * 1_000;
	const delivery = kind === 'sent' ? { kind, seq: 1, at } : kind === 'pending' ? { kind } : { kind, code: 'slow-mode' };
	return { mine: true, createdAt: at, delivery } as TimelineMessage;
}

it('counts from one’s own last message that was not given back', () => {
	expect(secondsToWait([mine(10)], 30, NOW)).toBe(20);
	expect(secondsToWait([mine(10), { ...mine(1), mine: false }], 30, NOW)).toBe(20);
	expect(secondsToWait([mine(10), mine(1, 'refused')], 30, NOW)).toBe(20);
	expect(secondsToWait([mine(10), mine(1, 'pending')], 30, NOW)).toBe(29);
});

it('is over after that, and nothing before one has written', () => {
	expect(secondsToWait([mine(30)], 30, NOW)).toBe(0);
	expect(secondsToWait([], 30, NOW)).toBe(0);
});

it('is never longer than the room says, whatever the clock', () => {
	expect(secondsToWait([mine(-500)], 30, NOW)).toBe(30);
});
