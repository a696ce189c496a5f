import { STATUS_CODES } from 'node:http';
import type { HttpResponse } from 'uWebSockets.js';

/** A whole response. */
export interface Answer {
	status: number;
	headers: Iterable<readonly [name: string, value: string]>;
	body: Uint8Array | undefined;
}

/** Statuses that never have a body, nor a Content-Length (RFC 9110 §8.6). */
const BODILESS = new Set([204, 304]);

/** Sends the answer, to HEAD without its body, in one system call (cork). The response must not have been aborted. */
export function writeAnswer(res: HttpResponse, method: string, answer: Answer, closeConnection = false): void {
	const { status, headers, body } = answer;
	res.cork(() => {
		writeHead(res, status, headers);
		if (closeConnection) res.end(body ?? '', true);
		else if (BODILESS.has(status)) res.endWithoutBody();
		else if (method === 'HEAD') endHead(res, body);
		else res.end(body ?? '');
	});
}

/** Status and headers. */
export function writeHead(res: HttpResponse, status: number, headers: Answer['headers']): void {
	res.writeStatus(`${status} ${STATUS_CODES[status] ?? 'Unknown'}`);
	for (const [name, value] of headers) {
		// uWebSockets.js writes this one itself.
		if (name !== 'content-length') res.writeHeader(name, value);
	}
}

/**
 * The length goes in by hand: given to `endWithoutBody`, the build for Node 20 waits for that many bytes, and closes the
 * connection when the next request comes instead.
 */
function endHead(res: HttpResponse, body: Uint8Array | undefined): void {
	if (body !== undefined) res.writeHeader('content-length', String(body.byteLength));
	res.endWithoutBody();
}
