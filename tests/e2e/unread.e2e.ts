import { expect, type Browser, type Locator } from '@playwright/test';
import { Device } from '../support/device.ts';
import { fillRoom } from '../support/fill-room.ts';
import { badgeOf, giveIcon } from '../support/in-page.ts';
import { ANNA, BORIS, login } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

/** Anna in General, with a second room to go to, and Борис in General. */
async function annaAndBoris(browser: Browser): Promise<{ anna: Device; boris: Device }> {
	const anna = await Device.open(await browser.newContext(), server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	await anna.createRoom('Kitchen');
	const boris = await Device.open(await browser.newContext(), server.origin);
	await boris.signUp(BORIS);
	await boris.joinRoom('General');
	await boris.isOnline();
	return { anna, boris };
}

function row(device: Device, title: string): Locator {
	return device.page.getByRole('navigation', { name: 'Rooms' }).locator('[data-room]').filter({ hasText: title });
}

async function hasUnread(device: Device, title: string, count: number): Promise<void> {
	const mark = row(device, title).locator('[data-unread]');
	if (count === 0) await expect(mark).toHaveCount(0);
	else await expect(mark).toHaveAttribute('data-unread', String(count));
}

function divider(device: Device): Locator {
	return device.page.locator('[data-divider]');
}

async function chooseOfMessage(device: Device, text: string, item: string): Promise<void> {
	await device.message(text).click({ button: 'right' });
	await device.page.getByRole('menuitem', { name: item }).click();
}

test('what was read on one device is read on the other, in the list, the title, on the icon and in the room', async ({
	browser
}) => {
	const { anna, boris } = await annaAndBoris(browser);
	const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
	await giveIcon(context);
	const phone = await Device.open(context, server.origin);
	await phone.signIn(ANNA);
	await phone.isOnline();
	await expect.poll(() => badgeOf(phone.page)).toBe(0);
	for (const text of ['one', 'two', '@anna three']) await boris.send(text);
	await expect.poll(() => badgeOf(phone.page)).toBe(3);
	for (const device of [anna, phone]) {
		await hasUnread(device, 'General', 3);
		await expect(row(device, 'General').locator('[data-unread]')).toHaveText('@3');
		await expect(device.page).toHaveTitle(/^\(3\) .*Tidings$/);
	}
	await anna.openRoom('General');
	await expect(divider(anna)).toHaveText('3 new');
	for (const device of [anna, phone]) {
		await hasUnread(device, 'General', 0);
		await expect(device.page).toHaveTitle(/^[^(].*/);
	}
	await expect.poll(() => badgeOf(phone.page)).toBe(0);
});

test('the icon counts what is not muted and who was named, and nothing once nobody is signed in', async ({
	browser
}) => {
	const { anna, boris } = await annaAndBoris(browser);
	await giveIcon(anna.context);
	await anna.reload();
	await row(anna, 'General').getByRole('link').click({ button: 'right' });
	await anna.page.getByRole('menuitem', { name: 'Mute' }).click();
	await anna.page.getByRole('menuitem', { name: 'Until I turn it on' }).click();
	await boris.send('one');
	await hasUnread(anna, 'General', 1);
	expect(await badgeOf(anna.page)).toBe(0);
	await boris.send('@anna two');
	await expect.poll(() => badgeOf(anna.page)).toBe(1);
	await anna.signOut();
	await expect(anna.page.getByRole('button', { name: 'Sign in' })).toBeVisible();
	expect(await badgeOf(anna.page)).toBe(0);
});

test('the divider stays where it is while the room is open, and goes with an answer or Esc', async ({ browser }) => {
	const { anna, boris } = await annaAndBoris(browser);
	await boris.send('one');
	await hasUnread(anna, 'General', 1);
	await anna.openRoom('General');
	await expect(divider(anna)).toHaveText('1 new');
	await boris.send('two');
	await expect(divider(anna)).toHaveText('2 new');
	await hasUnread(anna, 'General', 0);
	await anna.page.keyboard.press('Escape');
	await expect(divider(anna)).toHaveCount(0);

	await anna.openRoom('Kitchen');
	await boris.send('three');
	await hasUnread(anna, 'General', 1);
	await anna.openRoom('General');
	await expect(divider(anna)).toHaveText('1 new');
	await anna.send('Thank you');
	await expect(divider(anna)).toHaveCount(0);
});

test('a room that is open on a page in the background is not read, until somebody looks', async ({ browser }) => {
	const { anna, boris } = await annaAndBoris(browser);
	await anna.openRoom('General');
	await anna.turnsAway();
	await boris.send('Are you there?');
	await anna.hasDelivered(['Are you there?']);
	await hasUnread(anna, 'General', 1);
	await anna.turnsBack();
	await hasUnread(anna, 'General', 0);
});

test('what is marked unread stays so before the eyes, on every device, until it is read again', async ({ browser }) => {
	const { anna, boris } = await annaAndBoris(browser);
	const phone = await Device.open(await browser.newContext(), server.origin);
	await phone.signIn(ANNA);
	await anna.openRoom('General');
	for (const text of ['one', 'two', 'three']) await boris.send(text);
	await anna.hasDelivered(['one', 'two', 'three']);
	await hasUnread(anna, 'General', 0);
	await hasUnread(phone, 'General', 0);
	await chooseOfMessage(anna, 'two', 'Mark unread from here');
	await expect(divider(anna)).toHaveText('2 new');
	await hasUnread(anna, 'General', 2);
	await hasUnread(phone, 'General', 2);
	await anna.page.keyboard.press('Escape');
	await hasUnread(anna, 'General', 0);
	await hasUnread(phone, 'General', 0);
});

test('a long room opens at the first new message, and there is a way to both ends', async ({ browser }) => {
	const { anna, boris } = await annaAndBoris(browser);
	const roomId = new URL(boris.page.url()).pathname.split('/')[2] ?? '';
	const texts = Array.from({ length: 60 }, (_, index) => `message ${String(index + 1)}`);
	await fillRoom(server.origin, await login(server.origin, BORIS), roomId, texts);
	await hasUnread(anna, 'General', 60);
	await anna.openRoom('General');
	await expect(anna.message('message 1')).toBeInViewport();
	await expect(anna.message('message 60')).not.toBeInViewport();
	await expect(row(anna, 'General').locator('[data-unread]')).not.toHaveText('60');
	const latest = anna.page.getByRole('button', { name: /new messages?$/ });
	await expect(latest).toBeVisible();
	await latest.click();
	await expect(anna.message('message 60')).toBeInViewport();
	await hasUnread(anna, 'General', 0);
	await anna.page.getByRole('button', { name: /^To the first of 60 new/ }).click();
	await expect(anna.message('message 1')).toBeInViewport();
	await anna.openRoom('Kitchen');
	await anna.openRoom('General');
	await expect(anna.message('message 1')).toBeInViewport();
});

test('keys go through the rooms, and through those that are new', async ({ browser }) => {
	const { anna, boris } = await annaAndBoris(browser);
	await anna.createRoom('Library');
	await boris.send('Hello');
	await hasUnread(anna, 'General', 1);
	await anna.openRoom('Kitchen');
	await anna.page.keyboard.press('Alt+Shift+ArrowDown');
	await anna.isInRoom('General');
	await anna.page.keyboard.press('Alt+ArrowDown');
	await expect(anna.page.getByRole('heading', { level: 1 })).not.toHaveText('General');
});

test('a deleted message leaves a line that says by whom, and who has read shows under the message', async ({
	browser
}) => {
	const { anna, boris } = await annaAndBoris(browser);
	await anna.openRoom('General');
	await boris.send('Too much');
	await anna.hasDelivered(['Too much']);
	await anna.send('Enough');
	await expect(anna.page.locator('[data-seen]')).toHaveCount(1);
	await expect(anna.message('Enough')).toHaveAccessibleName(/Seen by Борис/);
	await chooseOfMessage(anna, 'Too much', 'Delete');
	await anna.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
	await expect(anna.page.getByText('You deleted this')).toBeVisible();
	await expect(boris.page.getByText('Deleted by Anna')).toBeVisible();
	await chooseOfMessage(anna, 'Enough', 'Delete');
	await expect(boris.message('Enough')).toHaveCount(0);
});
