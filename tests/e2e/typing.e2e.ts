import { expect } from '@playwright/test';
import { Device } from '../support/device.ts';
import { ANNA, BORIS, IRYNA } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

test('who is writing is said above the composer, and no longer once they have sent or stopped', async ({ browser }) => {
	const anna = await Device.open(await browser.newContext(), server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	const [boris, iryna] = [
		await Device.open(await browser.newContext(), server.origin),
		await Device.open(await browser.newContext(), server.origin)
	];
	await boris.signUp(BORIS);
	await boris.joinRoom('General');
	await iryna.signUp(IRYNA);
	await iryna.joinRoom('General');
	await anna.seesHere(2);
	const line = anna.page.locator('[data-typing]');
	await expect(line).toHaveText('');
	await boris.composer.pressSequentially('Tea');
	await expect(line).toHaveText('Борис is writing…');
	await expect(boris.page.locator('[data-typing]')).toHaveText('');
	await iryna.composer.pressSequentially('Tea');
	await expect(line).toHaveText('Борис and Ірина are writing…');
	await boris.composer.press('Enter');
	await expect(line).toHaveText('Ірина is writing…');
	await iryna.composer.fill('');
	await expect(line).toHaveText('');
});
