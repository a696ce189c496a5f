import { setImmediate as breathe } from 'node:timers/promises';
import type { AdminStore, OwnMessage } from '../storage/admin-store.ts';

/** Entries of the log that are looked through at a time: a few milliseconds, in which nobody else is served. */
const ENTRIES_PER_LOOK = 20_000;

/**
 * Hands over every version of every message of an author that the log has at the moment, in its order. The log has no index
 * by author, so it is walked in steps, and others come in between.
 */
export async function eachLogged(
	store: Pick<AdminStore, 'lastLogEntry' | 'loggedBy'>,
	author: string,
	use: (message: OwnMessage) => void | Promise<void>
): Promise<void> {
	const last = await store.lastLogEntry();
	for (let after = 0; after < last; after += ENTRIES_PER_LOOK) {
		for (const message of await store.loggedBy(author, after, Math.min(last, after + ENTRIES_PER_LOOK))) {
			await use(message);
		}
		await breathe();
	}
}
