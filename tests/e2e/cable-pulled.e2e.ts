import { chromium, expect, type Browser } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cable } from '../support/cable.ts';
import { Device } from '../support/device.ts';
import { ANNA, BORIS } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

test.use(INSTALLED);

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

/** Anna and Борис, each at a browser of their own, in one room. */
async function twoInOneRoom(browser: Browser): Promise<{ anna: Device; boris: Device; cable: Cable }> {
	const [hers, his] = [await browser.newContext(), await browser.newContext()];
	const cable = await Cable.lay(his);
	const [anna, boris] = [await Device.open(hers, server.origin), await Device.open(his, server.origin)];
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	await boris.signUp(BORIS);
	await boris.joinRoom('General');
	await anna.send('Hello, Борис');
	await boris.hasDelivered(['Hello, Борис']);
	await boris.send('Привіт, Anna');
	await anna.hasDelivered(['Hello, Борис', 'Привіт, Anna']);
	await anna.isInstalled();
	await boris.isInstalled();
	return { anna, boris, cable };
}

const HERS = ['Anna one', 'Anna two', 'Anna three'];
const HIS = ['Борис один', 'Борис два', 'Борис три'];

test('the server is killed: both reload, read and write, and everything arrives once, in one order, with its tick', async ({
	browser
}) => {
	const { anna, boris } = await twoInOneRoom(browser);
	await server.kill9();
	for (const device of [anna, boris]) {
		await device.isOffline();
		await device.reload();
		await device.isInRoom('General');
		await expect(device.message('Hello, Борис')).toBeVisible();
		await expect(device.message('Привіт, Anna')).toBeVisible();
	}
	for (const [index, text] of HERS.entries()) {
		await anna.send(text);
		await boris.send(HIS[index] ?? '');
	}
	await anna.hasPending(HERS);
	await boris.hasPending(HIS);
	await expect(anna.message(HIS[0] ?? '')).toHaveCount(0);

	await server.start();
	const all = ['Hello, Борис', 'Привіт, Anna', ...HERS, ...HIS];
	await anna.hasDelivered(all);
	await boris.hasDelivered(all);
	const order = await anna.texts();
	expect(order).toHaveLength(all.length);
	expect(await boris.texts()).toEqual(order);
	expect(order.filter((text) => HERS.includes(text))).toEqual(HERS);
	expect(order.filter((text) => HIS.includes(text))).toEqual(HIS);

	await anna.reload();
	await anna.isInRoom('General');
	await anna.isOnline();
	expect(await anna.texts()).toEqual(order);
});

test('one side is cut: the other goes on, and both end with the same room', async ({ browser }) => {
	const { anna, boris, cable } = await twoInOneRoom(browser);
	await cable.pull();
	await boris.isOffline();
	await boris.reload();
	await boris.isInRoom('General');
	for (const text of HIS) await boris.send(text);
	for (const text of HERS) await anna.send(text);
	await anna.hasDelivered(HERS);
	await boris.hasPending(HIS);

	await cable.plugIn();
	const all = ['Hello, Борис', 'Привіт, Anna', ...HERS, ...HIS];
	await anna.hasDelivered(all);
	await boris.hasDelivered(all);
	expect(await anna.texts()).toEqual(all);
	expect(await boris.texts()).toEqual(all);
});

test('a browser closed offline reopens offline with its unsent messages and its draft, and sends them later', async () => {
	const profile = await mkdtemp(join(tmpdir(), 'tidings-profile-'));
	const { use } = test.info().project;
	const launch = () =>
		chromium.launchPersistentContext(profile, { ...use.launchOptions, viewport: { width: 1440, height: 900 } });
	try {
		let context = await launch();
		let anna = await Device.open(context, server.origin);
		await anna.signUp(ANNA);
		await anna.createRoom('General');
		await anna.send('before');
		await anna.hasDelivered(['before']);
		await anna.isInstalled();
		const room = anna.page.url();

		await server.kill9();
		await anna.isOffline();
		for (const text of HERS) await anna.send(text);
		await anna.composer.fill('half a thought');
		await anna.draftIsStored('half a thought');
		await context.close();

		context = await launch();
		anna = await Device.open(context, server.origin);
		await anna.page.goto(room);
		await anna.isInRoom('General');
		await anna.hasPending(HERS);
		await expect(anna.composer).toHaveValue('half a thought');

		await server.start();
		await anna.hasDelivered(['before', ...HERS]);
		expect(await anna.texts()).toEqual(['before', ...HERS]);
		await context.close();
	} finally {
		await rm(profile, { recursive: true, force: true });
	}
});
