import type { ProblemCode } from '../../../src/lib/protocol/problem.ts';
import type { TabActor } from './tab-actor.ts';

/** How long a browser waits for an answer that never comes, in ms: what the app gives it. */
const TIMEOUT_MS = 15_000;

/** A request of the REST API, as it reaches the server. */
export interface Request {
	/** Whose cookie it carries. */
	userId: string;
	/** Without `/api/v1/`. */
	path: string;
	body: unknown;
}

/** What comes of it: done, or the problem. */
export type Answer = { status: 204 } | { status: number; code: ProblemCode };

/** The page's `fetch`, as far as the commands use it: there and back over the device's network, or lost on the way. */
export function fetchOf(tab: TabActor): (url: string, init: RequestInit) => Promise<Response> {
	const { network, userId } = tab.profile;
	const { scheduler } = network;
	return (url, { body }) =>
		new Promise((resolve, reject) => {
			const path = url.slice('/api/v1/'.length);
			const { landing } = network;
			scheduler.after(TIMEOUT_MS, tab, () => reject(new TypeError('no answer')));
			const request = { userId, path, body: typeof body === 'string' ? (JSON.parse(body) as unknown) : undefined };
			landing?.ask(request, network, (answer) => {
				// What was on its way when the connection broke never comes.
				if (network.up) scheduler.after(network.delay(), tab, () => resolve(responseOf(answer)));
			});
		});
}

function responseOf(answer: Answer): Response {
	const problem = 'code' in answer ? { type: `urn:tidings:problem:${answer.code}`, status: answer.status } : undefined;
	const type = problem === undefined ? null : 'application/problem+json';
	const headers = { get: (name: string) => (name === 'content-type' ? type : null) };
	const { status } = answer;
	return { ok: status === 204, status, headers, json: () => Promise.resolve(problem) } as unknown as Response;
}
