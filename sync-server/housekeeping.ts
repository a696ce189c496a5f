import type { Logger } from 'pino';
import type { Accounts } from './accounts/accounts.ts';
import type { People } from './people/open-people.ts';
import type { Documents } from './room/documents.ts';
import { SWEEP_INTERVAL_MS } from './room/room-limits.ts';
import type { Storage } from './storage/storage.ts';

/** How often a store that takes no writes is tried again: soon after someone has made room, and rarely for a disk. */
const PROBE_INTERVAL_MS = 5_000;

/** How often expired sessions are removed. They are refused anyway; this is about space. */
const SESSION_INTERVAL_MS = 60 * 60 * 1000;

/** How often statuses that are over are taken away: nobody notices a minute of somebody's lunch. */
const STATUS_INTERVAL_MS = 60 * 1000;

/** How often pictures that nobody has any more are removed. */
const AVATAR_INTERVAL_MS = 60 * 60 * 1000;

/** What there is to look after. */
export interface House {
	storage: Storage;
	accounts: Accounts;
	documents: Documents;
	people: People;
	log: Logger;
}

/** Starts what has to be done from time to time; returns a function that stops it. */
export function keepHouse({ storage, accounts, documents, people, log }: House): () => void {
	const sweeping = setInterval(() => {
		documents.sweep().catch((err: unknown) => log.error({ err }, 'idle documents were kept'));
	}, SWEEP_INTERVAL_MS).unref();
	const probing = setInterval(() => void probe(storage, log), PROBE_INTERVAL_MS).unref();
	const forgetting = setInterval(() => {
		accounts.deleteExpiredSessions().catch((err: unknown) => log.warn({ err }, 'expired sessions were kept'));
	}, SESSION_INTERVAL_MS).unref();
	const clearing = setInterval(() => {
		people.profiles.clearStatuses().catch((err: unknown) => log.warn({ err }, 'statuses that are over were kept'));
	}, STATUS_INTERVAL_MS).unref();
	const tidying = setInterval(() => {
		people.avatars.deleteUnused().catch((err: unknown) => log.warn({ err }, 'pictures that nobody has were kept'));
	}, AVATAR_INTERVAL_MS).unref();
	return () => {
		clearInterval(clearing);
		clearInterval(tidying);
		clearInterval(sweeping);
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
