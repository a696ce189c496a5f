import { expect } from '@playwright/test';
import { axeFindsNothing } from '../support/axe.ts';
import { Device } from '../support/device.ts';
import { ANNA } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

for (const [size, viewport] of [
	['phone', PHONE],
	['desktop', DESKTOP]
] as const) {
	test(`axe finds nothing on any screen (${size})`, async ({ browser }) => {
		test.slow();
		const context = await browser.newContext({ viewport, locale: 'uk-UA', reducedMotion: 'reduce' });
		const page = await context.newPage();
		for (const path of ['/sign-in', '/sign-up']) {
			await page.goto(`${server.origin}${path}`);
			await expect(page.getByRole('textbox').first()).toBeVisible();
			await axeFindsNothing(page);
		}
		await page.evaluate(() => localStorage.setItem('tidings.locale', 'en'));
		const anna = new Device(page, server.origin);
		await anna.signUp(ANNA);
		await axeFindsNothing(page);
		await anna.createRoom('General');
		await axeFindsNothing(page);
		for (const text of ['Hello', 'Two\nlines', 'x'.repeat(300)]) await anna.send(text);
		await axeFindsNothing(page);
		for (const path of [`${new URL(page.url()).pathname}/details`, '/browse', '/new', '/']) {
			await page.goto(`${server.origin}${path}`);
			await anna.isOnline();
			await axeFindsNothing(page);
		}
		await server.kill9();
		await anna.isOffline();
		await axeFindsNothing(page);
	});
}

test('a room is found, read and written in with the keyboard alone', async ({ context }) => {
	const anna = await Device.open(context, server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('Alpha');
	await anna.createRoom('Beta');
	const { page } = anna;
	await page.keyboard.press('Alt+ArrowUp');
	await anna.isInRoom('Alpha');
	await expect(anna.composer).toBeFocused();
	await page.keyboard.type('first');
	await page.keyboard.press('Shift+Enter');
	await page.keyboard.type('second line');
	await page.keyboard.press('Enter');
	await expect(anna.rows).toHaveCount(1);
	await page.keyboard.type('another');
	await page.keyboard.press('Enter');
	await expect(anna.rows).toHaveCount(2);
	await expect(anna.composer).toBeFocused();
	await page.keyboard.press('Shift+Tab');
	await expect(anna.rows.last()).toBeFocused();
	await page.keyboard.press('ArrowUp');
	await expect(anna.rows.first()).toBeFocused();
	await expect(anna.rows.first()).toHaveAccessibleName(/You.*first\s+second line/);
});

test('what others write is announced once, and nothing breaks the content security policy', async ({ browser }) => {
	const [hers, his] = [await browser.newContext(), await browser.newContext()];
	const anna = await Device.open(hers, server.origin);
	const complaints: string[] = [];
	anna.page.on('console', (message) => {
		if (message.type() === 'error' || /Content Security Policy/.test(message.text())) complaints.push(message.text());
	});
	anna.page.on('pageerror', (error) => complaints.push(error.message));
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	const boris = await Device.open(his, server.origin);
	await boris.signUp({
		email: 'b@example.org',
		username: 'boris',
		displayName: '<b onclick=x>Борис</b>',
		password: 'long enough'
	});
	await boris.joinRoom('General');
	await boris.send('<img src=x onerror="document.title=1">');
	await anna.hasDelivered(['<img src=x onerror="document.title=1">']);
	await expect(anna.page.locator('[aria-live="polite"]')).toContainText('Борис');
	await expect(anna.page).toHaveTitle(/Tidings/);
	expect(complaints.filter((text) => !/401/.test(text))).toEqual([]);
});
