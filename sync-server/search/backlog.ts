import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { SearchStore } from '../storage/search-store.ts';

/** Between two steps, in ms: at most about half of the writer's time goes into the past. */
const PAUSE_MS = 10;

/** After a step that failed, in ms: the disk is full, and nobody waits for this. */
const RETRY_MS = 60_000;

/**
 * Indexes what an older store had, step by step behind everything that is written meanwhile. What has been done is kept with
 * each step, so a server that is stopped goes on when it starts. Returns a function that stops it.
 */
export function indexBacklog(store: Pick<SearchStore, 'indexBacklog'>, log: Logger): () => void {
	const stopping = new AbortController();
	const { signal } = stopping;
	void (async () => {
		for (let [more, steps] = [true, 0]; more && !signal.aborted; steps += 1) {
			try {
				more = await store.indexBacklog();
				if (!more && steps > 0) log.info({ steps }, 'everything can be searched now');
				if (more) await setTimeout(PAUSE_MS, undefined, { signal, ref: false });
			} catch (err) {
				if (signal.aborted) return;
				log.warn({ err }, 'older messages were not indexed');
				await setTimeout(RETRY_MS, undefined, { signal, ref: false }).catch(() => {});
			}
		}
	})();
	return () => stopping.abort();
}
