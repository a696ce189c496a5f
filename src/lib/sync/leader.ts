/**
 * Makes one tab of an account its leader, which keeps the socket (Web Locks, W3C). `lead` is called when this tab
 * becomes the leader: at once, or when the tab before it closes or crashes. Returns a function that steps down.
 */
export function electLeader(userId: string, lead: () => void): () => void {
	const stop = new AbortController();
	let stepDown: () => void = () => stop.abort();
	const hold = () =>
		new Promise<void>((release) => {
			stepDown = release;
			lead();
		});
	navigator.locks.request(`tidings-leader-${userId}`, { signal: stop.signal }, hold).catch((error: unknown) => {
		// Stepping down while still waiting for the lock is no failure.
		if (!stop.signal.aborted) throw error;
	});
	return () => stepDown();
}
