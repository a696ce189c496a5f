import type { Page } from '@playwright/test';

/**
 * Watches a page for everything that a script of somebody else's would do: call `alert` or `pwned`, ask another host for
 * something, or be stopped by the content security policy. The function that it returns tells what was noticed.
 */
export async function watchForScripts(page: Page, origin: string): Promise<() => Promise<string[]>> {
	const noticed: string[] = [];
	page.on('dialog', (dialog) => {
		noticed.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	page.on('pageerror', (error) => noticed.push(`error: ${error.message}`));
	page.on('console', (message) => {
		if (/Content Security Policy|Refused to/i.test(message.text())) noticed.push(`console: ${message.text()}`);
	});
	page.on('popup', (popup) => noticed.push(`popup: ${popup.url()}`));
	page.on('request', (request) => {
		const url = new URL(request.url());
		const ours = url.origin === origin || (url.protocol === 'data:' && request.resourceType() === 'image');
		if (!ours && url.protocol !== 'blob:') noticed.push(`request: ${request.url()}`);
	});
	await page.addInitScript(() => {
		const calls: string[] = [];
		const canary = (name: string) => () => calls.push(`called: ${name}`);
		for (const name of ['alert', 'confirm', 'prompt', 'print', 'pwned', 'msgbox']) {
			Object.defineProperty(window, name, { value: canary(name) });
		}
		Object.defineProperty(window, 'canaryCalls', { value: calls });
		document.addEventListener('securitypolicyviolation', (event) => {
			calls.push(`policy: ${event.violatedDirective} ${event.blockedURI}`);
		});
	});
	return async () => [
		...noticed,
		...(await page.evaluate(() => (window as unknown as { canaryCalls: string[] }).canaryCalls))
	];
}
