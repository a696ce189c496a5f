/** What a link in a message may lead to. Everything else (`javascript:`, `data:`, an address without a scheme) stays text. */
const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** What the server answers itself: there is no page of the app behind it. */
const NO_PAGE = /^\/(?:api|sync|healthz)(?:\/|$)/;

/** Characters of an address that is found in a text: what browsers and servers agree on. */
const ADDRESS_MAX_CHARS = 2_048;

/** Where an address in a text may go on. Fullwidth punctuation ends it: Chinese and Japanese put no space behind. */
const ADDRESS = new RegExp(`https?://[^\\s<>"\`[\\]\\u3000-\\u303F\\uFF00-\\uFFEF]{1,${ADDRESS_MAX_CHARS}}`, 'gi');
const HERE = new RegExp(ADDRESS, 'iy');

/** What stands behind an address more often than in it. */
const BEHIND = '.,;:!?\'"*_~…»”’';

/** The attributes of a link. */
export interface LinkAttributes {
	href: string;
	rel?: string;
	target?: string;
}

/** A stretch of a text that is an address. */
export interface Address {
	index: number;
	text: string;
}

/** Every `http://…` and `https://…` in a text. */
export function addressesIn(text: string): Address[] {
	const found: Address[] = [];
	for (const { index, 0: run } of text.matchAll(ADDRESS)) {
		const address = withoutTail(run);
		if (URL.canParse(address)) found.push({ index, text: address });
	}
	return found;
}

/** The address that begins here. */
export function addressAt(text: string, index: number): string | undefined {
	HERE.lastIndex = index;
	const address = withoutTail(HERE.exec(text)?.[0] ?? '');
	return URL.canParse(address) ? address : undefined;
}

/**
 * How a link to this address behaves: inside the app where it leads to a page of it, in a tab of its own that knows nothing of
 * this one otherwise. Undefined where it may not be a link.
 */
export function linkAttributes(address: string, origin: string): LinkAttributes | undefined {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (url === undefined || !SCHEMES.has(url.protocol)) return undefined;
	if (url.origin === origin && !NO_PAGE.test(url.pathname)) return { href: url.href };
	const rel = 'noopener noreferrer nofollow';
	return url.protocol === 'mailto:' ? { href: url.href, rel } : { href: url.href, rel, target: '_blank' };
}

/** Without the full stop of the sentence, or the bracket around it: `(see https://example.org/a_(b))` */
function withoutTail(run: string): string {
	let end = run.length;
	let unopened = count(run, ')') - count(run, '(');
	for (; end > 0; end--) {
		const last = run[end - 1] ?? '';
		if (last === ')' && unopened > 0) unopened--;
		else if (!BEHIND.includes(last)) break;
	}
	return run.slice(0, end);
}

function count(text: string, letter: string): number {
	return text.split(letter).length - 1;
}
