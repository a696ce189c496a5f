import { expect, type Browser } from '@playwright/test';
import { Mailbox, type Received } from '../../sync-server/mail/test-mailbox.ts';
import { Device } from '../support/device.ts';
import { ANNA } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

const NEW_EMAIL = 'anna@elsewhere.example';
const NEW_PASSWORD = 'a longer walk by the river';

let mailbox: Mailbox;
let server: TestServer;
test.beforeEach(async () => {
	mailbox = await Mailbox.open();
	server = await TestServer.start({ SMTP_URL: mailbox.config.url, MAIL_FROM: mailbox.config.from });
});
test.afterEach(async () => {
	await server.dispose();
	await mailbox.close();
});

async function open(browser: Browser): Promise<Device> {
	return Device.open(await browser.newContext(), server.origin);
}

/** The first address that a mail names. */
function linkIn({ text }: Received): string {
	return /https?:\/\/\S+/.exec(text)?.[0] ?? '';
}

/** The mail to an address, of so many that are on their way. */
async function mailTo(address: string, count: number): Promise<Received> {
	const mail = (await mailbox.received(count)).find(({ to }) => to.includes(address));
	if (mail === undefined) throw new Error(`no mail to ${address}`);
	return mail;
}

test('another email counts once the link in its mail was opened, and the old one lets nobody in', async ({
	browser
}) => {
	const [laptop, phone] = [await open(browser), await open(browser)];
	await laptop.signUp(ANNA);
	await laptop.page.goto(`${server.origin}/settings/security`);
	const form = laptop.page.getByRole('region', { name: 'Email', exact: true });
	await form.getByLabel('New email').fill(NEW_EMAIL);
	await form.getByLabel('Current password').fill(ANNA.password);
	await form.getByRole('button', { name: 'Change email' }).click();
	await expect(form.getByText(`We’ve sent a link to ${NEW_EMAIL}.`)).toBeVisible();
	await expect(form.getByText(ANNA.email)).toBeVisible();
	expect((await mailTo(ANNA.email, 2)).text).toContain(NEW_EMAIL);

	// The mail is read where nobody is signed in.
	const link = linkIn(await mailTo(NEW_EMAIL, 2));
	await phone.page.goto(link);
	await expect(phone.page.getByText('Your address is confirmed')).toBeVisible();
	await phone.signInOnScreen({ email: NEW_EMAIL, password: ANNA.password });
	await phone.isOnline();
	await laptop.reload();
	await expect(form.getByText(NEW_EMAIL)).toBeVisible();

	const stranger = await open(browser);
	await stranger.page.goto(link);
	await expect(stranger.page.getByText('This link no longer works')).toBeVisible();
	await stranger.page.goto(`${server.origin}/sign-in`);
	await stranger.page.getByLabel('Email').fill(ANNA.email);
	await stranger.page.getByLabel('Password', { exact: true }).fill(ANNA.password);
	await stranger.page.getByRole('button', { name: 'Sign in' }).click();
	await expect(stranger.page.getByText(/don’t match/)).toBeVisible();
});

test('a forgotten password is set anew by the link that comes by mail', async ({ browser }) => {
	const anna = await open(browser);
	await anna.signUp(ANNA);
	const phone = await open(browser);
	await phone.page.goto(`${server.origin}/sign-in`);
	await phone.page.getByRole('link', { name: 'Forgot your password?' }).click();
	await phone.page.getByLabel('Email').fill(ANNA.email);
	await phone.page.getByRole('button', { name: 'Send link' }).click();
	await phone.page.goto(linkIn(await mailTo(ANNA.email, 1)));
	await phone.page.getByLabel('New password').fill(NEW_PASSWORD);
	await phone.page.getByRole('button', { name: 'Change password' }).click();
	await expect(phone.page.getByText('Your password is changed')).toBeVisible();
	await expect(anna.page.locator('[data-connection="signed-out"]')).toBeAttached();
	await phone.signInOnScreen({ email: ANNA.email, password: NEW_PASSWORD });
});
