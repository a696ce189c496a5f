import { afterNavigate, goto } from '$app/navigation';

/**
 * The paths behind this one, so that a close button can go back instead of piling up entries: what the system's back
 * gesture does and what the button does stay the same thing.
 */
let paths: string[] = [];
let index = -1;
let replacing = false;

/** Follows navigation. Call it once, while the root layout is set up. */
export function followHistory(): void {
	afterNavigate(({ to, type, delta }) => {
		const path = to?.url.pathname ?? '/';
		if (type === 'popstate') {
			index += delta ?? 0;
		} else if (!replacing) {
			index++;
		}
		index = Math.max(index, 0);
		paths = type === 'popstate' ? paths : paths.slice(0, index);
		paths[index] = path;
		replacing = false;
	});
}

/** Goes to `path`: back, when it is where one came from, otherwise in place of this entry. */
export async function leaveTo(path: string): Promise<void> {
	if (index > 0 && paths[index - 1] === path) {
		history.back();
		return;
	}
	await replaceWith(path);
}

/** Goes to `path` in place of this entry. */
export async function replaceWith(path: string): Promise<void> {
	replacing = true;
	// Paths are built by callers from this app's own routes; it is served from the root (PORT has one owner).
	// eslint-disable-next-line svelte/no-navigation-without-resolve
	await goto(path, { replaceState: true });
	replacing = false;
}
