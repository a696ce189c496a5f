import type { Logger } from 'pino';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Members } from '../accounts/members.ts';
import type { AccountStore } from '../storage/storage.ts';
import type { Peers } from './peers.ts';
import { SESSION_LOOK_AHEAD_MS, SESSION_SWEEP_MS } from './socket-limits.ts';

/**
 * Closes the sockets of sessions that end, by sign-out at once, by expiry within {@link SESSION_SWEEP_MS} (S3, I6), and
 * those of accounts that may see more or less than when they opened.
 * Returns a function that stops watching.
 */
export function watchSessions(
	peers: Peers,
	deps: {
		accounts: Accounts;
		administration: { members: Pick<Members, 'onSightChanged'> };
		storage: AccountStore;
		now: () => number;
		log: Logger;
	}
): () => void {
	deps.accounts.onSessionEnded((sessionId) => peers.endSession(sessionId));
	deps.administration.members.onSightChanged((userId) => peers.readmit(userId));
	const sweep = setInterval(() => {
		closeExpired(peers, deps.storage, deps.now()).catch((err: unknown) => deps.log.error({ err }, 'session sweep'));
	}, SESSION_SWEEP_MS);
	sweep.unref();
	return () => clearInterval(sweep);
}

/** A session may have been extended since its socket opened, so the store has the last word. */
async function closeExpired(peers: Peers, store: AccountStore, now: number): Promise<void> {
	for (const peer of peers.expiredBy(now + SESSION_LOOK_AHEAD_MS)) {
		const found = await store.findSession(peer.sessionId);
		if (found !== undefined) peer.expiresAt = found.session.expiresAt;
		if (found === undefined || peer.expiresAt <= now) peer.close(CLOSE.noSession);
	}
}
