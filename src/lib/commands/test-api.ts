import { vi } from 'vitest';
import { PROBLEM_MEDIA_TYPE, type ProblemCode } from '../protocol/problem.ts';

/** One request of a client. */
export interface Asked {
	method: string;
	/** Without `/api/v1/`. */
	path: string;
	body: Record<string, unknown> | undefined;
}

/** What a request comes to: a problem, no answer at all, or success where nothing is given. */
export type Outcome =
	{ status: number; code: ProblemCode; detail?: string; retryAfter?: number } | 'nothing' | undefined;

/** The REST API as a client meets it, in place of the browser's `fetch`. */
export class TestApi {
	/** Every request, in order. */
	readonly asked: Asked[] = [];
	/** What happens at a request; the test's own. */
	answer: (asked: Asked) => Outcome | Promise<Outcome> = () => undefined;

	constructor() {
		vi.stubGlobal('fetch', (url: string, init: RequestInit) => this.#fetch(url, init));
	}

	get paths(): string[] {
		return this.asked.map(({ method, path }) => `${method} ${path}`);
	}

	async #fetch(url: string, { method = 'GET', body }: RequestInit): Promise<Response> {
		const path = url.slice('/api/v1/'.length);
		const asked = { method, path, body: typeof body === 'string' ? (JSON.parse(body) as Asked['body']) : undefined };
		this.asked.push(asked);
		const outcome = await this.answer(asked);
		if (outcome === undefined) return new Response(null, { status: 204 });
		if (outcome === 'nothing') throw new TypeError('no network');
		const { status, code, detail, retryAfter } = outcome;
		const problem = { type: `urn:tidings:problem:${code}`, title: code, status, ...(detail && { detail }) };
		const headers = { 'content-type': PROBLEM_MEDIA_TYPE, ...(retryAfter && { 'retry-after': String(retryAfter) }) };
		return new Response(JSON.stringify(problem), { status, headers });
	}
}
