import type { Component } from 'svelte';
import type { RichTextProps } from './rich-text-props.ts';

/** Where a browser does not say when it is idle: by then the first screen is drawn. */
const PREFETCH_AFTER_MS = 1_000;

/**
 * What draws Markdown, which is as large as all else that a room needs to draw, and comes after it. Until it is here a
 * message stands there as it was typed.
 */
class RichText {
	#component = $state.raw<Component<RichTextProps>>();
	#asked = false;

	/** Undefined until it is here; asking brings it. */
	get component(): Component<RichTextProps> | undefined {
		if (!this.#asked) void this.#load();
		return this.#component;
	}

	/** Brings it while nothing else is to be done: there may be Markdown in the next message. */
	prefetch(): void {
		const load = () => void this.component;
		// Safari has no idle callback; there, a while after the first paint.
		if ('requestIdleCallback' in window) requestIdleCallback(load);
		else setTimeout(load, PREFETCH_AFTER_MS);
	}

	async #load(): Promise<void> {
		this.#asked = true;
		try {
			this.#component = (await import('./RichText.svelte')).default;
		} catch {
			// Offline, before the app has all of itself. The next message asks again.
			this.#asked = false;
		}
	}
}

export const richText = new RichText();
