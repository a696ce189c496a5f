import { expect } from '@playwright/test';
import { Device } from '../support/device.ts';
import { ANNA, BORIS, register } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

test.use(INSTALLED);

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
	const second = await first.openSecondTab('General');

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
	const second = await first.openSecondTab('General');

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

test('when somebody else signs in in another tab, the first follows, and what was unsent waits for its writer', async ({
	context
}) => {
	await register(server.origin, BORIS);
	const first = await Device.open(context, server.origin);
	await first.signUp(ANNA);
	await first.createRoom('Of Anna');
	const second = await first.openSecondTab('Of Anna');
	await context.request.post(`${server.origin}/api/v1/auth/logout`, { headers: { origin: server.origin } });
	await expect(second.page.locator('[data-connection="signed-out"]')).toBeAttached();
	await first.send('unsent words of Anna');
	await second.page.locator('[data-connection]').getByRole('link', { name: 'Sign in' }).click();
	await second.page.getByLabel('Email').fill(BORIS.email);
	await second.page.getByLabel('Password', { exact: true }).fill(BORIS.password);
	await second.page.getByRole('button', { name: 'Sign in' }).click();
	for (const tab of [first, second]) {
		await expect(tab.page.getByRole('button', { name: 'Account: Борис' })).toBeVisible();
		await tab.isOnline();
		await expect(tab.page.getByRole('link', { name: /Of Anna/ })).toHaveCount(0);
		await expect(tab.page.getByText('unsent words of Anna')).toHaveCount(0);
	}

	await second.signOut();
	await expect(second.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await second.signInOnScreen(ANNA);
	await second.openRoom('Of Anna');
	await second.hasDelivered(['unsent words of Anna']);
});

test('a tab whose disk failed for a moment has everything again after a reload', async ({ browser }) => {
	const anna = await Device.open(await browser.newContext(), server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	const boris = await Device.open(await browser.newContext(), server.origin);
	await boris.signUp(BORIS);
	await boris.joinRoom('General');
	await anna.isOnline();
	await boris.send('zero');
	await anna.hasDelivered(['zero']);
	// The next transaction that writes is aborted, as a full disk would.
	await anna.page.evaluate(() => {
		const prototype = IDBDatabase.prototype;
		const original = Object.getOwnPropertyDescriptor(prototype, 'transaction');
		const open = original?.value as (...args: unknown[]) => IDBTransaction;
		prototype.transaction = function (this: IDBDatabase, ...args: unknown[]) {
			const tx = open.apply(this, args);
			if (args[1] === 'readwrite') {
				Object.defineProperty(prototype, 'transaction', original ?? {});
				tx.abort();
			}
			return tx;
		};
	});
	await boris.send('one');
	await anna.hasDelivered(['one']);
	await boris.send('two');
	await anna.hasDelivered(['two']);
	await anna.reload();
	await anna.isInRoom('General');
	await anna.hasDelivered(['zero', 'one', 'two']);
	await boris.send('three');
	await anna.hasDelivered(['three']);
	expect(await anna.texts()).toEqual(['zero', 'one', 'two', 'three']);
});
