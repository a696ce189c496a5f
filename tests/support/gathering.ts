import { expect, type Browser, type BrowserContextOptions, type Locator, type Page } from '@playwright/test';
import type { RegisterRequest } from '../../src/lib/protocol/rest.ts';
import { Cable } from './cable.ts';
import { Device } from './device.ts';

/** Someone at a browser whose network can be cut. */
export interface Present {
	device: Device;
	page: Page;
	cable: Cable;
}

/** Signs somebody up at a device of their own. With {@link INSTALLED}, it opens without a network from then on. */
export async function arrive(
	browser: Browser,
	origin: string,
	who: RegisterRequest,
	options: BrowserContextOptions = {}
): Promise<Present> {
	const context = await browser.newContext(options);
	const cable = await Cable.lay(context);
	const device = await Device.open(context, origin);
	await device.signUp(who);
	if (options.serviceWorkers === 'allow') await device.isInstalled();
	await device.isOnline();
	return { device, page: device.page, cable };
}

/** Opens the directory, by the button above the room list unless it is on screen, and waits until somebody is in it. */
export async function seesInPeople(page: Page, name: string): Promise<void> {
	if (new URL(page.url()).pathname !== '/people') await page.getByRole('link', { name: 'People', exact: true }).click();
	await expect(rowOf(page, name)).toBeVisible();
}

/** Opens somebody's card from the directory. */
export async function openCard(page: Page, name: string): Promise<void> {
	await seesInPeople(page, name);
	await rowOf(page, name).click();
	await expect(page.getByRole('complementary', { name: `About ${name}` })).toBeVisible();
}

function rowOf(page: Page, name: string): Locator {
	return page.getByRole('main').getByRole('link', { name: new RegExp(`^${name}`) });
}

/** Opens the details of the room on screen. */
export async function openDetails(page: Page): Promise<void> {
	await page.getByRole('link', { name: 'Room details' }).click();
	await expect(page.getByRole('complementary')).toBeVisible();
}

/** Chooses something from a member's menu in the open details. */
export async function chooseFor(page: Page, name: string, action: string): Promise<void> {
	await page.getByRole('button', { name: `More: ${name}` }).click();
	await page.getByRole('menuitem', { name: action, exact: true }).click();
}

/** Opens what was undone, and reads it. */
export async function readsUndone(page: Page, ...sentences: (string | RegExp)[]): Promise<void> {
	await page.getByRole('button', { name: 'What happened' }).click();
	const dialog = page.getByRole('dialog', { name: 'Changes that were not accepted' });
	for (const sentence of sentences) await expect(dialog.getByText(sentence)).toBeVisible();
	await dialog.getByRole('button', { name: 'Dismiss all' }).click();
	await expect(dialog).toHaveCount(0);
}

/** The id of the room on screen. */
export function roomIdOf(page: Page): string {
	return new URL(page.url()).pathname.split('/')[2] ?? '';
}
