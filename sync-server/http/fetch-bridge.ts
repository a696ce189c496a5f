import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import { clientAddress } from '../access/client-address.ts';
import { Listener } from './listener.ts';
import { readContent } from './read-content.ts';
import { RequestBody } from './request-body.ts';
import { writeAnswer } from './write-answer.ts';
import { writePieces } from './write-pieces.ts';

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
 * whatever the client likes. Resolves when the answer is on its way or nobody is left to hear it. Throws where making the
 * answer has failed, and ends the connection: a file that is cut short must not look like a whole one.
 */
export async function serveFetch(
	res: HttpResponse,
	req: HttpRequest,
	base: string,
	handler: FetchHandler
): Promise<void> {
	// Everything up to the first `await` runs while `req` is still ours.
	const client = new Listener(res);
	const incoming = readRequest(req, base);
	const address = clientAddress(Buffer.from(res.getRemoteAddressAsText()).toString(), incoming.forwardedFor);
	const body = WITHOUT_BODY.has(incoming.method) ? undefined : new RequestBody(res);
	client.onGone(() => body?.abort());
	try {
		const response = await handler(lazyRequest(incoming, body), { address });
		await answer(client, incoming.method, response, body);
	} catch (error) {
		if (!client.isGone) res.close();
		throw error;
	}
}

async function answer(
	client: Listener,
	method: string,
	{ status, headers, body: stream }: Response,
	request: RequestBody | undefined
): Promise<void> {
	const content = stream === null ? { whole: undefined } : await readContent(stream);
	await request?.over;
	if ('pieces' in content) return writePieces(client, { status, headers, pieces: content.pieces });
	if (client.isGone) return;
	writeAnswer(client.res, method, { status, headers, body: content.whole }, request?.givenUp ?? false);
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
