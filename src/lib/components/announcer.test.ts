import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ANNOUNCE_AFTER_MS, Announcer } from './announcer.svelte.ts';

const words = {
	one: ({ author, text }: { author: string; text: string }) => `${author}: ${text}`,
	several: (room: string, count: number) => `${String(count)} in ${room}.`
};

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

function arrival(text: string, room = 'General') {
	return { author: 'Anna', text, room };
}

it('reads a single message', () => {
	const announcer = new Announcer(words);
	announcer.arrived([arrival('Tea?')]);
	vi.advanceTimersByTime(ANNOUNCE_AFTER_MS);
	expect(announcer.sentence.text).toBe('Anna: Tea?');
});

it('counts several, per room, in one sentence', () => {
	const announcer = new Announcer(words);
	announcer.arrived([arrival('1'), arrival('2')]);
	announcer.arrived([arrival('3', 'Kitchen')]);
	vi.advanceTimersByTime(ANNOUNCE_AFTER_MS);
	expect(announcer.sentence).toEqual({ text: '2 in General. 1 in Kitchen.', serial: 1 });
});

it('stays silent when nothing came', () => {
	const announcer = new Announcer(words);
	announcer.arrived([]);
	vi.advanceTimersByTime(ANNOUNCE_AFTER_MS);
	expect(announcer.sentence.serial).toBe(0);
});

it('says the same words twice when they are said twice', () => {
	const announcer = new Announcer(words);
	announcer.say('Copied');
	announcer.say('Copied');
	expect(announcer.sentence).toEqual({ text: 'Copied', serial: 2 });
});
