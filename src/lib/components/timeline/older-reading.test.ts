import { expect, it, vi } from 'vitest';
import type { OlderMessages, TimelineMessage } from '../../room/model.ts';
import { OlderReading } from './older-reading.ts';

function sent(seq: number): TimelineMessage {
	return {
		id: String(seq),
		authorId: 'a',
		authorName: 'Anna',
		mine: false,
		body: 'Hello',
		createdAt: 0,
		edited: false,
		mentionsMe: false,
		blocked: false,
		delivery: { kind: 'sent', seq, at: 0 }
	};
}

function roomWith(seqs: number[], older: OlderMessages) {
	return { messages: seqs.map(sent), older, loadOlder: vi.fn() };
}

it('tells once how many have come, when they are all there', () => {
	const tell = vi.fn();
	const reading = new OlderReading(tell);
	const room = roomWith([4, 5], 'idle');
	reading.ask(room);
	expect(room.loadOlder).toHaveBeenCalledOnce();
	reading.see(roomWith([4, 5], 'loading'));
	reading.see(roomWith([3, 4, 5], 'loading'));
	expect(tell).not.toHaveBeenCalled();
	reading.see(roomWith([1, 2, 3, 4, 5], 'beginning'));
	reading.see(roomWith([1, 2, 3, 4, 5, 6], 'beginning'));
	expect(tell.mock.calls).toEqual([[3]]);
});

it('goes on waiting while there is no connection', () => {
	const tell = vi.fn();
	const reading = new OlderReading(tell);
	reading.ask(roomWith([4], 'idle'));
	reading.see(roomWith([4], 'waiting'));
	reading.see(roomWith([2, 3, 4], 'idle'));
	expect(tell.mock.calls).toEqual([[2]]);
});

it('says nothing about what nobody asked for', () => {
	const tell = vi.fn();
	const reading = new OlderReading(tell);
	reading.see(roomWith([4], 'idle'));
	reading.see(roomWith([2, 3, 4], 'idle'));
	expect(tell).not.toHaveBeenCalled();
});
