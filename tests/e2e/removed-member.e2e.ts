import { expect, type Browser } from '@playwright/test';
import { Cable } from '../support/cable.ts';
import { Device } from '../support/device.ts';
import { ANNA, BORIS, login } from '../support/people.ts';
import { call } from '../support/rest.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

test.use(INSTALLED);

test.describe.configure({ timeout: 120_000 });

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

/** Anna owns the room, Борис is in it, and his network can be cut. */
async function annaAndBoris(browser: Browser): Promise<{ anna: Device; boris: Device; cable: Cable; roomId: string }> {
	const anna = await Device.open(await browser.newContext(), server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	const his = await browser.newContext();
	const cable = await Cable.lay(his);
	const boris = await Device.open(his, server.origin);
	await boris.signUp(BORIS);
	await boris.joinRoom('General');
	await boris.send('a word of Борис');
	await anna.send('a word of Anna');
	for (const device of [anna, boris]) await device.hasDelivered(['a word of Борис', 'a word of Anna']);
	await boris.isInstalled();
	return { anna, boris, cable, roomId: new URL(anna.page.url()).pathname.split('/').at(-1) ?? '' };
}

async function removeBoris(roomId: string, ban: boolean): Promise<void> {
	const { cookie } = await login(server.origin, ANNA);
	const { account } = await login(server.origin, BORIS);
	const path = `/api/v1/rooms/${roomId}/members/${account.id}/remove`;
	await call(server.origin, 'POST', path, { cookie, body: { ban } });
}

/** The room is closed to Борис, nothing of it is left on his device but what he wrote, and Anna goes on. */
async function isOut(boris: Device, anna: Device, roomId: string, unsent: string[]): Promise<void> {
	await expect(boris.page.getByText(/isn’t open to you/)).toBeVisible();
	await expect(
		boris.page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'General' })
	).toHaveCount(0);
	await boris.hasNoCopyOf(`room/${roomId}`);
	for (const text of unsent) await expect(boris.message(text)).toHaveAttribute('data-delivery', 'refused');
	expect(await boris.texts()).toEqual(unsent);
	await anna.seesHere(0);
	await anna.send('we go on');
	await anna.hasDelivered(['we go on']);
	expect(await anna.texts()).toEqual(['a word of Борис', 'a word of Anna', 'we go on']);
	await expect(anna.page.getByText('1 member', { exact: true })).toBeVisible();
}

test('someone removed from a room that is on their screen loses it there and on their disk at once', async ({
	browser
}) => {
	const { anna, boris, roomId } = await annaAndBoris(browser);
	await removeBoris(roomId, false);
	await isOut(boris, anna, roomId, []);
	await boris.joinRoom('General');
	await boris.hasDelivered(['a word of Борис', 'a word of Anna', 'we go on']);
	await anna.seesHere(1);
});

test('someone removed while offline gets their unsent words back at the next contact, and nobody else does', async ({
	browser
}) => {
	const { anna, boris, cable, roomId } = await annaAndBoris(browser);
	await cable.pull();
	await boris.isOffline();
	await boris.send('unsent one');
	await boris.send('unsent two');
	await removeBoris(roomId, true);
	await boris.hasPending(['unsent one', 'unsent two']);
	await expect(boris.message('a word of Anna')).toBeVisible();

	await cable.plugIn();
	await isOut(boris, anna, roomId, ['unsent one', 'unsent two']);
	await boris.reload();
	await expect(boris.message('unsent one')).toHaveAttribute('data-delivery', 'refused');
	for (const text of ['unsent one', 'unsent two']) {
		await expect(boris.message(text).getByText(/you are no longer in this room/)).toBeVisible();
		await boris.message(text).getByRole('button', { name: 'Discard' }).click();
	}
	await expect(boris.rows).toHaveCount(0);
});
