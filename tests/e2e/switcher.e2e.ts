import { expect, type Browser, type Locator } from '@playwright/test';
import { Device } from '../support/device.ts';
import { ANNA, BORIS, IRYNA } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

test.use(INSTALLED);

test.describe.configure({ timeout: 120_000 });

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

/** Anna in General; Борис and Ірина have accounts, and Борис is at his device. */
async function threePeople(browser: Browser): Promise<{ anna: Device; boris: Device }> {
	const anna = await Device.open(await browser.newContext(), server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	const boris = await Device.open(await browser.newContext(), server.origin);
	await boris.signUp(IRYNA);
	await boris.signOut();
	await expect(boris.page.getByRole('button', { name: 'Sign in' })).toBeVisible();
	await boris.signUp(BORIS);
	await boris.isOnline();
	return { anna, boris };
}

function options(device: Device): Locator {
	return device.page.getByRole('dialog').getByRole('option');
}

async function openSwitcher(device: Device): Promise<Locator> {
	await device.page.keyboard.press('Control+k');
	const field = device.page.getByRole('combobox');
	await expect(field).toBeFocused();
	return field;
}

test('a person is found offline by a few letters, written to, and reads it when the network is back', async ({
	browser
}) => {
	const { anna, boris } = await threePeople(browser);
	await openSwitcher(anna);
	await anna.page.keyboard.type('борис');
	await expect(options(anna).first()).toContainText('Борис');
	await anna.page.keyboard.press('Escape');
	await server.kill9();
	await anna.isOffline();
	await openSwitcher(anna);
	await anna.page.keyboard.type('брис');
	await expect(options(anna).first()).toContainText('@boris');
	await anna.page.keyboard.press('Enter');
	await anna.isInRoom('Борис');
	await anna.send('See you at six');
	await anna.hasPending(['See you at six']);
	await server.start();
	await anna.hasDelivered(['See you at six']);
	await boris.page.getByRole('link', { name: /^Anna/ }).click();
	await boris.hasDelivered(['See you at six']);
});

test('Esc closes it and gives the focus back; the keys of a list choose from the field', async ({ browser }) => {
	const { anna } = await threePeople(browser);
	await anna.createRoom('Kitchen');
	await anna.composer.focus();
	const field = await openSwitcher(anna);
	const first = options(anna).first();
	await expect(first).toHaveAttribute('aria-selected', 'true');
	await expect(field).toHaveAttribute('aria-activedescendant', (await first.getAttribute('id')) ?? '');
	await anna.page.keyboard.press('ArrowDown');
	await expect(options(anna).nth(1)).toHaveAttribute('aria-selected', 'true');
	await anna.page.keyboard.press('ArrowUp');
	await anna.page.keyboard.press('ArrowUp');
	await expect(options(anna).last()).toHaveAttribute('aria-selected', 'true');
	await anna.page.keyboard.press('Escape');
	await expect(anna.page.getByRole('dialog')).toHaveCount(0);
	await expect(anna.composer).toBeFocused();
	await openSwitcher(anna);
	await anna.page.keyboard.type('genral');
	await anna.page.keyboard.press('Enter');
	await anna.isInRoom('General');
	await expect(anna.composer).toBeFocused();
});

test('it does things too: writes to somebody, begins a room, asks before a sign-out that would lose words', async ({
	browser
}) => {
	const { anna } = await threePeople(browser);
	await openSwitcher(anna);
	await anna.page.keyboard.type('message to');
	await anna.page.keyboard.press('Enter');
	await expect(options(anna)).toHaveCount(2);
	await anna.page.keyboard.type('ірина');
	await anna.page.keyboard.press('Enter');
	await anna.isInRoom('Ірина');
	await openSwitcher(anna);
	await anna.page.keyboard.type('new room');
	await anna.page.keyboard.press('Enter');
	await expect(anna.page).toHaveURL(/\/new/);
	await anna.openRoom('General');
	await server.kill9();
	await anna.isOffline();
	await anna.send('not sent yet');
	await openSwitcher(anna);
	await anna.page.keyboard.type('sign out');
	await anna.page.keyboard.press('Enter');
	await anna.page.getByRole('button', { name: 'Stay signed in' }).click();
	await anna.hasPending(['not sent yet']);
});
