import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import { TOTP } from 'otpauth';
import { Device } from '../support/device.ts';
import { ANNA, BORIS } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

const NEW_PASSWORD = 'a longer walk by the river';

async function open(browser: Browser): Promise<Device> {
	return Device.open(await browser.newContext(), server.origin);
}

function part(page: Page, name: string): Locator {
	return page.getByRole('region', { name, exact: true });
}

async function openSecurity({ page }: Device): Promise<void> {
	await page.goto(`${server.origin}/settings/security`);
	await expect(page.getByRole('heading', { name: 'Security', level: 1 })).toBeVisible();
}

/** Fills in address and password on the form that is open, whatever comes of it. */
async function fillIn({ page }: Device, { email, password }: { email: string; password: string }): Promise<void> {
	await page.getByLabel('Email').fill(email);
	await page.getByLabel('Password', { exact: true }).fill(password);
	await page.getByRole('button', { name: 'Sign in' }).click();
}

async function tryPassword(device: Device, person: { email: string; password: string }): Promise<void> {
	await device.page.goto(`${server.origin}/sign-in`);
	await fillIn(device, person);
}

test('a new password ends every other session at once, and the old one lets nobody in', async ({ browser }) => {
	const [laptop, phone] = [await open(browser), await open(browser)];
	await laptop.signUp(ANNA);
	await phone.signIn(ANNA);
	await phone.isOnline();
	await openSecurity(laptop);
	const form = part(laptop.page, 'Password');
	await form.getByLabel('Current password').fill('not that one');
	await form.getByLabel('New password').fill(NEW_PASSWORD);
	await form.getByRole('button', { name: 'Change password' }).click();
	await expect(form.getByText('This isn’t your current password')).toBeVisible();
	await form.getByLabel('Current password').fill(ANNA.password);
	await form.getByRole('button', { name: 'Change password' }).click();
	await expect(form.getByText('Saved')).toBeVisible();
	await expect(phone.page.locator('[data-connection="signed-out"]')).toBeAttached();
	await laptop.isOnline();

	await phone.page.locator('[data-connection]').getByRole('link', { name: 'Sign in' }).click();
	await fillIn(phone, ANNA);
	await expect(phone.page.getByText(/don’t match/)).toBeVisible();
	await fillIn(phone, { email: ANNA.email, password: NEW_PASSWORD });
	await phone.isOnline();
});

test('a second factor asks for a code that fits, and a recovery code lets in once', async ({ browser }) => {
	const anna = await open(browser);
	await anna.signUp(ANNA);
	await openSecurity(anna);
	const section = part(anna.page, 'Two-step sign-in');
	await section.getByRole('button', { name: 'Set up' }).click();
	await expect(section.getByRole('img', { name: 'QR code' })).toBeVisible();
	const secret = (await section.getByLabel('Secret key').innerText()).replace(/\s/g, '');
	const totp = new TOTP({ secret });
	await section.getByLabel('Enter the six digits').fill(totp.generate());
	await section.getByRole('button', { name: 'Turn on' }).click();
	const codes = (await section.getByLabel('Recovery codes').innerText()).split('\n');
	await section.getByRole('button', { name: 'I’ve kept them' }).click();
	await expect(section.getByText('It is on')).toBeVisible();

	const phone = await open(browser);
	await tryPassword(phone, ANNA);
	await expect(phone.page.getByLabel('Code')).toBeFocused();
	await phone.page.getByLabel('Code').fill('000 000');
	await phone.page.getByRole('button', { name: 'Sign in' }).click();
	await expect(phone.page.getByText('This code doesn’t fit')).toBeVisible();
	// The code of the next half minute: the present one was used up when it was confirmed.
	await phone.page.getByLabel('Code').fill(totp.generate({ timestamp: Date.now() + 30_000 }));
	await phone.page.getByRole('button', { name: 'Sign in' }).click();
	await phone.isInside();

	const other = await open(browser);
	await tryPassword(other, ANNA);
	await other.page.getByLabel('Code').fill(codes[0] ?? '');
	await other.page.getByRole('button', { name: 'Sign in' }).click();
	await other.isInside();
	const third = await open(browser);
	await tryPassword(third, ANNA);
	await third.page.getByLabel('Code').fill(codes[0] ?? '');
	await third.page.getByRole('button', { name: 'Sign in' }).click();
	await expect(third.page.getByText('This code doesn’t fit')).toBeVisible();
});

test('a device is signed out from another one’s list', async ({ browser }) => {
	const [laptop, phone] = [await open(browser), await open(browser)];
	await laptop.signUpOnScreen(ANNA);
	await phone.signInOnScreen(ANNA);
	await phone.isOnline();
	await openSecurity(laptop);
	const devices = part(laptop.page, 'Signed-in devices').getByRole('listitem');
	await expect(devices).toHaveCount(2);
	await expect(devices.filter({ hasText: 'This device' })).toHaveCount(1);
	await devices.getByRole('button', { name: /^Sign out: Chrom/ }).click();
	await expect(devices).toHaveCount(1);
	await expect(phone.page.locator('[data-connection="signed-out"]')).toBeAttached();
});

test('an administrator’s link lets somebody choose another password, once', async ({ browser }) => {
	const [anna, boris] = [await open(browser), await open(browser)];
	await anna.signUp(ANNA);
	await boris.signUp(BORIS);
	await boris.isOnline();
	await anna.page.goto(`${server.origin}/admin/members`);
	await anna.page.getByRole('button', { name: /Борис/ }).click();
	await anna.page.getByRole('button', { name: 'Password reset link' }).click();
	const link = await anna.page.getByLabel('Password reset link').innerText();

	await boris.page.goto(link);
	await boris.page.getByLabel('New password').fill(NEW_PASSWORD);
	await boris.page.getByRole('button', { name: 'Change password' }).click();
	await expect(boris.page.getByText('Your password is changed')).toBeVisible();
	await boris.page.getByRole('link', { name: 'Sign in' }).click();
	await fillIn(boris, { email: BORIS.email, password: NEW_PASSWORD });
	await boris.isOnline();

	const stranger = await open(browser);
	await stranger.page.goto(link);
	await stranger.page.getByLabel('New password').fill('somebody else’s idea');
	await stranger.page.getByRole('button', { name: 'Change password' }).click();
	await expect(stranger.page.getByText('This link no longer works')).toBeVisible();
});

test('a deleted account leaves nothing on the device and cannot sign in', async ({ browser }) => {
	const [anna, boris] = [await open(browser), await open(browser)];
	await anna.signUp(ANNA);
	await boris.signUp(BORIS);
	await boris.page.goto(`${server.origin}/settings/data`);
	await boris.page.getByRole('button', { name: 'Delete account' }).click();
	const dialog = boris.page.getByRole('dialog', { name: 'Delete your account?' });
	await dialog.getByLabel('Current password').fill(BORIS.password);
	await dialog.getByRole('button', { name: 'Delete for good' }).click();
	await expect(boris.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	const databases = () => boris.page.evaluate(async () => (await indexedDB.databases()).length);
	await expect.poll(databases).toBe(0);
	await tryPassword(boris, BORIS);
	await expect(boris.page.getByText(/don’t match/)).toBeVisible();

	// The last owner stays: nobody could look after the workspace any more.
	await anna.page.goto(`${server.origin}/settings/data`);
	await anna.page.getByRole('button', { name: 'Delete account' }).click();
	await anna.page.getByRole('dialog').getByLabel('Current password').fill(ANNA.password);
	await anna.page.getByRole('button', { name: 'Delete for good' }).click();
	await expect(anna.page.getByText('The workspace needs an owner')).toBeVisible();
});
