import type { Logger } from 'pino';
import type { Accounts } from './accounts/accounts.ts';
import type { Storage } from './storage/storage.ts';

/** How often a store that takes no writes is tried again: soon after someone has made room, and rarely for a disk. */
const PROBE_INTERVAL_MS = 5_000;

/** How often expired sessions are removed. They are refused anyway; this is about space. */
const SESSION_INTERVAL_MS = 60 * 60 * 1000;

/** Starts what has to be done from time to time; returns a function that stops it. */
export function keepHouse(storage: Storage, accounts: Accounts, log: Logger): () => void {
	const probing = setInterval(() => void probe(storage, log), PROBE_INTERVAL_MS).unref();
	const forgetting = setInterval(() => {
		accounts.deleteExpiredSessions().catch((err: unknown) => log.warn({ err }, 'expired sessions were kept'));
	}, SESSION_INTERVAL_MS).unref();
	return () => {
		clearInterval(probing);
		clearInterval(forgetting);
	};
}

async function probe(storage: Storage, log: Logger): Promise<void> {
	if (storage.isWritable()) return;
	try {
		await storage.probe();
		log.info('the store takes writes again');
	} catch (err) {
		log.error({ err }, 'the store takes no writes');
	}
}
