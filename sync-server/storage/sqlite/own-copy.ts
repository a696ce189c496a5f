import type { Commit } from '../storage.ts';

/**
 * The commit with bytes of its own. The caller's may be a view into a socket's buffer, which is reused while the commit
 * waits, and which the move to the writer thread would take from under everyone else.
 */
export function ownCopy(commit: Commit): Commit {
	return { ...commit, update: new Uint8Array(commit.update) };
}
