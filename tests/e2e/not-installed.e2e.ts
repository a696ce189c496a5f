import { expect, type Browser } from '@playwright/test';
import { axeFindsNothing } from '../support/axe.ts';
import { arrive, type Present } from '../support/gathering.ts';
import { ANNA } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

const WORDS = 'This part of the app has yet to be fetched. It takes a connection, once.';

/** Anna in General, offline in a browser in which nothing but the page itself has been loaded. */
async function annaOffline(browser: Browser): Promise<Present> {
	const anna = await arrive(browser, server.origin, ANNA, { reducedMotion: 'reduce' });
	await anna.device.createRoom('General');
	await anna.device.send('one');
	await anna.device.hasDelivered(['one']);
	await anna.cable.pull();
	await anna.device.isOffline();
	return anna;
}

test('what has not been fetched says so, and is there once there is a connection', async ({ browser }) => {
	const { page, device, cable } = await annaOffline(browser);
	await device.composer.fill('half a thou');
	await device.message('one').click({ button: 'right' });
	const dialog = page.getByRole('dialog', { name: 'Not on this device yet' });
	await expect(dialog.getByText(WORDS)).toBeVisible();
	await axeFindsNothing(page);
	await dialog.getByRole('button', { name: 'Try again' }).click();
	await expect(dialog.getByText(WORDS)).toBeVisible();
	await dialog.getByRole('button', { name: 'Cancel' }).click();
	await expect(dialog).toHaveCount(0);
	await expect(device.composer).toHaveValue('half a thou');

	await device.message('one').click({ button: 'right' });
	await expect(dialog.getByText(WORDS)).toBeVisible();
	await cable.plugIn();
	await device.isOnline();
	await dialog.getByRole('button', { name: 'Try again' }).click();
	await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeVisible();
	await expect(dialog).toHaveCount(0);
});

test('where a browser goes on without it although the server is there, the page is loaded anew', async ({
	browser
}) => {
	const { page, device } = await arrive(browser, server.origin, ANNA);
	await device.createRoom('General');
	await device.send('one');
	await device.composer.fill('half a thou');
	// As where scripts of a version that is gone are asked for, or a failure is remembered.
	let gone = true;
	page.on('request', (request) => (gone &&= !request.isNavigationRequest()));
	await page.route('**/_app/immutable/**', (route) => (gone ? route.abort() : route.continue()));
	await device.message('one').click({ button: 'right' });
	await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).click();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await device.isInRoom('General');
	await expect(device.composer).toHaveValue('half a thou');
	await device.message('one').click({ button: 'right' });
	await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeVisible();
});

test('the account’s menu and the switcher say so too, each in its place', async ({ browser }) => {
	const { page } = await annaOffline(browser);
	await page.getByRole('button', { name: /^Account/ }).click();
	const menu = page.getByRole('dialog', { name: 'Account' });
	await expect(menu.getByText(WORDS)).toBeVisible();
	await expect(menu.getByRole('button', { name: 'Try again' })).toBeVisible();
	await page.keyboard.press('Escape');
	await page.keyboard.press('Control+k');
	await expect(page.getByRole('dialog', { name: 'Not on this device yet' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toHaveCount(0);
});
