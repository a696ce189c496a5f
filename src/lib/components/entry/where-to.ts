/**
 * Where a sign-in leads: the address that asked for it. Only a path of this app, or a link could lead out of it. What
 * stands after the `#` is kept there on the way: the secret of an invitation is nothing for a server's log.
 */
export function whereTo(url: URL): string {
	const asked = url.searchParams.get('to');
	if (asked === null || !asked.startsWith('/')) return '/';
	const target = new URL(asked, url);
	return target.origin === url.origin ? `${target.pathname}${target.search}${url.hash}` : '/';
}

/** The sign-in that leads back to an address of the app. */
export function signInHref(url: Pick<URL, 'pathname' | 'search' | 'hash'>): string {
	const { pathname, search, hash } = url;
	const path = `${pathname}${search}`;
	return `/sign-in${path === '/' ? '' : `?to=${encodeURIComponent(path)}`}${hash}`;
}

/** The secret in a link, which is what stands after its `#`; undefined where there is none. */
export function linkToken(url: Pick<URL, 'hash'>): string | undefined {
	const token = url.hash.slice(1);
	return /^[A-Za-z0-9_-]{43}$/.test(token) ? token : undefined;
}
