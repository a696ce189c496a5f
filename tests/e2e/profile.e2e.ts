import { expect } from '@playwright/test';
import { Device } from '../support/device.ts';
import { ANNA, BORIS } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

test.use(INSTALLED);

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

test('a picture and a name are on everybody’s device, and stay there without a server', async ({ browser }) => {
	const anna = await Device.open(await browser.newContext(), server.origin);
	const boris = await Device.open(await browser.newContext(), server.origin);
	await anna.signUp(ANNA);
	await boris.signUp(BORIS);
	await boris.isInstalled();
	await boris.page.goto(`${server.origin}/people`);

	const { page } = anna;
	await page.goto(`${server.origin}/settings/profile`);
	const picture = { name: 'me.png', mimeType: 'image/png', buffer: await page.screenshot() };
	await page.getByLabel('Choose a picture').setInputFiles(picture);
	const dialog = page.getByRole('dialog', { name: 'Your picture' });
	await dialog.getByRole('button', { name: /^Move the picture/ }).press('ArrowLeft');
	await dialog.getByLabel('Zoom').press('ArrowRight');
	await dialog.getByRole('button', { name: 'Use picture' }).click();
	await expect(dialog).toBeHidden();
	await expect(page.getByRole('button', { name: 'Remove picture' })).toBeVisible();
	await page.getByLabel('Your name').fill('Anna Petrenko');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('Saved')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Account: Anna Petrenko' })).toBeVisible();

	const row = boris.page.getByRole('main').getByRole('listitem').filter({ hasText: 'Anna Petrenko' });
	await expect(row.locator('img.loaded')).toBeVisible();
	await boris.page.goto(`${server.origin}/`);
	await server.kill9();
	await boris.page.goto(`${server.origin}/people`);
	await boris.isOffline();
	await expect(row.locator('img.loaded')).toBeVisible();
});

test('a username that is taken says so at its field, and the rest is kept offline and sent later', async ({
	browser
}) => {
	const anna = await Device.open(await browser.newContext(), server.origin);
	const boris = await Device.open(await browser.newContext(), server.origin);
	await anna.signUp(ANNA);
	await boris.signUp(BORIS);
	await boris.isInstalled();
	const { page } = boris;
	await page.goto(`${server.origin}/settings/profile`);
	await page.getByLabel('Username').fill('anna');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('This username is taken')).toBeVisible();
	await expect(page.getByLabel('Username')).toBeFocused();

	await page.getByLabel('Username').fill('boris');
	await server.kill9();
	await boris.isOffline();
	await page.getByLabel('Your name').fill('Борис К.');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('it goes out when you’re online')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Account: Борис К.' })).toBeVisible();
	await server.start();
	await boris.isOnline();
	await anna.page.goto(`${server.origin}/people`);
	await expect(anna.page.getByRole('main').getByText('Борис К.')).toBeVisible();
});

test('a status is set and cleared from the account menu', async ({ browser }) => {
	const anna = await Device.open(await browser.newContext(), server.origin);
	await anna.signUp(ANNA);
	const { page } = anna;
	await page.getByRole('button', { name: /^Account/ }).click();
	await page.getByRole('button', { name: 'Set a status' }).click();
	const dialog = page.getByRole('dialog', { name: 'Set a status' });
	await dialog.getByRole('button', { name: 'At lunch' }).click();
	await dialog.getByRole('button', { name: 'Set status' }).click();
	await expect(dialog).toBeHidden();
	const menu = page.getByRole('button', { name: /^Account/ });
	await expect(menu).toBeFocused();
	await menu.click();
	await expect(page.getByRole('button', { name: /At lunch until/ })).toBeVisible();
	await page.getByRole('button', { name: 'Clear status' }).click();
	await expect(page.getByRole('button', { name: 'Set a status' })).toBeVisible();
	await page.getByLabel('Others see').selectOption('Do not disturb');
	await page.getByRole('link', { name: 'Settings' }).click();
	await page.getByRole('link', { name: 'Privacy' }).click();
	await expect(page.getByRole('radio', { name: 'Do not disturb' })).toBeChecked();
});
