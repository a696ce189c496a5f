import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { AccountStore } from '../storage/storage.ts';
import type { Peers } from './peers.ts';
import { SESSION_SWEEP_MS } from './socket-limits.ts';

/**
 * Closes the sockets of sessions that end, by sign-out at once, by expiry within {@link SESSION_SWEEP_MS} (S3, I6).
 * Returns a function that stops watching.
 */
export function watchSessions(
	peers: Peers,
	deps: { accounts: Accounts; storage: AccountStore; now: () => number }
): () => void {
	deps.accounts.onSessionEnded((sessionId) => peers.endSession(sessionId));
	const sweep = setInterval(() => void closeExpired(peers, deps.storage, deps.now()), SESSION_SWEEP_MS);
	sweep.unref();
	return () => clearInterval(sweep);
}

/** A session may have been extended since its socket opened, so the store has the last word. */
async function closeExpired(peers: Peers, store: AccountStore, now: number): Promise<void> {
	for (const peer of peers.expiredBy(now)) {
		const found = await store.findSession(peer.sessionId);
		if (found !== undefined && found.session.expiresAt > now) peer.expiresAt = found.session.expiresAt;
		else peer.close(CLOSE.noSession);
	}
}
