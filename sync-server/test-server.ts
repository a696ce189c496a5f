import { pino } from 'pino';
import { defaultOrigin } from './config.ts';
import type { MailConfig } from './mail/mailer.ts';
import type { WebFiles } from './http/web-files.ts';
import { createServer } from './server.ts';
import { createMemoryStorage } from './storage/memory/memory-storage.ts';
import type { Storage } from './storage/storage.ts';

/** For tests: what a request may set besides its path. */
interface TestRequest {
	method?: string;
	/** An object goes out as JSON, text and bytes as they are. */
	body?: object | string | Uint8Array;
	headers?: Record<string, string>;
	/** A session's cookie, as {@link cookieOf} reads it. */
	cookie?: string;
}

/** For tests: a whole server in this process, over real HTTP on a port of its own. */
export async function startTestServer(
	storage: Storage = createMemoryStorage(),
	webFiles: WebFiles = new Map(),
	{ mail, now = Date.now }: { mail?: MailConfig; now?: () => number } = {}
) {
	const config = { host: '127.0.0.1', port: 0, origin: defaultOrigin(0), healMinutes: 0, mail };
	const server = await createServer({ config, storage, webFiles, log: pino({ level: 'silent' }), now });
	const ownHeaders = { origin: server.origin, 'content-type': 'application/json' };

	/** Sends a request as our own page would, but for what is said otherwise; an empty header value leaves it out. */
	function send(path: string, { method = 'POST', body, headers = {}, cookie }: TestRequest = {}): Promise<Response> {
		const all = { ...ownHeaders, ...(cookie === undefined ? {} : { cookie }), ...headers };
		const set = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
		return fetch(`http://127.0.0.1:${server.port}${path}`, { method, headers: set, body: encode(body) });
	}

	return { ...server, storage, send };
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>;

/** The Cookie header that a browser would send after this response. */
export function cookieOf(response: Response): string {
	return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

function encode(body: TestRequest['body']): Blob | string | null {
	if (body === undefined) return null;
	return typeof body === 'string' || body instanceof Uint8Array ? new Blob([body]) : JSON.stringify(body);
}
