import { expect, type Browser } from '@playwright/test';
import { Device } from '../support/device.ts';
import { ANNA } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

test.use(INSTALLED);

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

/** Anna at her laptop and her phone, in the same room. */
async function twoDevices(browser: Browser): Promise<{ laptop: Device; phone: Device }> {
	const laptop = await Device.open(await browser.newContext(), server.origin);
	await laptop.signUp(ANNA);
	await laptop.createRoom('General');
	const handheld = { viewport: { width: 390, height: 844 }, hasTouch: true };
	const phone = await Device.open(await browser.newContext(handheld), server.origin);
	await phone.signIn(ANNA);
	await phone.page.goto(laptop.page.url());
	await phone.isInRoom('General');
	await phone.isOnline();
	return { laptop, phone };
}

test('a draft follows its writer to another device and is gone everywhere once sent', async ({ browser }) => {
	const { laptop, phone } = await twoDevices(browser);
	await laptop.composer.fill('See you at');
	await expect(phone.composer).toHaveValue('See you at');
	await phone.composer.fill('See you at six');
	await expect(laptop.composer).toHaveValue('See you at six');
	await phone.composer.press('Enter');
	await laptop.hasDelivered(['See you at six']);
	await expect(laptop.composer).toHaveValue('');
});

test('a message sent at once on one device does not wipe what is being written on the other', async ({ browser }) => {
	const { laptop, phone } = await twoDevices(browser);
	await laptop.send('quick');
	await phone.hasDelivered(['quick']);
	await phone.composer.fill('a long thought');
	await expect(laptop.composer).toHaveValue('a long thought');
	await laptop.page.goto(`${server.origin}/`);
	await laptop.openRoom('General');
	await expect(laptop.composer).toHaveValue('a long thought');
	await expect(phone.composer).toHaveValue('a long thought');
});

test('two texts written at once without a network are both kept', async ({ browser }) => {
	const { laptop, phone } = await twoDevices(browser);
	await server.kill9();
	await laptop.isOffline();
	await phone.isOffline();
	await laptop.composer.fill('from the laptop');
	await laptop.draftIsStored('from the laptop');
	await phone.composer.fill('from the phone');
	await phone.draftIsStored('from the phone');
	await server.start();
	for (const device of [laptop, phone]) {
		await expect(device.composer).toHaveValue(/from the laptop/);
		await expect(device.composer).toHaveValue(/from the phone/);
	}
});
