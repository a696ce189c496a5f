/**
 * Calls `show` whenever the page comes to the front, and what it returned when it goes: whoever has switched to something
 * else is not in the room that they left open.
 */
export function whileVisible(show: () => () => void): () => void {
	let hide: (() => void) | undefined;
	const follow = ({ type }: { type: string }) => {
		const visible = document.visibilityState === 'visible' && type !== 'pagehide';
		if (visible) return void (hide ??= show());
		hide?.();
		hide = undefined;
	};
	document.addEventListener('visibilitychange', follow);
	addEventListener('pagehide', follow);
	addEventListener('pageshow', follow);
	follow({ type: 'begin' });
	return () => {
		document.removeEventListener('visibilitychange', follow);
		removeEventListener('pagehide', follow);
		removeEventListener('pageshow', follow);
		hide?.();
	};
}
