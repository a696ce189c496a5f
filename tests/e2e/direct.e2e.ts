import { expect } from '@playwright/test';
import { arrive, openCard, roomIdOf, seesInPeople, type Present } from '../support/gathering.ts';
import { ANNA, BORIS, IRYNA } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

// Up to three people, each at a browser of their own, on whatever machine this is.
test.describe.configure({ timeout: 240_000 });

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

async function writesTo({ page, device }: Present, name: string, text: string): Promise<void> {
	await openCard(page, name);
	await page.getByRole('button', { name: 'Message', exact: true }).click();
	await device.isInRoom(name);
	await device.send(text);
}

test('two people who begin to talk to each other offline meet in one room, with both messages', async ({ browser }) => {
	const anna = await arrive(browser, server.origin, ANNA, INSTALLED);
	const boris = await arrive(browser, server.origin, BORIS, INSTALLED);
	await seesInPeople(anna.page, 'Борис');
	await seesInPeople(boris.page, 'Anna');
	for (const { cable, device } of [anna, boris]) {
		await cable.pull();
		await device.isOffline();
	}
	await writesTo(anna, 'Борис', 'from Anna');
	await writesTo(boris, 'Anna', 'from Борис');
	await anna.device.hasPending(['from Anna']);
	await boris.device.hasPending(['from Борис']);
	expect(roomIdOf(anna.page)).toBe(roomIdOf(boris.page));

	await anna.cable.plugIn();
	await anna.device.hasDelivered(['from Anna']);
	await boris.cable.plugIn();
	for (const { device, page } of [anna, boris]) {
		await device.hasDelivered(['from Anna', 'from Борис']);
		await expect(page.locator('[data-undone="0"]')).toBeAttached();
	}
	await expect(anna.page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: /Борис/ })).toHaveCount(
		1
	);
	await expect(boris.page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: /Anna/ })).toHaveCount(
		1
	);
});

test('a group made offline is there at once, and for the others as soon as there is a connection', async ({
	browser
}) => {
	const anna = await arrive(browser, server.origin, ANNA, INSTALLED);
	const boris = await arrive(browser, server.origin, BORIS);
	const iryna = await arrive(browser, server.origin, IRYNA);
	await seesInPeople(anna.page, 'Борис');
	await seesInPeople(anna.page, 'Ірина');
	await anna.cable.pull();
	await anna.device.isOffline();
	await anna.page.getByRole('link', { name: 'New conversation' }).click();
	const field = anna.page.getByRole('combobox', { name: /Whom do you want/ });
	await field.fill('бор');
	await field.press('Enter');
	await field.fill('ірина');
	await field.press('Enter');
	await expect(field).toHaveValue('');
	await anna.page.getByRole('button', { name: 'Make group' }).click();
	await anna.device.isInRoom('Борис, Ірина');
	await anna.device.send('who is in?');
	await anna.device.hasPending(['who is in?']);

	await anna.cable.plugIn();
	await anna.device.hasDelivered(['who is in?']);
	for (const [{ device, page }, title] of [
		[boris, 'Anna, Ірина'],
		[iryna, 'Anna, Борис']
	] as const) {
		await page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: title }).click();
		await device.isInRoom(title);
		await device.hasDelivered(['who is in?']);
		await expect(page.getByRole('main').locator('header')).toContainText('3 members');
	}
});

test('whoever is blocked gets their message back with the reason, and sees no more who is here', async ({
	browser
}) => {
	const anna = await arrive(browser, server.origin, ANNA);
	const boris = await arrive(browser, server.origin, BORIS);
	await writesTo(boris, 'Anna', 'hello');
	await boris.device.hasDelivered(['hello']);
	await expect(boris.page.getByRole('main').locator('header')).toContainText('online');

	await openCard(anna.page, 'Борис');
	await anna.page.getByRole('button', { name: 'Block', exact: true }).click();
	const question = anna.page.getByRole('dialog', { name: 'Block Борис?' });
	await expect(question.getByText(/can’t write to you directly or see whether you’re here/)).toBeVisible();
	await question.getByRole('button', { name: 'Block' }).click();
	await expect(anna.page.getByText(/You’ve blocked Борис/)).toBeVisible();

	await expect(boris.page.getByRole('main').locator('header')).not.toContainText('online');
	await boris.device.composer.fill('are you there?');
	await boris.device.composer.press('Enter');
	await expect(boris.device.message('are you there?')).toHaveAttribute('data-delivery', 'refused');
	await expect(boris.device.message('are you there?').getByText(/^Not delivered: /)).toBeVisible();

	await anna.page.getByRole('button', { name: 'Unblock' }).click();
	// The server knows of it as soon as she is seen again.
	await expect(boris.page.getByRole('main').locator('header')).toContainText('online');
	await boris.device.message('are you there?').getByRole('button', { name: 'Retry' }).click();
	await boris.device.hasDelivered(['hello', 'are you there?']);
});
