import { expect } from '@playwright/test';
import { axeFindsNothing } from '../support/axe.ts';
import { Device } from '../support/device.ts';
import { fillRoom } from '../support/fill-room.ts';
import { ANNA, BORIS, register, type SignedIn } from '../support/people.ts';
import { createRoom } from '../support/rest.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

const WIDE = `${'const wide = 1; '.repeat(20)}// comment`;
const BODIES = [
	'# No heading, **bold** `@anna` and @anna',
	`Unbroken: ${'Donaudampfschifffahrt'.repeat(10)} **x** https://example.org/${'long'.repeat(50)}`,
	'> שלום\n> - [x] נעשה\n\n- [ ] write it\n  - nested\n    - deeper\n      - deepest',
	`\`\`\`js\n${WIDE}\n\`\`\``,
	'🎉',
	'_The_ **end**'
];

let server: TestServer;
let boris: SignedIn;
let roomId: string;
test.beforeEach(async () => {
	server = await TestServer.start();
	boris = await register(server.origin, BORIS);
	({ id: roomId } = await createRoom(server.origin, boris.cookie, { title: 'General', kind: 'public' }));
});
test.afterEach(() => server.dispose());

test('Markdown is drawn, offline too, and is plain text where it is one line', async ({ browser }) => {
	const anna = await Device.open(await browser.newContext(INSTALLED), server.origin);
	await anna.signUp(ANNA);
	await anna.joinRoom('General');
	await fillRoom(server.origin, boris, roomId, BODIES);
	const last = anna.rows.last();
	await expect(last.locator('strong')).toHaveText('end');
	await expect(last).toBeInViewport();
	await expect(last).toHaveAccessibleName(/Борис, .*: The end/);
	const list = anna.page.getByRole('navigation', { name: 'Rooms' });
	await expect(list.getByText('Борис: The end')).toBeVisible();
	await expect(anna.page.locator('[aria-live="polite"]')).not.toContainText('**');

	await anna.isInstalled();
	await server.kill9();
	await anna.reload();
	await anna.isOffline();
	await expect(last.locator('strong')).toHaveText('end');
	await expect(anna.rows.locator('pre .hljs-keyword').first()).toHaveText('const');
});

test('names lead to cards, links out or within the app, and none of it is in code', async ({ context }) => {
	const anna = await Device.open(context, server.origin);
	await anna.signUp(ANNA);
	await anna.joinRoom('General');
	const { page } = anna;
	await anna.send('I am here, @boris: https://example.org/a.');
	const plain = anna.rows.nth(0);
	await expect(plain.getByRole('link', { name: '@boris' })).toHaveAttribute('href', new RegExp(boris.account.id));
	await anna.composer.fill(
		`**See** [settings](${server.origin}/settings/profile) \`@boris\` and [out](https://example.org/)`
	);
	await anna.composer.press('Enter');
	const rich = anna.rows.nth(1);
	await expect(rich.getByRole('link', { name: '@boris' })).toHaveCount(0);
	for (const link of [
		plain.getByRole('link', { name: 'https://example.org/a' }),
		rich.getByRole('link', { name: 'out' })
	]) {
		await expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow');
		await expect(link).toHaveAttribute('target', '_blank');
	}
	await page.evaluate(() => Object.assign(window, { stillHere: true }));
	await rich.getByRole('link', { name: 'settings' }).click();
	await expect(page.getByLabel('Your name')).toBeVisible();
	expect(await page.evaluate(() => 'stillHere' in window)).toBe(true);
	await page.goBack();
	await plain.getByRole('link', { name: '@boris' }).click();
	await expect(page.getByRole('complementary', { name: 'About Борис' })).toBeVisible();
});

test('code is copied with the keyboard', async ({ context }) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await fillRoom(server.origin, boris, roomId, [`\`\`\`js\n${WIDE}\n\`\`\``]);
	const anna = await Device.open(context, server.origin);
	await anna.signUp(ANNA);
	await anna.joinRoom('General');
	const copy = anna.rows.last().getByRole('button', { name: 'Copy code' });
	await expect(copy).toBeAttached();
	await anna.rows.last().focus();
	await expect(async () => {
		await anna.page.keyboard.press('Tab');
		await expect(copy).toBeFocused({ timeout: 500 });
	}).toPass();
	await anna.page.keyboard.press('Enter');
	await expect(anna.page.locator('[aria-live="polite"]')).toContainText('Copied');
	expect(await anna.page.evaluate(() => navigator.clipboard.readText())).toBe(WIDE);
});

test('whatever is in it, a message is in order and no wider than a phone', async ({ browser }) => {
	const anna = await Device.open(await browser.newContext({ viewport: { width: 390, height: 844 } }), server.origin);
	await anna.signUp(ANNA);
	await anna.joinRoom('General');
	await fillRoom(server.origin, boris, roomId, BODIES);
	await expect(anna.rows.last().locator('strong')).toHaveText('end');
	await expect(anna.page.getByRole('checkbox', { name: 'write it' })).toBeDisabled();
	await expect(anna.page.locator('blockquote')).toHaveCSS('direction', 'rtl');
	const tooWide = () =>
		anna.page.locator('.body, .body *:not(pre *)').evaluateAll((parts) => {
			return parts.filter((part) => part.getBoundingClientRect().right > innerWidth).length;
		});
	for (const row of await anna.rows.all()) {
		await row.scrollIntoViewIfNeeded();
		expect(await tooWide()).toBe(0);
		await axeFindsNothing(anna.page);
	}
});
