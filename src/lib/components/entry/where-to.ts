/** Where a sign-in leads: the address that asked for it. Only a path of this app, or a link could lead out of it. */
export function whereTo(url: URL): string {
	const asked = url.searchParams.get('to');
	if (asked === null || !asked.startsWith('/')) return '/';
	const target = new URL(asked, url);
	return target.origin === url.origin ? `${target.pathname}${target.search}` : '/';
}

/** The sign-in that leads back to `path`. */
export function signInHref(path: string): string {
	return path === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(path)}`;
}
