/**
 * Whether a request was made by our own page. Browsers put an Origin on every unsafe request and every WebSocket, and
 * no script can forge it; they also attach our cookie to requests that other sites make, so the cookie alone proves
 * nothing (cross-site request forgery, cross-site WebSocket hijacking). None at all is refused too: what has to be
 * told apart from a browser is told apart here, once.
 */
export function isOwnOrigin(origin: string | null | undefined, ownOrigin: string): boolean {
	return origin === ownOrigin;
}
