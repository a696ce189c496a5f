import { expect, type Browser, type Locator } from '@playwright/test';
import { Device } from '../support/device.ts';
import { fillRoom } from '../support/fill-room.ts';
import { Finger } from '../support/finger.ts';
import { ANNA, register } from '../support/people.ts';
import { createRoom } from '../support/rest.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

/** Longer than any finger rests that asks for a menu, in ms. */
const LONG_MS = 2_000;

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

/** Anna at a phone whose clock can be turned on, with more rooms and messages than a screen holds; General comes last. */
async function annaAtPhone(browser: Browser): Promise<{ anna: Device; finger: Finger }> {
	const person = await register(server.origin, ANNA);
	for (let number = 10; number < 40; number++) {
		await createRoom(server.origin, person.cookie, { title: `Room ${number}`, kind: 'public' });
	}
	const { id } = await createRoom(server.origin, person.cookie, { title: 'General', kind: 'public' });
	const texts = Array.from({ length: 60 }, (_, index) => `message ${index + 1}`);
	await fillRoom(server.origin, person, id, texts);
	const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
	const context = await browser.newContext(phone);
	await context.clock.install();
	const anna = await Device.open(context, server.origin);
	await anna.signIn(ANNA);
	await anna.isOnline();
	await expect(row(anna, 'General')).toBeVisible();
	return { anna, finger: await Finger.of(anna.page) };
}

function row({ page }: Device, title: string): Locator {
	return page.locator('[data-room]').filter({ hasText: title });
}

function menu({ page }: Device): Locator {
	return page.getByRole('menu');
}

/** How far something is scrolled that holds `inside`, in pixels. */
function scrolled(inside: Locator): Promise<number> {
	return inside.first().evaluate((element) => {
		for (let at = element.parentElement; at !== null; at = at.parentElement) {
			if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at.scrollTop;
		}
		return 0;
	});
}

test('a finger that rests on a room opens its menu and not the room', async ({ browser }) => {
	const { anna, finger } = await annaAtPhone(browser);
	await finger.press(row(anna, 'General'));
	await expect(menu(anna)).toBeVisible();
	await finger.lift();
	await anna.page.clock.fastForward(LONG_MS);
	await expect(menu(anna)).toBeVisible();
	expect(new URL(anna.page.url()).pathname).toBe('/');
	await anna.page.getByRole('menuitem', { name: 'Add to favourites' }).tap();
	await expect(anna.page.getByRole('heading', { name: 'Favourites' })).toBeVisible();
	await row(anna, 'General').getByRole('link').tap();
	await anna.isInRoom('General');
});

test('a finger that rests on a message opens its menu', async ({ browser }) => {
	const { anna, finger } = await annaAtPhone(browser);
	await row(anna, 'General').getByRole('link').tap();
	await anna.isInRoom('General');
	await expect(anna.message('message 60')).toBeVisible();
	await finger.press(anna.message('message 58'));
	await expect(menu(anna)).toBeVisible();
	await finger.lift();
	await anna.page.clock.fastForward(LONG_MS);
	await expect(menu(anna)).toBeVisible();
	await anna.page.getByRole('menuitem', { name: 'Delete' }).tap();
	await expect(anna.message('message 58')).toHaveCount(0);
});

test('a finger that scrolls asks for nothing, however long it stays', async ({ browser }) => {
	const { anna, finger } = await annaAtPhone(browser);
	await finger.press(anna.page.locator('[data-room]').nth(8));
	await finger.drag(-240);
	await expect.poll(() => scrolled(anna.page.locator('[data-room]'))).toBeGreaterThan(100);
	await anna.page.clock.fastForward(LONG_MS);
	await expect(menu(anna)).toHaveCount(0);
	await finger.lift();
	expect(new URL(anna.page.url()).pathname).toBe('/');

	await anna.page.goto(`${server.origin}/`);
	await row(anna, 'General').getByRole('link').tap();
	await anna.isInRoom('General');
	await expect(anna.message('message 60')).toBeVisible();
	const before = await scrolled(anna.rows);
	await finger.press(anna.message('message 56'));
	await finger.drag(240);
	await expect.poll(async () => before - (await scrolled(anna.rows))).toBeGreaterThan(100);
	await anna.page.clock.fastForward(LONG_MS);
	await expect(menu(anna)).toHaveCount(0);
	await finger.lift();
	await expect(menu(anna)).toHaveCount(0);
});
