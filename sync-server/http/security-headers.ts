/** Response headers in the form uWebSockets.js and Headers both take: lower-case name, value. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** How long a browser insists on https, in seconds: a year, the least that counts as permanent. */
const HSTS_SECONDS = 365 * 24 * 60 * 60;

/** Used when the page brings no policy of its own: nothing but files of this origin. */
const FALLBACK_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'";

/** Headers of every answer under `/api`: data that is never a page, never framed, never kept. */
export function apiHeaders(origin: string): HeaderList {
	return [
		...commonHeaders(origin),
		['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
		['cache-control', 'no-store']
	];
}

/** Headers of the web app's files. `indexHtml` brings the policy, as only its build knows the hashes of its scripts. */
export function pageHeaders(origin: string, indexHtml: string | undefined): HeaderList {
	const policy = (indexHtml && metaPolicy(indexHtml)) || FALLBACK_POLICY;
	return [
		...commonHeaders(origin),
		// As a header too, because frame-ancestors has no effect in a meta tag (CSP 3 §3.3), and a page in a frame
		// can be made to click on itself.
		['content-security-policy', `${policy}; frame-ancestors 'none'`],
		['cross-origin-opener-policy', 'same-origin'],
		['permissions-policy', 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()']
	];
}

function commonHeaders(origin: string): HeaderList {
	const headers: (readonly [string, string])[] = [
		['x-content-type-options', 'nosniff'],
		['referrer-policy', 'same-origin'],
		['cross-origin-resource-policy', 'same-origin']
	];
	if (origin.startsWith('https:')) headers.push(['strict-transport-security', `max-age=${HSTS_SECONDS}`]);
	return headers;
}

/** The policy in the page's own meta tag, where SvelteKit puts the hashes of its inline scripts. */
function metaPolicy(html: string): string | undefined {
	const tag = /<meta\s[^>]*http-equiv="content-security-policy"[^>]*>/i.exec(html)?.[0];
	const content = tag && /\scontent="([^"]*)"/i.exec(tag)?.[1];
	return content?.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&').trim().replace(/;$/, '');
}
