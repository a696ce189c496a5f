import { accountHeader, refusalOf, type Answer } from './call.ts';

/** What came, and what the server calls it. */
export interface Download {
	name: string;
	content: Blob;
}

/**
 * Fetches a file; `path` without `/api/v1/`, `language` is that of the words in it (BCP 47). It may take as long as it takes, and
 * the browser keeps what is large on its disk. Never throws.
 */
export async function download(path: string, language: string): Promise<Answer<Download>> {
	try {
		const response = await fetch(`/api/v1/${path}`, { headers: { ...accountHeader(), 'accept-language': language } });
		if (!response.ok) return await refusalOf(response);
		return { ok: true, value: { name: nameOf(response), content: await response.blob() } };
	} catch {
		return { ok: false, problem: undefined };
	}
}

/** The name in the form for all scripts (RFC 8187), which our server always sends. */
function nameOf(response: Response): string {
	const encoded = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
	return encoded === undefined ? 'tidings' : decodeURIComponent(encoded);
}
