import { axeFindsNothing } from '../support/axe.ts';
import { expect, type Browser, type Locator } from '@playwright/test';
import { Device } from '../support/device.ts';
import { ANNA } from '../support/people.ts';
import { createRoom } from '../support/rest.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

const ROOMS = ['Alpha', 'Beta', 'Gamma'];

/** Anna with three rooms, the first of them on screen. */
async function annaWithRooms(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Device> {
	const anna = await Device.open(await browser.newContext(options), server.origin);
	await anna.signUp(ANNA);
	for (const title of ROOMS) await anna.createRoom(title);
	return anna;
}

async function secondDevice(browser: Browser): Promise<Device> {
	const device = await Device.open(await browser.newContext(), server.origin);
	await device.signIn(ANNA);
	return device;
}

function section(device: Device, name: string): Locator {
	return device.page.getByRole('navigation', { name: 'Rooms' }).getByRole('group', { name, exact: true });
}

/** The titles in a section, top to bottom. */
function titles(device: Device, name: string): Locator {
	return section(device, name).locator('[data-room] .title');
}

async function choose(device: Device, room: string, ...items: string[]): Promise<void> {
	await device.page.locator('[data-room]').filter({ hasText: room }).click({ button: 'right' });
	for (const item of items) await device.page.getByRole('menuitem', { name: item }).click();
}

test('favourites, sections, mutes and what is hidden follow to another device', async ({ browser }) => {
	const anna = await annaWithRooms(browser);
	const second = await secondDevice(browser);
	await choose(anna, 'Alpha', 'Add to favourites');
	await choose(anna, 'Beta', 'Move to section', 'New section');
	await anna.page.getByRole('textbox', { name: 'Name' }).fill('Work');
	await anna.page.getByRole('button', { name: 'Save' }).click();
	await choose(anna, 'Gamma', 'Mute', 'For 1 hour');
	for (const device of [anna, second]) {
		await expect(titles(device, 'Favourites')).toHaveText(['Alpha']);
		await expect(titles(device, 'Work')).toHaveText(['Beta']);
		await expect(titles(device, 'Rooms')).toHaveText(['Gamma']);
		await expect(section(device, 'Rooms').getByRole('link', { name: /Gamma.*Muted/ })).toBeVisible();
	}
	await choose(second, 'Gamma', 'Hide');
	await section(second, 'Work').getByRole('button', { name: 'Work', exact: true }).click();
	await expect(section(anna, 'Rooms')).toHaveCount(0);
	await expect(titles(anna, 'Work')).toHaveCount(0);
	await section(anna, 'Hidden').getByRole('button', { name: 'Hidden' }).click();
	await expect(titles(anna, 'Hidden')).toHaveText(['Gamma']);
});

test('a section is renamed and deleted, and its rooms go back', async ({ browser }) => {
	const anna = await annaWithRooms(browser);
	await anna.page.getByRole('button', { name: 'List options' }).click();
	await anna.page.getByRole('menuitem', { name: 'New section' }).click();
	await anna.page.getByRole('textbox', { name: 'Name' }).fill('Work');
	await anna.page.keyboard.press('Enter');
	await choose(anna, 'Beta', 'Move to section');
	await anna.page.getByRole('menuitemradio', { name: 'Work' }).click();
	await section(anna, 'Work').hover();
	await section(anna, 'Work').getByRole('button', { name: 'Menu: Work' }).click();
	await anna.page.getByRole('menuitem', { name: 'Rename section' }).click();
	await anna.page.getByRole('textbox', { name: 'Name' }).fill('Job');
	await anna.page.keyboard.press('Enter');
	await expect(titles(anna, 'Job')).toHaveText(['Beta']);
	await section(anna, 'Job').getByRole('button', { name: 'Menu: Job' }).click();
	await anna.page.getByRole('menuitem', { name: 'Delete section' }).click();
	await expect(section(anna, 'Job')).toHaveCount(0);
	await expect(titles(anna, 'Rooms')).toHaveText(['Alpha', 'Beta', 'Gamma']);
});

test('rooms are put in order with the keyboard alone, and each step is said', async ({ browser }) => {
	const anna = await annaWithRooms(browser);
	const { page } = anna;
	await page.getByRole('button', { name: 'List options' }).click();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	await expect(titles(anna, 'Rooms')).toHaveText(['Alpha', 'Beta', 'Gamma']);
	await page.getByLabel('Filter rooms').focus();
	await page.keyboard.press('ArrowDown');
	await expect(page.getByRole('link', { name: /^Alpha/ })).toBeFocused();
	await page.keyboard.press('Control+Shift+ArrowDown');
	await expect(titles(anna, 'Rooms')).toHaveText(['Beta', 'Alpha', 'Gamma']);
	await expect(page.locator('[data-announcer]')).toHaveText('Alpha: 2 of 3');
	await expect(page.getByRole('link', { name: /^Alpha/ })).toBeFocused();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await page.getByRole('menuitem', { name: 'Move down' }).press('Enter');
	await expect(titles(anna, 'Rooms')).toHaveText(['Beta', 'Gamma', 'Alpha']);
	await expect(page.locator('[data-announcer]')).toHaveText('Alpha: 3 of 3');
	const second = await secondDevice(browser);
	await expect(titles(second, 'Rooms')).toHaveText(['Beta', 'Gamma', 'Alpha']);
});

test('rooms are put in order and into sections with the mouse', async ({ browser }) => {
	const anna = await annaWithRooms(browser);
	await choose(anna, 'Alpha', 'Add to favourites');
	const row = (title: string) => anna.page.locator('[data-room]').filter({ hasText: title });
	await row('Gamma').dragTo(row('Alpha'), { targetPosition: { x: 60, y: 4 } });
	await expect(titles(anna, 'Favourites')).toHaveText(['Gamma', 'Alpha']);
	await row('Alpha').dragTo(row('Beta'), { targetPosition: { x: 60, y: 48 } });
	await expect(titles(anna, 'Favourites')).toHaveText(['Gamma']);
	await expect(titles(anna, 'Rooms')).toHaveText(['Beta', 'Alpha']);
});

test('three hundred rooms are filtered as one types, and a closed section draws none of them', async ({ browser }) => {
	const anna = await Device.open(await browser.newContext(), server.origin);
	await anna.signUp(ANNA);
	const cookie = (await anna.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
	for (let index = 0; index < 300; index++) {
		await createRoom(server.origin, cookie, { title: `Room ${String(index)}`, kind: 'private' });
	}
	const rooms = anna.page.locator('[data-room]');
	await expect(rooms).toHaveCount(300, { timeout: 60_000 });
	const filter = anna.page.getByLabel('Filter rooms');
	await filter.focus();
	const took = await filter.evaluate(async (field: HTMLInputElement) => {
		const times: number[] = [];
		for (const text of ['2', '29', '299', '29', '2', '']) {
			const start = performance.now();
			field.value = text;
			field.dispatchEvent(new Event('input', { bubbles: true }));
			// The list is changed in a microtask; a forced layout is what the next frame would do.
			await Promise.resolve();
			void document.body.offsetHeight;
			times.push(performance.now() - start);
			await new Promise((resolve) => requestAnimationFrame(resolve));
		}
		return times;
	});
	test.info().annotations.push({ type: 'ms for each key', description: took.map((ms) => ms.toFixed(1)).join(', ') });
	await expect(rooms).toHaveCount(300);
	await filter.fill('29');
	await expect(rooms).toHaveCount(13);
	await section(anna, 'Rooms').getByRole('button', { name: 'Rooms' }).click();
	await filter.fill('');
	await expect(rooms).toHaveCount(0);
});

test('axe finds nothing in the list, its menus and the switcher, on a phone too', async ({ browser }) => {
	const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
	for (const size of [{}, phone]) {
		await server.dispose();
		server = await TestServer.start();
		const anna = await annaWithRooms(browser, { reducedMotion: 'reduce', ...size });
		await anna.send('Hello @anna');
		await anna.page.goto(`${server.origin}/`);
		await anna.isOnline();
		const check = () => axeFindsNothing(anna.page);
		await choose(anna, 'Beta', 'Add to favourites');
		await check();
		await anna.page.locator('[data-room]').filter({ hasText: 'Alpha' }).click({ button: 'right' });
		await expect(anna.page.getByRole('menu')).toBeVisible();
		await check();
		await anna.page.keyboard.press('Escape');
		await anna.page.keyboard.press('Control+k');
		await expect(anna.page.getByRole('combobox')).toBeFocused();
		await check();
		await anna.page.context().close();
	}
});
