import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
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

async function databases(page: Page): Promise<number> {
	return page.evaluate(async () => (await indexedDB.databases()).length);
}

test('signing out warns of unsent messages first, then leaves nothing on the device', async ({ context }) => {
	const anna = await Device.open(context, server.origin);
	await anna.signUpOnScreen(ANNA);
	await anna.createRoomOnScreen('General');
	await anna.isInstalled();
	await server.kill9();
	await anna.isOffline();
	await anna.send('not sent yet');
	await anna.signOut();
	await expect(anna.page.getByRole('heading', { name: '1 message hasn’t been sent' })).toBeVisible();
	await anna.page.getByRole('button', { name: 'Stay signed in' }).click();
	await anna.hasPending(['not sent yet']);

	await server.start();
	await anna.hasDelivered(['not sent yet']);
	await anna.signOut();
	await expect(anna.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await expect.poll(() => databases(anna.page)).toBe(0);
	await anna.page.goto(`${server.origin}/`);
	await expect(anna.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});

test('a session that ended on the server keeps what was written, and signing in again sends it', async ({
	context
}) => {
	const anna = await Device.open(context, server.origin);
	await anna.signUpOnScreen(ANNA);
	await anna.createRoomOnScreen('General');
	await anna.send('before');
	await anna.hasDelivered(['before']);
	await context.request.post(`${server.origin}/api/v1/auth/logout`, { headers: { origin: server.origin } });
	await expect(anna.page.locator('[data-connection="signed-out"]')).toBeAttached();
	await anna.send('written without a session');
	await anna.hasPending(['written without a session']);
	await anna.page.locator('[data-connection]').getByRole('link', { name: 'Sign in' }).click();
	await anna.page.getByLabel('Email').fill(ANNA.email);
	await anna.page.getByLabel('Password', { exact: true }).fill(ANNA.password);
	await anna.page.getByRole('button', { name: 'Sign in' }).click();
	await anna.isInRoom('General');
	await anna.hasDelivered(['before', 'written without a session']);
});

test('a settings page that is opened by its address shows what this device is set to', async ({ context }) => {
	const anna = await Device.open(context, server.origin);
	await anna.signUp(ANNA);
	await anna.page.goto(`${server.origin}/settings/data`);
	await expect(anna.page.getByRole('radio', { name: '200 MB' })).toBeChecked();
	await anna.page.getByRole('radio', { name: '500 MB' }).check();
	await anna.page.getByRole('button', { name: 'Save' }).click();
	await expect(anna.page.getByText('Saved')).toBeVisible();
	await anna.page.reload();
	await expect(anna.page.getByRole('radio', { name: '500 MB' })).toBeChecked();
});

test('a copy of what is mine is a file with what I wrote in it', async ({ context }) => {
	const anna = await Device.open(context, server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	await anna.send('worth keeping');
	await anna.hasDelivered(['worth keeping']);
	await anna.page.goto(`${server.origin}/settings/data`);
	const file = anna.page.waitForEvent('download');
	await anna.page.getByRole('button', { name: 'Download a copy' }).click();
	const path = await (await file).path();
	expect((await file).suggestedFilename()).toMatch(/^tidings-\d{4}-\d{2}-\d{2}\.json$/);
	const copy = JSON.parse(await readFile(path, 'utf8')) as unknown;
	expect(JSON.stringify(copy)).toContain('worth keeping');
	expect(JSON.stringify(copy)).toContain(ANNA.email);
});

test('a second account on the same device sees nothing of the first', async ({ context }) => {
	const device = await Device.open(context, server.origin);
	await device.signUpOnScreen(ANNA);
	await device.createRoomOnScreen('Secret plans');
	await device.signOut();
	await expect(device.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await device.signUpOnScreen(BORIS);
	await expect(device.page.getByRole('link', { name: /Secret plans/ })).toHaveCount(0);
});

test('a wrong password says what to do, and the form keeps the address', async ({ page }) => {
	const device = new Device(page, server.origin);
	await page.goto(`${server.origin}/sign-in`);
	await page.getByLabel('Email').fill('nobody@example.org');
	await page.getByLabel('Password', { exact: true }).fill('not the password');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByText(/don’t match/)).toBeVisible();
	await expect(page.getByLabel('Email')).toHaveValue('nobody@example.org');
	await device.signUpOnScreen(ANNA);
});
