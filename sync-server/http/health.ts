import type { Answer } from './write-answer.ts';

/** What `GET /healthz` says: 503 while the store takes no writes, as everything else the server could do needs them. */
export function answerHealth(isWritable: boolean, version: string): Answer {
	const status = isWritable ? 'ok' : 'unavailable';
	return {
		status: isWritable ? 200 : 503,
		headers: [
			['content-type', 'application/json'],
			['cache-control', 'no-store']
		],
		body: Buffer.from(JSON.stringify({ status, version }))
	};
}
