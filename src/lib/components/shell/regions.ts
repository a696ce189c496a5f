/** What F6 walks through: every visible element marked `data-region`, in the order of the page. */
export function focusNextRegion(step: 1 | -1): void {
	const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(isOnScreen);
	const current = regions.findIndex((region) => region.contains(document.activeElement));
	const next = regions.at((current + step + (current === -1 && step === -1 ? 1 : 0)) % regions.length);
	if (next === undefined) return;
	const inside = next.querySelector<HTMLElement>('[data-region-focus], [aria-current="page"]');
	(inside ?? next).focus();
}

/** Whether something in front of the page takes Esc for itself. */
export function isSomethingOpen(): boolean {
	return document.querySelector('dialog[open], [popover]:popover-open') !== null;
}

/** On a Mac, Ctrl+K cuts the line that is being written; elsewhere ⌘ is the system's. */
const isMac = typeof navigator !== 'undefined' && /^(Mac|iP)/.test(navigator.platform);

/** Ctrl+K, on a Mac ⌘+K; by the key's place on a keyboard without a K, such as a Cyrillic one. */
export function isSwitchKey({ key, code, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
	if (altKey || shiftKey || (isMac ? !metaKey || ctrlKey : !ctrlKey || metaKey)) return false;
	return key.toLowerCase() === 'k' || (code === 'KeyK' && !/^[a-z]$/i.test(key));
}

function isOnScreen(element: HTMLElement): boolean {
	return element.checkVisibility({ visibilityProperty: true });
}
