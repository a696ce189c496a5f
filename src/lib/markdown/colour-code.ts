import { languageOf } from './languages.ts';
import { sanitizeCode } from './sanitize.ts';

/** Gives the code in a message its colours once it is on screen. Returns what stops watching for it. */
export function colourCode(message: HTMLElement): () => void {
	const watch = new IntersectionObserver((entries) => {
		for (const { isIntersecting, target } of entries) {
			if (!isIntersecting) continue;
			watch.unobserve(target);
			void colour(target as HTMLElement);
		}
	});
	for (const block of message.querySelectorAll<HTMLElement>('pre[data-label]')) watch.observe(block);
	return () => watch.disconnect();
}

async function colour(block: HTMLElement): Promise<void> {
	const code = block.querySelector('code');
	const language = code === null ? undefined : languageOf(block.dataset['label'] ?? '', code.textContent);
	if (code === null || language === undefined) return;
	try {
		const { highlight } = await import('./highlight.ts');
		code.replaceChildren(sanitizeCode(highlight(code.textContent, language)));
	} catch {
		// Without colours it says the same: offline, before the app has all of itself.
	}
}
