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

function isOnScreen(element: HTMLElement): boolean {
	return element.checkVisibility({ visibilityProperty: true });
}
