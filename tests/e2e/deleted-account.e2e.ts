import { expect } from '@playwright/test';
import { arrive } from '../support/gathering.ts';
import { ANNA, BORIS } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

test('what somebody wrote stays when their account is deleted, under nobody’s name', async ({ browser }) => {
	const { device: anna } = await arrive(browser, server.origin, ANNA);
	await anna.createRoom('General');
	const { device: boris } = await arrive(browser, server.origin, BORIS);
	await boris.joinRoom('General');
	await boris.send('Tea is in the cupboard');
	const message = anna.message('Tea is in the cupboard');
	await expect(message.getByRole('link', { name: 'Борис' })).toBeVisible();

	await boris.page.goto(`${server.origin}/settings/data`);
	await boris.page.getByRole('button', { name: 'Delete account' }).click();
	const dialog = boris.page.getByRole('dialog', { name: 'Delete your account?' });
	await expect(dialog.getByText('What you wrote stays for the others.')).toBeVisible();
	await dialog.getByLabel('Current password').fill(BORIS.password);
	await dialog.getByRole('button', { name: 'Delete for good' }).click();
	await expect(boris.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

	await expect(message.getByRole('link', { name: 'Someone who has left' })).toBeVisible();
	await expect(message).toHaveAccessibleName(/^Someone who has left/);
	await anna.reload();
	await expect(message.getByRole('link', { name: 'Someone who has left' })).toBeVisible();
	await expect(anna.page.getByText('Борис')).toHaveCount(0);
	await message.getByRole('link', { name: 'Someone who has left' }).click();
	const card = anna.page.getByRole('complementary');
	await expect(card.getByText('Someone who has left')).toBeVisible();
	await expect(card.getByText('This account was deleted.')).toBeVisible();
});
