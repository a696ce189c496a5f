import type { History } from '../history.ts';
import type { Answer } from './write-answer.ts';

/** What `/healthz` looks at. */
export interface Health {
	/** Whether the store takes writes. */
	writable: boolean;
	history: Pick<History, 'accountsAhead' | 'healing'>;
	version: string;
}

/**
 * What `GET /healthz` says: 503 while the store takes no writes, as everything else the server could do needs them. A store
 * that was restored from an older backup works: a supervisor that restarted it for that would mend nothing, so it is said
 * with a 200.
 */
export function answerHealth({ writable, history, version }: Health): Answer {
	const status = writable ? 'ok' : 'unavailable';
	const { accountsAhead, healing } = history;
	return {
		status: writable ? 200 : 503,
		headers: [
			['content-type', 'application/json'],
			['cache-control', 'no-store']
		],
		body: Buffer.from(JSON.stringify({ status, version, accountsAhead, healing }))
	};
}
