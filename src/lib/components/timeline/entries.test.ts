import { describe, expect, it } from 'vitest';
import type { Delivery, TimelineMessage } from '../../room/model.ts';
import {
	countBefore,
	firstSeq,
	GROUP_WITHIN_MS,
	LATE_AFTER_MS,
	lastSeq,
	newerFromOthers,
	timelineDays,
	written
} from './entries.ts';

const MONDAY_TEN = new Date(2025, 10, 17, 10, 0).getTime();
const HOUR = 3_600_000;

let count = 0;
function message(author: string, at: number, delivery?: Delivery): TimelineMessage {
	count++;
	return {
		id: `m${String(count)}`,
		authorId: author,
		authorName: author,
		mine: author === 'Olena',
		body: 'Hello',
		createdAt: at,
		edited: false,
		mentionsMe: false,
		blocked: false,
		delivery: delivery ?? { kind: 'sent', seq: count, at }
	};
}

function starts(messages: TimelineMessage[]) {
	return timelineDays(messages).flatMap((day) => day.entries.map((entry) => entry.startsGroup));
}

describe('groups', () => {
	it('one author within five minutes stands under one name', () => {
		expect(starts([message('Anna', MONDAY_TEN), message('Anna', MONDAY_TEN + GROUP_WITHIN_MS)])).toEqual([true, false]);
	});

	it('a longer pause names the author again', () => {
		const later = MONDAY_TEN + GROUP_WITHIN_MS + 1;
		expect(starts([message('Anna', MONDAY_TEN), message('Anna', later)])).toEqual([true, true]);
	});

	it('another author starts a group', () => {
		const messages = [message('Anna', MONDAY_TEN), message('Olena', MONDAY_TEN), message('Anna', MONDAY_TEN)];
		expect(starts(messages)).toEqual([true, true, true]);
	});

	it('midnight starts a group', () => {
		const midnight = new Date(2025, 10, 18).getTime();
		expect(starts([message('Anna', midnight - 1), message('Anna', midnight)])).toEqual([true, true]);
	});
});

describe('days', () => {
	it('splits at midnight of this device', () => {
		const days = timelineDays([message('Anna', MONDAY_TEN), message('Anna', MONDAY_TEN + 24 * HOUR)]);
		expect(days.map((day) => new Date(day.start).getDate())).toEqual([17, 18]);
	});

	it('keeps an old pending message under the last day, so that no day comes twice', () => {
		const waiting = message('Olena', MONDAY_TEN - 72 * HOUR, { kind: 'pending' });
		const days = timelineDays([message('Anna', MONDAY_TEN), waiting]);
		expect(days).toHaveLength(1);
		expect(days[0]?.entries.at(-1)?.message).toBe(waiting);
	});

	it('stands a late message where it arrived', () => {
		const late = message('Anna', MONDAY_TEN, { kind: 'sent', seq: 9, at: MONDAY_TEN + 48 * HOUR });
		expect(timelineDays([late])[0]?.start).toBe(new Date(2025, 10, 19).getTime());
	});
});

describe('entries', () => {
	it('stay the same objects for what has not changed, so that no row is drawn again for nothing', () => {
		const [old, first, second] = [
			message('Anna', MONDAY_TEN),
			message('Anna', MONDAY_TEN),
			message('Anna', MONDAY_TEN)
		];
		const [before] = timelineDays([first, second]);
		const [after] = timelineDays([old, first, second]);
		expect(after?.entries[2]).toBe(before?.entries[1]);
		expect(after?.entries[1]).toEqual({ ...before?.entries[0], startsGroup: false });
	});
});

describe('what is older', () => {
	const sent = (seq: number) => message('Anna', MONDAY_TEN, { kind: 'sent', seq, at: MONDAY_TEN });

	it('is what stands before a sequence', () => {
		const waiting = message('Olena', MONDAY_TEN, { kind: 'pending' });
		expect(firstSeq([sent(3), sent(4), waiting])).toBe(3);
		expect(countBefore([sent(1), sent(2), sent(3), waiting], 3)).toBe(2);
		expect(countBefore([sent(3), waiting], 3)).toBe(0);
	});

	it('is everything where nothing was there', () => {
		expect(countBefore([sent(1), sent(2)], firstSeq([]))).toBe(2);
	});
});

describe('written', () => {
	it('says nothing about a message that came at once', () => {
		const at = MONDAY_TEN + LATE_AFTER_MS;
		expect(written(message('Anna', MONDAY_TEN, { kind: 'sent', seq: 1, at }))).toBeUndefined();
	});

	it('says when a late one was written', () => {
		const at = MONDAY_TEN + LATE_AFTER_MS + 1;
		const late = message('Anna', MONDAY_TEN, { kind: 'sent', seq: 1, at });
		expect(written(late)).toEqual({ kind: 'late', at: MONDAY_TEN });
	});

	it('does not claim that something was written tomorrow', () => {
		const ahead = message('Anna', MONDAY_TEN + 24 * HOUR, { kind: 'sent', seq: 1, at: MONDAY_TEN });
		expect(written(ahead)).toEqual({ kind: 'clock-ahead', at: MONDAY_TEN + 24 * HOUR });
	});

	it('says nothing while a message waits', () => {
		expect(written(message('Olena', MONDAY_TEN, { kind: 'pending' }))).toBeUndefined();
	});
});

describe('what is new', () => {
	it('counts others after a sequence, and never what waits', () => {
		const messages = [
			message('Anna', MONDAY_TEN, { kind: 'sent', seq: 4, at: MONDAY_TEN }),
			message('Olena', MONDAY_TEN, { kind: 'sent', seq: 5, at: MONDAY_TEN }),
			message('Anna', MONDAY_TEN, { kind: 'sent', seq: 6, at: MONDAY_TEN }),
			message('Olena', MONDAY_TEN, { kind: 'pending' })
		];
		expect(newerFromOthers(messages, 4).map((newer) => newer.authorName)).toEqual(['Anna']);
		expect(lastSeq(messages)).toBe(6);
	});

	it('an empty room has no sequence', () => {
		expect(lastSeq([])).toBe(-1);
	});
});
