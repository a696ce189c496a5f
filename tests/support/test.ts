import { test as base } from '@playwright/test';

/** A browser on which the app installs itself, as it does for everybody: for `test.use`, or for one context. */
export const INSTALLED = { serviceWorkers: 'allow' } as const;

/**
 * A browser test. Every context that it has opened is closed when it is over: pages that outlive their server go on looking for
 * it, and after thirty tests they had the whole machine.
 */
export const test = base.extend<{ leavesNothingOpen: void }>({
	leavesNothingOpen: [
		async ({ browser }, use) => {
			await use();
			await Promise.all(browser.contexts().map((context) => context.close()));
		},
		{ auto: true }
	]
});
