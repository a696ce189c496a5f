/** What a tab does when it becomes the leader of its account's tabs, and when it is no longer. */
export interface Candidate {
	lead(): void;
	/** Another tab has taken over. */
	yield(): void;
}

/** A tab's part in the election of the one that keeps the socket. */
export interface Election {
	/** Takes over from a leader that does not answer: a phone may suspend a background tab without releasing its lock. */
	seize(): void;
	/** Leads no longer, or does not want to any more. */
	stepDown(): void;
}

/** Stands for leader (Web Locks, W3C): at once, or when the tab that leads closes or crashes. */
export function electLeader(userId: string, candidate: Candidate): Election {
	const name = `tidings-leader-${userId}`;
	let waiting = new AbortController();
	let standing = true;
	let release: (() => void) | undefined;
	const hold = () =>
		new Promise<void>((resolve) => {
			release = resolve;
			candidate.lead();
		});
	const request = (options: LockOptions) => {
		navigator.locks.request(name, options, hold).catch(() => {
			// Withdrawn by this tab itself.
			if (!standing || options.signal?.aborted === true) return;
			// Another tab has taken over. One that slept may hear of it before it has heard that it leads, and stands again too:
			// else nobody led once the others had closed.
			if (release !== undefined) candidate.yield();
			release = undefined;
			stand();
		});
	};
	const stand = () => {
		waiting = new AbortController();
		request({ signal: waiting.signal });
	};
	stand();
	return {
		seize() {
			if (release !== undefined) return;
			waiting.abort();
			request({ steal: true });
		},
		stepDown() {
			standing = false;
			waiting.abort();
			const resolve = release;
			release = undefined;
			resolve?.();
		}
	};
}
