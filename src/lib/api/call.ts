import { ACCOUNT_HEADER } from '../protocol/account-header.ts';
import { PROBLEM_MEDIA_TYPE, type Problem } from '../protocol/problem.ts';

/**
 * An answer of the REST API. Without a problem, the server could not be reached. `retryAfterMs` is how long it wants to be
 * left alone, where it has said so.
 */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem | undefined; retryAfterMs?: number };

export type RequestMethod = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** How long a request may take before the network counts as down, in ms. */
const REQUEST_TIMEOUT_MS = 15_000;

/** Whom this tab speaks for. */
let account: string | undefined;

/**
 * From now on every request says for which account it is meant. Another tab may have signed in as somebody else: their cookie
 * would carry what waits here in their name, so the server refuses what is meant for another.
 */
export function speakFor(userId: string | undefined): void {
	account = userId;
}

/** Asks the REST API; `path` without `/api/v1/`. A body that is a Blob goes as it is, any other as JSON. Never throws. */
export async function call<T>(method: RequestMethod, path: string, body?: object): Promise<Answer<T>> {
	try {
		const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
		const content = body && contentOf(body);
		const headers = { ...content?.headers, ...accountHeader() };
		const sent = { method, signal, headers, ...(content && { body: content.body }) };
		return await read<T>(await fetch(`/api/v1/${path}`, sent));
	} catch {
		return { ok: false, problem: undefined };
	}
}

/** For which account a request is meant. */
export function accountHeader(): Record<string, string> {
	return account === undefined ? {} : { [ACCOUNT_HEADER]: account };
}

function contentOf(body: object): { headers: Record<string, string>; body: BodyInit } {
	if (body instanceof Blob) return { headers: { 'content-type': body.type }, body };
	return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function read<T>(response: Response): Promise<Answer<T>> {
	if (response.ok) {
		return { ok: true, value: (response.status === 204 ? undefined : await response.json()) as T };
	}
	return refusalOf(response);
}

/** Why the server did not do it. */
export async function refusalOf(response: Response): Promise<Answer<never>> {
	// A proxy between us and the server answers with a page of its own when the server is down.
	const isProblem = response.headers.get('content-type')?.startsWith(PROBLEM_MEDIA_TYPE) === true;
	const seconds = Number(response.headers.get('retry-after'));
	return {
		ok: false,
		problem: isProblem ? ((await response.json()) as Problem) : undefined,
		...(seconds > 0 && { retryAfterMs: seconds * 1000 })
	};
}
