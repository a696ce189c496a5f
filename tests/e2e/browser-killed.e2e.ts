import { expect } from '@playwright/test';
import { Device } from '../support/device.ts';
import { OwnBrowser } from '../support/own-browser.ts';
import { ANNA } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

test.use(INSTALLED);

// Seven starts of a browser.
test.describe.configure({ timeout: 180_000 });

const ROUNDS = 3;

test('a browser killed as soon as the composer has cleared, and in the middle of a word, has kept what was written', async () => {
	await using server = await TestServer.start();
	await using browser = await OwnBrowser.install();
	let anna = await Device.open(await browser.launch(), server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	await anna.send('before');
	await anna.hasDelivered(['before']);
	await anna.isInstalled();
	const room = anna.page.url();
	anna = await Device.open(await browser.restart(), server.origin);
	await anna.page.goto(room);
	await anna.isInRoom('General');
	await anna.hasDelivered(['before']);
	await server.kill9();
	await anna.isOffline();

	const written: string[] = [];
	for (let round = 1; round <= ROUNDS; round++) {
		for (const text of [`round ${round}, first`, `round ${round}, last`]) {
			await anna.composer.fill(text);
			await anna.composer.press('Enter');
			await expect(anna.composer).toHaveValue('');
			written.push(text);
		}
		await browser.kill9();
		anna = await Device.open(await browser.launch(), server.origin);
		await anna.page.goto(room);
		await anna.isInRoom('General');
		await anna.hasPending(written);
		await expect(anna.composer).toHaveValue('');

		await anna.composer.pressSequentially(`half of round ${round}`);
		await anna.draftIsStored(`half of round ${round}`);
		await anna.composer.pressSequentially(' and');
		await browser.kill9();
		anna = await Device.open(await browser.launch(), server.origin);
		await anna.page.goto(room);
		await anna.isInRoom('General');
		await anna.hasPending(written);
		await expect(anna.composer).toHaveValue(new RegExp(`^half of round ${round}`));
		expect(await anna.texts()).toEqual(['before', ...written]);
	}

	await server.start();
	await anna.hasDelivered(['before', ...written]);
	expect(await anna.texts()).toEqual(['before', ...written]);
	await expect(anna.composer).toHaveValue(new RegExp(`^half of round ${ROUNDS}`));
});
