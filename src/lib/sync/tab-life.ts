const lockOf = (tab: string) => `tidings-tab-${tab}`;

/**
 * Holds a lock for as long as a tab lives (Web Locks, W3C), so that others learn of its end: a tab that crashes says
 * nothing any more, but its browser releases what it held. Resolves once the lock is held, with what ends it before.
 */
export function beginLife(tab: string): Promise<() => void> {
	return new Promise((resolve, reject) => {
		const hold = () => new Promise<void>((end) => resolve(end));
		navigator.locks.request(lockOf(tab), hold).catch(reject);
	});
}

/** Calls back when a tab whose life has begun is gone, unless `signal` says that nobody waits any more. */
export function whenGone(tab: string, signal: AbortSignal, callback: () => void): void {
	navigator.locks.request(lockOf(tab), { signal }, callback).catch(() => undefined);
}
