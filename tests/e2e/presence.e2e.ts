import { expect, type Browser } from '@playwright/test';
import { Device } from '../support/device.ts';
import { arrive, openCard } from '../support/gathering.ts';
import { OwnBrowser } from '../support/own-browser.ts';
import { ANNA, BORIS } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

/** Anna in a room that Борис may join. */
async function annaInGeneral(browser: Browser): Promise<Device> {
	const anna = await Device.open(await browser.newContext(), server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	return anna;
}

test('who has the room on screen is said beside its name and in the list of members, until they look elsewhere', async ({
	browser
}) => {
	const anna = await annaInGeneral(browser);
	const boris = await Device.open(await browser.newContext(), server.origin);
	await boris.signUp(BORIS);
	await boris.joinRoom('General');
	await anna.seesHere(1);
	await boris.seesHere(1);
	await anna.page.getByRole('link', { name: 'Room details' }).click();
	await expect(anna.member('Борис').getByText('here now')).toBeVisible();
	await expect(anna.member('Anna').getByText('here now')).toHaveCount(0);

	await boris.page.goto(`${server.origin}/browse`);
	await anna.seesHere(0);
	await expect(anna.member('Борис').getByText('here now')).toHaveCount(0);
	await boris.openRoom('General');
	await anna.seesHere(1);
	await expect(anna.member('Борис').getByText('here now')).toBeVisible();

	const second = await boris.openSecondTab('General');
	await boris.page.close();
	await second.seesHere(1);
	await anna.seesHere(1);
	await second.page.close();
	await anna.seesHere(0);
});

test('a page in the background is not in the room', async ({ browser }) => {
	const anna = await annaInGeneral(browser);
	const boris = await Device.open(await browser.newContext(), server.origin);
	await boris.signUp(BORIS);
	await boris.joinRoom('General');
	await anna.seesHere(1);
	await boris.turnsAway();
	await anna.seesHere(0);
	await boris.turnsBack();
	await anna.seesHere(1);
});

test('whose browser is killed is gone, and nobody is there for one who is offline', async ({ browser }) => {
	const anna = await annaInGeneral(browser);
	await using chromium = await OwnBrowser.install();
	const first = await Device.open(await chromium.launch(), server.origin);
	await first.signUp(BORIS);
	await first.joinRoom('General');
	await anna.seesHere(1);
	const second = await Device.open(await chromium.restart(), server.origin);
	await anna.seesHere(0);
	await second.page.goto(anna.page.url());
	await anna.seesHere(1);
	await chromium.kill9();
	await anna.seesHere(0);

	const again = await Device.open(await chromium.launch(), server.origin);
	await again.page.goto(anna.page.url());
	await anna.seesHere(1);
	await server.kill9();
	await anna.seesHere(0);
	await server.start();
	await anna.seesHere(1);
	await again.seesHere(1);
});

test('who does not want to be disturbed, or has looked away, is that in the list of people and on their card', async ({
	browser
}) => {
	const { page } = await arrive(browser, server.origin, ANNA);
	const { device: boris } = await arrive(browser, server.origin, BORIS);
	await openCard(page, 'Борис');
	const row = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Борис' });
	const card = page.getByRole('complementary', { name: 'About Борис' });
	const is = async (words: string) => {
		await expect(row).toContainText(words);
		await expect(card.getByText(words, { exact: true })).toBeVisible();
	};
	await is('online');
	await boris.turnsAway();
	await is('away');
	await boris.turnsBack();
	await is('online');

	await boris.page.getByRole('button', { name: /^Account/ }).click();
	await boris.page.getByLabel('Others see').selectOption('Do not disturb');
	await is('do not disturb');
	await boris.turnsAway();
	await is('do not disturb');
	await boris.page.getByLabel('Others see').selectOption('As it is');
	await is('away');
});
