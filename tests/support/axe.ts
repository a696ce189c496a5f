import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * What axe knows of accessibility is all kept on the screen as it is, in both themes. Of the second it asks only what depends
 * on colours, for the rest is the same page.
 */
export async function axeFindsNothing(page: Page): Promise<void> {
	const found: unknown[] = [];
	for (const colorScheme of ['dark', 'light'] as const) {
		await page.emulateMedia({ colorScheme });
		await page.waitForFunction(hasSettled);
		// Legacy: without a blank page for each question, to which it would bring the answers of several frames. We have one.
		const axe = new AxeBuilder({ page }).setLegacyMode();
		const { violations } = await (colorScheme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
		found.push(...violations.map(({ id, nodes }) => [page.url(), colorScheme, id, nodes.map(({ html }) => html)]));
	}
	expect(found).toEqual([]);
}

/** Half way from one theme to the other, or half faded in, colours are those of neither. What moves for ever is left out. */
function hasSettled(): boolean {
	const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
	return passing.every(({ playState }) => playState !== 'running');
}
