import { acceptedEncoding } from './accept-encoding.ts';
import type { HeaderList } from './security-headers.ts';
import type { WebFile, WebFiles } from './web-files.ts';
import type { Answer } from './write-answer.ts';

/** What of a request decides about a file. */
export interface FileRequest {
	method: string;
	/** The URL's path, percent-encoded as it came. */
	path: string;
	acceptEncoding: string;
	ifNoneMatch: string;
}

/** Hashed files are kept for good; all others are asked about every time, so that a new version is seen at once. */
const FOR_GOOD = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

/** Answers for the web app's files. `headers` go with every answer. */
export function answerFile(files: WebFiles, headers: HeaderList, request: FileRequest): Answer {
	if (request.method !== 'GET' && request.method !== 'HEAD') {
		return plain(405, 'Method not allowed', [...headers, ['allow', 'GET, HEAD']]);
	}
	const file = findFile(files, request.path);
	if (file === undefined) return plain(404, 'Not found', headers);
	const encoding = acceptedEncoding(request.acceptEncoding, file.variants);
	const variant = file.variants[encoding];
	if (variant === undefined) return plain(404, 'Not found', headers);
	const described: HeaderList = [
		...headers,
		['etag', variant.etag],
		['vary', 'accept-encoding'],
		['cache-control', file.immutable ? FOR_GOOD : ASK_AGAIN]
	];
	if (matches(request.ifNoneMatch, variant.etag)) return { status: 304, headers: described, body: undefined };
	const typed: HeaderList = [...described, ['content-type', file.contentType]];
	const encoded: HeaderList = encoding === 'identity' ? typed : [...typed, ['content-encoding', encoding]];
	return { status: 200, headers: encoded, body: variant.bytes };
}

/** The file of that name, or the app itself for the address of one of its screens. */
function findFile(files: WebFiles, path: string): WebFile | undefined {
	const found = files.get(path);
	if (found !== undefined) return found;
	const lastSegment = path.slice(path.lastIndexOf('/') + 1);
	// A missing script answered with the page would be kept as that script by a browser or a proxy.
	if (lastSegment.includes('.') || path.startsWith('/_app/')) return undefined;
	return files.get('/index.html');
}

/** If-None-Match compares weakly (RFC 9110 §13.1.2). */
function matches(ifNoneMatch: string, etag: string): boolean {
	if (ifNoneMatch === '') return false;
	return ifNoneMatch.split(',').some((candidate) => {
		const tag = candidate.trim();
		return tag === '*' || tag === etag || tag === `W/${etag}`;
	});
}

function plain(status: number, text: string, headers: HeaderList): Answer {
	return {
		status,
		headers: [...headers, ['content-type', 'text/plain; charset=utf-8'], ['cache-control', 'no-store']],
		body: Buffer.from(`${text}\n`)
	};
}
