import { expect, it } from 'vitest';
import type { RoomModel, TimelineMessage } from '../../room/model.ts';
import { opening } from './opening.ts';

function roomWith(seqs: number[], older: RoomModel['older'], divider?: number) {
	const messages = seqs.map((seq) => ({ id: `m${seq}`, delivery: { kind: 'sent', seq, at: 0 } }) as TimelineMessage);
	return { messages, older, divider };
}

it('is the first that is new, where it is here', () => {
	expect(opening(roomWith([4, 5, 6], 'idle', 5), { id: 'm4', top: 9 }, 0)).toEqual({ id: 'm5' });
	expect(opening(roomWith([4, 6], 'beginning', 2), undefined, 0)).toEqual({ id: 'm4' });
});

it('brings it in where it is not, but not without end', () => {
	expect(opening(roomWith([4, 5], 'idle', 4), undefined, 0)).toBe('load');
	expect(opening(roomWith([4, 5], 'loading', 4), undefined, 1)).toBe('wait');
	expect(opening(roomWith([4, 5], 'waiting', 4), undefined, 1)).toBe('end');
	expect(opening(roomWith([4, 5], 'idle', 4), undefined, 3)).toBe('end');
});

it('is where it was left when nothing is new, else the end', () => {
	expect(opening(roomWith([4, 5], 'idle'), { id: 'm4', top: 9 }, 0)).toEqual({ id: 'm4', top: 9 });
	expect(opening(roomWith([4, 5], 'idle'), { id: 'gone', top: 9 }, 0)).toBe('end');
	expect(opening(roomWith([4, 5], 'idle'), undefined, 0)).toBe('end');
});
