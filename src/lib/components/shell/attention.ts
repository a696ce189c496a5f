/** What a tab's title begins with while something waits: "(3) ". */
const COUNT_BEFORE = /^\(\d+\) /;

/** A page's title with how much waits to be read. */
export function titleWithCount(title: string, count: number): string {
	const plain = title.replace(COUNT_BEFORE, '');
	return count === 0 ? plain : `(${count}) ${plain}`;
}

/** Keeps the count before the title that each page sets for itself. Call `stop` when it is over. */
export class CountedTitle {
	#count = 0;
	#watch = new MutationObserver(() => this.#write());

	constructor() {
		// A page replaces the text of the element, or the element.
		this.#watch.observe(document.head, { childList: true, characterData: true, subtree: true });
	}

	show(count: number): void {
		this.#count = count;
		this.#write();
	}

	stop(): void {
		this.#watch.disconnect();
		this.#count = 0;
		this.#write();
	}

	#write(): void {
		const title = titleWithCount(document.title, this.#count);
		if (title !== document.title) document.title = title;
	}
}

/** The number on the app's icon, where it is installed and the system has one. */
export function showBadge(count: number): void {
	// Refused where the app is not installed: then there is no icon to put it on.
	const shown = count === 0 ? navigator.clearAppBadge?.() : navigator.setAppBadge?.(count);
	shown?.catch(() => undefined);
}
