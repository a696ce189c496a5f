import type { OutboxEntry } from './outbox.ts';

/** When an entry that is changed now was changed: after its last change, also where the clock was put back. */
export function amendedAfter({ amended = 0 }: Pick<OutboxEntry, 'amended'>): number {
	return Math.max(Date.now(), amended + 1);
}

/** An entry as whoever has it knows it, with the words that another tab has given it since. */
export function withNewestWords(entry: OutboxEntry, stored: OutboxEntry | undefined): OutboxEntry {
	if (stored?.amended === undefined || stored.amended <= (entry.amended ?? 0)) return entry;
	return { ...entry, message: stored.message, amended: stored.amended };
}
