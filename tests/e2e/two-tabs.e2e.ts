import { expect, test } from '@playwright/test';
import { Device } from '../support/device.ts';
import { ANNA } from '../support/people.ts';
import { TestServer } from '../support/server.ts';

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

test('two tabs of one account are one device: either writes, both show, and the second goes on when the first closes', async ({
	context
}) => {
	const first = await Device.open(context, server.origin);
	await first.signUp(ANNA);
	await first.createRoom('General');
	const second = new Device(await context.newPage(), server.origin);
	await second.page.goto(first.page.url());
	await second.isInRoom('General');
	await second.isOnline();

	await second.send('from the second tab');
	await first.hasDelivered(['from the second tab']);
	await second.hasDelivered(['from the second tab']);
	await first.send('from the first tab');
	await second.hasDelivered(['from the first tab']);
	expect(await second.texts()).toEqual(await first.texts());

	await first.page.close();
	await second.send('alone now');
	await second.hasDelivered(['alone now']);
});

test('what is written in two tabs without a server is sent once, in the order it was written', async ({ context }) => {
	const first = await Device.open(context, server.origin);
	await first.signUp(ANNA);
	await first.createRoom('General');
	await first.isInstalled();
	const second = new Device(await context.newPage(), server.origin);
	await second.page.goto(first.page.url());
	await second.isInRoom('General');
	await second.isOnline();

	await server.kill9();
	await first.isOffline();
	await second.isOffline();
	const texts = ['one', 'two', 'three', 'four'];
	for (const [index, text] of texts.entries()) await (index % 2 === 0 ? first : second).send(text);
	await first.hasPending(texts);
	await second.hasPending(texts);
	await server.start();
	await first.hasDelivered(texts);
	await second.hasDelivered(texts);
	expect(await first.texts()).toEqual(texts);
	expect(await second.texts()).toEqual(texts);
});

test('a draft follows its writer to another tab and another device', async ({ context, browser }) => {
	const laptop = await Device.open(context, server.origin);
	await laptop.signUp(ANNA);
	await laptop.createRoom('General');
	await laptop.composer.fill('See you at');
	const phone = await Device.open(
		await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true }),
		server.origin
	);
	await phone.signIn(ANNA);
	await phone.page.goto(laptop.page.url());
	await expect(phone.composer).toHaveValue('See you at');
	await phone.composer.fill('See you at six');
	await expect(laptop.composer).toHaveValue('See you at six');
	await phone.composer.press('Enter');
	await laptop.hasDelivered(['See you at six']);
	await expect(laptop.composer).toHaveValue('');
});
