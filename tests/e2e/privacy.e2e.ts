import { expect } from '@playwright/test';
import type { Device } from '../support/device.ts';
import { arrive, seesInPeople } from '../support/gathering.ts';
import { ANNA, BORIS, IRYNA } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

/** Turns something on or off in the settings, and comes back to General. */
async function turns(device: Device, setting: string, on: boolean): Promise<void> {
	await device.page.goto(`${server.origin}/settings/privacy`);
	await device.page.getByRole('switch', { name: setting }).setChecked(on);
	await device.openRoom('General');
	await device.isOnline();
}

test('who does not show how far they have read is not among those who have seen a message', async ({ browser }) => {
	const { device: anna } = await arrive(browser, server.origin, ANNA);
	await anna.createRoom('General');
	const { device: boris } = await arrive(browser, server.origin, BORIS);
	await boris.joinRoom('General');
	await anna.send('one');
	await expect(anna.message('one')).toHaveAccessibleName(/Seen by Борис/);

	await turns(boris, 'Show how far I’ve read', false);
	await anna.send('two');
	await boris.hasDelivered(['two']);
	// With his reading of the second goes what was known of the first.
	await expect(anna.page.locator('[data-seen]')).toHaveCount(0);
	await expect(anna.message('two')).not.toHaveAccessibleName(/Seen by/);

	await turns(boris, 'Show how far I’ve read', true);
	await anna.send('three');
	await expect(anna.message('three')).toHaveAccessibleName(/Seen by Борис/);
});

test('who does not show that they are writing writes unseen', async ({ browser }) => {
	const { device: anna } = await arrive(browser, server.origin, ANNA);
	await anna.createRoom('General');
	const { device: boris } = await arrive(browser, server.origin, BORIS);
	const { device: iryna } = await arrive(browser, server.origin, IRYNA);
	await boris.joinRoom('General');
	await iryna.joinRoom('General');
	await turns(boris, 'Show that I’m writing', false);
	await anna.seesHere(2);
	const line = anna.page.locator('[data-typing]');
	await boris.composer.pressSequentially('Tea');
	// Whatever Борис had said of himself would be here before what she says.
	await iryna.composer.pressSequentially('Tea');
	await expect(line).toHaveText('Ірина is writing…');
	await iryna.composer.press('Enter');
	await expect(line).toHaveText('');

	await turns(boris, 'Show that I’m writing', true);
	await boris.composer.pressSequentially(' and cake');
	await expect(line).toHaveText('Борис is writing…');
});

test('who hides is offline for the others, and not in the room', async ({ browser }) => {
	const { device: anna } = await arrive(browser, server.origin, ANNA);
	await anna.createRoom('General');
	const { device: boris } = await arrive(browser, server.origin, BORIS);
	await boris.joinRoom('General');
	await anna.seesHere(1);
	const other = await anna.openSecondTab('General');
	await seesInPeople(other.page, 'Борис');
	const row = other.page.getByRole('main').getByRole('listitem').filter({ hasText: 'Борис' });
	await expect(row).toContainText('online');

	// He keeps the room on screen.
	const { page } = await boris.openSecondTab('General');
	await page.goto(`${server.origin}/settings/privacy`);
	await page.getByRole('radio', { name: 'Hidden' }).check();
	await expect(row).not.toContainText('online');
	await expect(row).not.toContainText('last here');
	await anna.seesHere(0);

	await page.getByRole('radio', { name: 'As it is' }).check();
	await expect(row).toContainText('online');
	await anna.seesHere(1);
});
