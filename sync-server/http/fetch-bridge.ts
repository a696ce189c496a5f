import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import { clientAddress } from '../access/client-address.ts';
import { RequestBody } from './request-body.ts';
import { writeAnswer } from './write-answer.ts';

/** What the Fetch API has no place for. */
export interface RequestFacts {
	/** Whom limits per address count. */
	address: string;
}

/** Answers a request; must not throw. */
export type FetchHandler = (request: Request, facts: RequestFacts) => Promise<Response>;

const WITHOUT_BODY = new Set(['GET', 'HEAD']);

/**
 * Serves one uWebSockets.js request by a Fetch handler. `base` is the origin that its URL is given, as the Host header is
 * whatever the client likes. Resolves when the answer is on its way or nobody is left to hear it.
 */
export async function serveFetch(
	res: HttpResponse,
	req: HttpRequest,
	base: string,
	handler: FetchHandler
): Promise<void> {
	// Everything up to the first `await` runs while `req` is still ours.
	let aborted = false;
	let body: RequestBody | undefined;
	res.onAborted(() => {
		aborted = true;
		body?.abort();
	});
	const incoming = readRequest(req, base);
	const peer = Buffer.from(res.getRemoteAddressAsText()).toString();
	if (!WITHOUT_BODY.has(incoming.method)) body = new RequestBody(res);
	const address = clientAddress(peer, incoming.forwardedFor);
	const response = await handler(lazyRequest(incoming, body), { address });
	const bytes = response.body === null ? undefined : new Uint8Array(await response.arrayBuffer());
	await body?.over;
	if (aborted) return;
	writeAnswer(
		res,
		incoming.method,
		{ status: response.status, headers: response.headers, body: bytes },
		body?.givenUp ?? false
	);
}

interface Incoming {
	method: string;
	url: string;
	forwardedFor: string;
	headers: [string, string][];
}

function readRequest(req: HttpRequest, base: string): Incoming {
	const query = req.getQuery();
	const headers: [string, string][] = [];
	req.forEach((name, value) => headers.push([name, value]));
	return {
		method: req.getMethod().toUpperCase(),
		url: base + req.getUrl() + (query ? `?${query}` : ''),
		forwardedFor: req.getHeader('x-forwarded-for'),
		headers
	};
}

/**
 * As much of a Request as Hono and our routes touch, made when they touch it: building a real one, with its headers and
 * streams, costs more than most answers.
 */
function lazyRequest({ method, url, headers }: Incoming, body: RequestBody | undefined): Request {
	let made: Headers | undefined;
	const lazy = {
		method,
		url,
		get headers(): Headers {
			made ??= new Headers(headers.map(([name, value]) => [name, byteString(value)] as [string, string]));
			return made;
		},
		async arrayBuffer(): Promise<ArrayBuffer> {
			return (await body?.read()) ?? new ArrayBuffer();
		}
	};
	return lazy as unknown as Request;
}

/**
 * Headers holds bytes, as characters up to U+00FF, and throws for any other; uWebSockets.js has decoded them as UTF-8. A
 * cookie that another application on the same host set in Cyrillic would otherwise be an error of ours.
 */
function byteString(value: string): string {
	return Buffer.from(value, 'utf8').toString('latin1');
}
