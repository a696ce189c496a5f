import { expect } from '@playwright/test';
import { axeFindsNothing } from '../support/axe.ts';
import { Device } from '../support/device.ts';
import { ANNA, BORIS, register } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };
const ENTRY = ['/forgot', `/reset#${'A'.repeat(43)}`, `/invite#${'A'.repeat(43)}`, `/confirm-email#${'A'.repeat(43)}`];
const SETTINGS = ['', '/profile', '/privacy', '/security', '/data'].map((path) => `/settings${path}`);
const ADMIN = ['', '/members', '/invites', '/workspace', '/rooms', '/reports', '/audit'].map((path) => `/admin${path}`);

for (const [size, viewport] of Object.entries(SIZES)) {
	test(`axe finds nothing in settings and administration (${size})`, async ({ browser }) => {
		test.slow();
		await register(server.origin, ANNA);
		await register(server.origin, BORIS);
		const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
		const page = await context.newPage();
		for (const path of ENTRY) {
			await page.goto(`${server.origin}${path}`);
			await page.reload();
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			await expect(page.getByText('Loading')).toHaveCount(0);
			await axeFindsNothing(page);
		}
		await new Device(page, server.origin).signIn(ANNA);
		await page.getByRole('button', { name: /^Account/ }).click();
		await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible();
		await axeFindsNothing(page);
		await page.getByRole('button', { name: 'Set a status' }).click();
		await expect(page.getByRole('dialog', { name: 'Set a status' })).toBeVisible();
		await axeFindsNothing(page);
		for (const path of [...SETTINGS, ...ADMIN]) {
			await page.goto(`${server.origin}${path}`);
			await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
			await expect(page.getByText('Loading')).toHaveCount(0);
			await axeFindsNothing(page);
		}
		await page.goto(`${server.origin}/admin/members`);
		await page.getByRole('button', { name: /Борис/ }).click();
		await axeFindsNothing(page);
		await page.goto(`${server.origin}/settings/security`);
		await page.getByRole('button', { name: 'Set up' }).click();
		await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible();
		await axeFindsNothing(page);
	});
}
